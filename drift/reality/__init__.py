"""Reality against openapi.yaml: what was sent and answered, with unknown fields forbidden."""
