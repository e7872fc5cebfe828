"""Tests of what compares recorded, captured and live exchanges with openapi.yaml."""
