# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from ..types import OpenEnum


class ExportStorage(OpenEnum):
    """Storage of a Durable Object class."""

    LEGACY_KV = "legacy-kv"
    SQLITE = "sqlite"
