# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from ..types import OpenEnum


class NotFoundHandling(OpenEnum):
    """What a path without a file gets."""

    NONE = "none"
    SINGLE_PAGE_APPLICATION = "single-page-application"
    VALUE_1 = "404-page"
