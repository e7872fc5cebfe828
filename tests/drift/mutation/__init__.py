"""Tests that damage openapi.yaml and cassettes line by line, and count what the checks see of it."""
