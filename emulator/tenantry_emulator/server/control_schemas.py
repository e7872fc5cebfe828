"""What may be sent to `/__emulator/…`."""

from tenantry_emulator.arguments import ACCOUNT, TEXT
from tenantry_emulator.context.faults import FIELDS
from tenantry_emulator.store.clock import FURTHEST
from tenantry_emulator.wire.json_types import JsonObject, as_object

FAULT: JsonObject = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind"],
    "properties": {**FIELDS, "times": {**as_object(FIELDS["times"]), "type": ["integer", "null"]}},
}

NAMESPACE: JsonObject = {
    "type": "object",
    "additionalProperties": False,
    "required": ["account_id", "name"],
    "properties": {"account_id": ACCOUNT, "name": TEXT},
}

ADVANCE: JsonObject = {
    "type": "object",
    "additionalProperties": False,
    "required": ["advance"],
    "properties": {"advance": {"type": "number", "minimum": 0, "maximum": FURTHEST}},
}

TOKEN: JsonObject = {
    "type": "object",
    "additionalProperties": False,
    "required": ["token"],
    "properties": {
        "token": {"type": "string", "minLength": 1},
        "permissions": {"type": "array", "items": {"type": "string"}},
    },
}
