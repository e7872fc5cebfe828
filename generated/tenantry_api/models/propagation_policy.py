# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from ..types import OpenEnum


class PropagationPolicy(OpenEnum):
    """Whose trace context is taken on."""

    ACCEPT = "accept"
    AUTHENTICATED = "authenticated"
