"""Tests of what reads openapi.yaml: its places, its lines, its facts, its schemas."""
