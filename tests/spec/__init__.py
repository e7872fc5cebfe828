"""Checks of openapi.yaml: its conventions, its contents, and the requests of other clients."""
