"""How fast the calls of one token may go."""
