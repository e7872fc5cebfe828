"""What an upload, or a change of settings, makes of a script."""
