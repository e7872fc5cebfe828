"""Tests of facts: several sources about one operation, made one."""
