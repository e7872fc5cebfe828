"""Lines of a page, each taken for what it means by itself."""
