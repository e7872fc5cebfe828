"""Tests of what an upload makes of a script."""
