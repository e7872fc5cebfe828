"""Tests of what a Worker is made of, once it runs."""
