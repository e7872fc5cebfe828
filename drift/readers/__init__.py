"""Pages of docs, read into facts."""
