"""docs.lock.json: the facts of the docs, as they were last read, written and read back."""
