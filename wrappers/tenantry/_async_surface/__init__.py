# Made by generate.py from wrappers/tenantry/_surface/__init__.py. Do not edit: change that, and run `make generate`.
"""What users call: a client, and handles for namespaces and scripts.

A noun makes a handle and sends nothing; a verb sends. The async flavour, `_async_surface`, is made from this one by
generate.py.
"""
