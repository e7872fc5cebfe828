"""What may be sent to `/__emulator/…`."""

from tenantry_emulator.wire.json_types import JsonObject

# Each field is one of `faults.Fault`.
FAULT: JsonObject = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["rate_limit", "latency", "refuse", "edge", "reset"]},
        "operation": {"type": "string"},
        "method": {"enum": ["GET", "PUT", "POST", "PATCH", "DELETE"]},
        "path": {"type": "string"},
        "skip": {"type": "integer", "minimum": 0},
        "times": {"type": ["integer", "null"], "minimum": 1},
        "status": {"type": "integer", "minimum": 200, "maximum": 599},
        "code": {"type": "integer"},
        "message": {"type": "string"},
        "retry_after": {"type": "integer", "minimum": 0},
        "seconds": {"type": "number", "minimum": 0, "maximum": 60},
        "format": {"enum": ["negotiated", "html", "json"]},
        "when": {"enum": ["before", "after"]},
    },
}

ADVANCE: JsonObject = {
    "type": "object",
    "additionalProperties": False,
    "required": ["advance"],
    "properties": {"advance": {"type": "number", "minimum": 0, "maximum": 1e9}},
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
