"""What users call: a client, and handles for namespaces and scripts; generate.py makes `_async` from `_sync`."""
