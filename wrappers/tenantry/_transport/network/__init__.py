"""Connections, as the environment says, and what waits at them in time."""
