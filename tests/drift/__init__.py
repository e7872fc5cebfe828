"""Pages of docs to facts, and facts to the lock."""
