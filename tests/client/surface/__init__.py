"""What users call: the same names and verbs, blocking and async."""
