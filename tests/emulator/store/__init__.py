"""Tests of the state, and of its time."""
