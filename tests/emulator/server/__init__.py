"""Tests of what holds for every request."""
