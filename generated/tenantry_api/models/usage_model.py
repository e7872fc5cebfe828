# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from ..types import OpenEnum


class UsageModel(OpenEnum):
    """How invocations are billed; today only `standard` is accepted."""

    BUNDLED = "bundled"
    STANDARD = "standard"
    UNBOUND = "unbound"
