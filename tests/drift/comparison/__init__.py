"""Tests of what compares the docs with openapi.yaml, and two versions of the docs with each other."""
