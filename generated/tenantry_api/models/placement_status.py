# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from ..types import OpenEnum


class PlacementStatus(OpenEnum):
    """What Smart Placement found."""

    INSUFFICIENT_INVOCATIONS = "INSUFFICIENT_INVOCATIONS"
    SUCCESS = "SUCCESS"
    UNSUPPORTED_APPLICATION = "UNSUPPORTED_APPLICATION"
