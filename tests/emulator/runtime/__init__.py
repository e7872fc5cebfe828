"""Tests of what uploaded Workers do: real ones, asked over HTTP at the front door."""
