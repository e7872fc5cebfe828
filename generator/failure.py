"""The error that stops the generation."""


class CannotGenerate(Exception):
    """Generation stopped; the text says where and what to do."""
