"""What was really sent and answered, checked against openapi.yaml with unknown fields forbidden."""
