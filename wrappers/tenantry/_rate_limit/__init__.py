"""How fast the calls of one API token may go; what becomes of a 429 is decided in `_transport`."""
