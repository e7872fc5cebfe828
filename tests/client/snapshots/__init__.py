"""Snapshots: taken, kept in folders, compared, moved to other resources, and restored."""
