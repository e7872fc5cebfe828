"""The runtime: Cloudflare's open-source `workerd` runs the uploaded Workers, one process for each version of a script.

It is not needed for the API. https://github.com/cloudflare/workerd
"""
