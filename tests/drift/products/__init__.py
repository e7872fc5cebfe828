"""Tests of what reads pages of docs."""
