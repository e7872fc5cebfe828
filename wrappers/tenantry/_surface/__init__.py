"""What users call: a client, and handles for namespaces and scripts.

A noun makes a handle and sends nothing; a verb sends. The async flavour, `_async_surface`, is made from this one by
generate.py.
"""
