"""The client, as its users call it: over HTTP, blocking and async."""
