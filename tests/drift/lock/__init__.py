"""Tests of docs.lock.json: what it holds, and how it is written and read."""
