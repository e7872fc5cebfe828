"""Why there is nothing to write."""


class CannotGenerate(Exception):
    """Generation stopped; the text says where and what to do."""
