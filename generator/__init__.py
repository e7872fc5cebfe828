"""What generate.py makes files from, and how.

spec, schemas       openapi.yaml as data, and what is reachable in it
facts               what templates cannot see, computed from the spec
patches, scratch    upstream's templates with our changes; jinja/ has the ones that are ours
tolerance           what the docs require of answers, and the client does not
unions              a module for each union whose classes are told apart by a tag
runtime/            modules of tenantry_api that are the same for every spec
client_package      one run of openapi-python-client and ruff, outside the repository
async_surface       the async flavour of the handwritten surface
drift, pins         the files that are there against those that would be made; the tools against their pins
"""
