"""The modules of a script, up and down."""
