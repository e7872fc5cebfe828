"""Tests of how requests reach Workers."""
