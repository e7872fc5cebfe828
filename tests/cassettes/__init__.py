"""Cassettes: recorded HTTP, one story a file, and what records, replays and searches them."""
