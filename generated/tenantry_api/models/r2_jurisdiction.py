# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from ..types import OpenEnum


class R2Jurisdiction(OpenEnum):
    """Where the data of a bucket may be."""

    EU = "eu"
    FEDRAMP = "fedramp"
    FEDRAMP_HIGH = "fedramp-high"
    US = "us"
