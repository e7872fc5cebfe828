# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""Unions of models, each with its classes and the values of the tag that tells them apart."""
