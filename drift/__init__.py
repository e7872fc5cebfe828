"""Where the docs, openapi.yaml and reality disagree; a tool for those who work on this project."""
