# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from ..types import OpenEnum


class KeyUsage(OpenEnum):
    """What a key may be used for."""

    DECRYPT = "decrypt"
    DERIVEBITS = "deriveBits"
    DERIVEKEY = "deriveKey"
    ENCRYPT = "encrypt"
    SIGN = "sign"
    UNWRAPKEY = "unwrapKey"
    VERIFY = "verify"
    WRAPKEY = "wrapKey"
