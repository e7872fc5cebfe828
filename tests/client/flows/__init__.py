"""Verbs that take more than one request, or a decision."""
