"""How a story becomes a cassette, and a cassette an answer."""
