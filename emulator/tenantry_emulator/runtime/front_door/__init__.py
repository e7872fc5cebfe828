"""The process that answers everyone on this machine, and the dispatch Worker that it runs."""
