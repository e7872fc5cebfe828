"""The parts of tenantry_api that are the same for every spec; generate.py copies them beside the generated ones."""
