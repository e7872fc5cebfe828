"""Tests of what Workers store."""
