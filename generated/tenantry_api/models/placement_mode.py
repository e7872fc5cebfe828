# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from ..types import OpenEnum


class PlacementMode(OpenEnum):
    """How the place is chosen."""

    SMART = "smart"
    TARGETED = "targeted"
