"""Tests of the emulator: over HTTP, with a client that knows nothing of it."""
