"""Tests of each dialect: what its pages can say, and what is refused."""
