"""Tests of what finds where the docs, openapi.yaml and reality disagree."""
