# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from ..types import OpenEnum


class KeyFormat(OpenEnum):
    """How a key is written."""

    JWK = "jwk"
    PKCS8 = "pkcs8"
    RAW = "raw"
    SPKI = "spki"
