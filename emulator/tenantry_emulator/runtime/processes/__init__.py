"""The processes of the runtime: found, started, watched and ended."""
