"""How large variables and secrets may be, how many a script may have, and which names secrets may take."""

import json
from collections.abc import Iterable, Sequence

from tenantry_emulator.context.guesses import Guesses
from tenantry_emulator.wire.json_types import JsonObject, as_text
from tenantry_emulator.wire.refusals import NAME_TAKEN, TOO_MANY_VARIABLES, VARIABLE_TOO_LARGE, Refusal

SECRETS = ("secret_text", "secret_key")
VARIABLES = ("plain_text", "json", *SECRETS)


def check_variables(bindings: Sequence[JsonObject], guesses: Guesses) -> None:
    """Refuse a value that is too large, and more variables and secrets than a script may have."""
    variables = [binding for binding in bindings if binding["type"] in VARIABLES]
    for binding in variables:
        if _size(binding) > guesses.max_variable_bytes:
            text = f"{binding['name']} has {_size(binding)} bytes, and may have {guesses.max_variable_bytes}."
            raise Refusal(VARIABLE_TOO_LARGE, text, pointer="/bindings")
    if len(variables) > guesses.max_variables:
        text = f"{len(variables)} variables and secrets are too many: a script may have {guesses.max_variables}."
        raise Refusal(TOO_MANY_VARIABLES, text, pointer="/bindings")


def check_secret_names(secrets: Iterable[str], bindings: Sequence[JsonObject], pointer: str) -> None:
    """Refuse a secret under the name of a binding that is not a secret."""
    wanted = set(secrets)
    for binding in bindings:
        if binding["name"] in wanted and binding["type"] not in SECRETS:
            text = f"Binding name '{binding['name']}' already in use, by a binding of type {binding['type']}."
            raise Refusal(NAME_TAKEN, text, pointer=pointer)


def _size(binding: JsonObject) -> int:
    """Bytes of the value."""
    if binding["type"] == "json":
        return len(json.dumps(binding.get("json"), ensure_ascii=False, separators=(",", ":")).encode())
    value = as_text(binding.get("text")) or as_text(binding.get("key_base64")) or binding.get("key_jwk", "")
    return len((value if isinstance(value, str) else json.dumps(value)).encode())
