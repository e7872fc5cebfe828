"""Tests of requests and answers against the specification."""
