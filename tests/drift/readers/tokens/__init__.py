"""Tests of what lines of a page mean by themselves."""
