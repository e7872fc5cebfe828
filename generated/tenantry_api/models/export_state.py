# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from ..types import OpenEnum


class ExportState(OpenEnum):
    """What shall become of an export."""

    CREATED = "created"
    DELETED = "deleted"
    EXPECTING_TRANSFER = "expecting-transfer"
    RENAMED = "renamed"
    TRANSFERRED = "transferred"
