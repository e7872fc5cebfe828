"""What became of each script, for programs, notebooks and people."""
