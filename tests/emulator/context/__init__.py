"""Tests of what every request knows."""
