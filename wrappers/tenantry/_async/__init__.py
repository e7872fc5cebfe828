# Made by generate.py from wrappers/tenantry/_sync/__init__.py. Do not edit: change that, and run `make generate`.
"""What users call: a client, and handles for namespaces and scripts; generate.py makes `_async` from `_sync`."""
