"""Tests of the project: a folder for each of its parts."""
