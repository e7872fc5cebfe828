"""The shapes that things have on the wire."""
