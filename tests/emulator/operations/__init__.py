"""Tests of what single operations do."""
