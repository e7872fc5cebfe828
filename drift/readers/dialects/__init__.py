"""The dialects in which pages are written, a module for each."""
