"""Commands for what belongs to one script: secrets, tags, settings and snapshots."""
