"""Flows: everything that takes more than one request, or a decision; each is written once, for both drivers."""
