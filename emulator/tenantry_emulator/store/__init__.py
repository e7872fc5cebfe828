"""The state of all accounts in SQLite, and the records in which it is read."""
