"""Servers on loopback that record what they get, and answer or break as a test says."""
