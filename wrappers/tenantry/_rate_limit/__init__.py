"""How fast the calls of one API token may go."""
