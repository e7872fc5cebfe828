"""Tests of what tells where the docs, openapi.yaml and reality part ways."""
