"""Tests of the tool that tells where the docs, openapi.yaml and reality part ways."""
