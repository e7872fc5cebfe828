"""What users call: a client, and handles for namespaces and scripts. A noun makes a handle and sends nothing, a verb sends.

`_async` is made from this folder by generate.py.
"""
