"""Where the docs, openapi.yaml and reality part ways; a tool for those who work on this project."""
