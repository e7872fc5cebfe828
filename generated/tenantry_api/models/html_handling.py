# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from ..types import OpenEnum


class HtmlHandling(OpenEnum):
    """How paths of pages end."""

    AUTO_TRAILING_SLASH = "auto-trailing-slash"
    DROP_TRAILING_SLASH = "drop-trailing-slash"
    FORCE_TRAILING_SLASH = "force-trailing-slash"
    NONE = "none"
