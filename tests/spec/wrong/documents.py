"""Documents that break the rules of the whole document."""

from __future__ import annotations

from .change import GONE, OBJECT, TEXT, Examples

EXAMPLES: Examples = {
    "the_dialect_is_3_1": [
        ("openapi", "3.1", "openapi: 3.1 is not 3.1 with a third part"),
        ("openapi", "3.0.3", "openapi: 3.0.3 is not 3.1 with a third part"),
    ],
    "the_version_is_a_day_that_has_been": [
        ("info version", "2999-01-01", "info/version: 2999-01-01 is yet to come"),
        ("info version", "1.2.0", "info/version: '1.2.0' is not a text of the form 2026-01-31"),
    ],
    "every_key_is_text": [
        ("schemas Limits properties", {True: TEXT}, "/components/schemas/Limits/properties: the key True is not text"),
    ],
    "every_reference_leads_somewhere": [
        (
            "schemas ScriptDetails properties limits",
            {"$ref": "#/components/schemas/Nothing"},
            "#/components/schemas/Nothing: leads nowhere",
        ),
        ("schemas ScriptDetails properties limits", {"$ref": "other.yaml#/A"}, "other.yaml#/A: leads nowhere"),
    ],
    "every_component_is_used": [
        ("schemas Lonely", OBJECT, "schemas/Lonely: nothing refers to it"),
        (
            "schemas Circle",
            {"type": "array", "items": {"$ref": "#/components/schemas/Circle"}},
            "schemas/Circle: nothing refers to it",
        ),
        ("securitySchemes other", {"type": "http", "scheme": "bearer"}, "securitySchemes/other: nothing refers to it"),
    ],
    "every_tag_is_used_and_described": [
        ("tags 7", {"name": "idle", "description": "None."}, "tags/idle: no operation has it"),
        ("tags 0 description", GONE, "tags/namespaces: has no description"),
    ],
}
