"""The modules of a script, on their way up and down."""
