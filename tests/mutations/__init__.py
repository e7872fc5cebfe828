"""Mutations of code: small errors made in it on purpose, each of which a test should notice."""
