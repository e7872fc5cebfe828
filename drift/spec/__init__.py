"""openapi.yaml: its document, lines, facts and schemas, and the differences that it accepts."""
