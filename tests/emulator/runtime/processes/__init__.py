"""Tests of how processes start, are watched, and end."""
