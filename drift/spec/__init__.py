"""openapi.yaml: read, told as facts, with the lines of its places and the differences that it accepts."""
