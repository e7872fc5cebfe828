"""What the server cannot remember: who rolled what, why, what was there before, and what became of each script."""
