"""Documents that break the rules of what is said in words, and of examples."""

from __future__ import annotations

from .change import DIFFERENCE, GONE, TEXT, Examples

INCOMPLETE = "schemas/CreateNamespace/x-differs/0: is not date, docs, evidence, kind, ours, reason"

EXAMPLES: Examples = {
    "schemas_are_described": [("schemas Limits description", GONE, "schemas/Limits: has no description")],
    "properties_are_described": [
        (
            "schemas Limits properties cpu_ms",
            {"type": "integer"},
            "schemas/Limits/properties/cpu_ms: has no description",
        ),
        (
            "schemas ScriptDetails properties handlers description",
            GONE,
            "schemas/ScriptDetails/properties/handlers: has no description",
        ),
    ],
    "secrets_are_write_only": [
        (
            "schemas SecretText properties text writeOnly",
            GONE,
            "schemas/SecretText/properties/text: is a secret, but not writeOnly",
        ),
        (
            "schemas AssetsSession properties jwt writeOnly",
            False,
            "schemas/AssetsSession/properties/jwt: is a secret, but not writeOnly",
        ),
        (
            "schemas SecretKey properties key_hex",
            TEXT,
            "schemas/SecretKey/properties/key_hex: is a secret, but not writeOnly",
        ),
    ],
    "what_is_unverified_says_why": [
        ("schemas VersionTags x-unverified", True, "schemas/VersionTags: x-unverified gives no reason"),
    ],
    "differences_are_complete": [
        ("schemas CreateNamespace x-differs 0 evidence", GONE, INCOMPLETE),
        ("schemas CreateNamespace x-differs 0 reason", " ", INCOMPLETE),
        ("schemas CreateNamespace x-differs 0 docs", None, INCOMPLETE),
        ("schemas CreateNamespace x-differs 0 who", "me", INCOMPLETE),
        ("schemas CreateNamespace x-differs 0 kind", GONE, INCOMPLETE),
        ("schemas CreateNamespace x-differs 0 kind", [], INCOMPLETE),
        ("schemas CreateNamespace x-differs 0 kind", ["optionality", "colour"], INCOMPLETE),
        ("schemas CreateNamespace x-differs 0 date", "yesterday", INCOMPLETE),
        (
            "schemas Browser x-differs-elsewhere 0 kind",
            "optionality",
            "schemas/Browser/x-differs-elsewhere/0: is not date, docs, evidence, ours, reason",
        ),
    ],
    "differences_stand_where_they_are_read": [
        ("info x-differs", [DIFFERENCE], "x-differs: 1 of them stand at no operation, parameter or schema"),
        (
            "info x-differs-elsewhere",
            [DIFFERENCE],
            "x-differs-elsewhere: 1 of them stand at no operation, parameter or schema",
        ),
    ],
    "differences_point_at_something": [
        (
            "schemas Browser x-differs-elsewhere 0 at",
            "name_of_it",
            "schemas/Browser: differs at name_of_it, which is not there",
        ),
        ("schemas Browser x-differs-elsewhere 0 at", "*", "schemas/Browser: differs at *, which is not there"),
        (
            "list_scripts x-differs-elsewhere 0 at",
            "parameters/page",
            "list_scripts: differs at parameters/page, which is not there",
        ),
        (
            "get_content x-differs-elsewhere 0 at",
            "responses/201",
            "get_content: differs at responses/201, which is not there",
        ),
        (
            "parameters ScriptName x-differs-elsewhere 0 at",
            "colour",
            "parameters/ScriptName: differs at colour, which is not there",
        ),
    ],
    "examples_fit_their_schemas": [
        (
            "schemas NamespaceInfo examples 0 script_count",
            "800",
            'schemas/NamespaceInfo/examples/0/script_count: this is not of type "integer"',
        ),
        (
            "create_namespace requestBody content application/json example",
            {"nam": "a", "name": "b"},
            "create_namespace/requestBody/application/json/example: nam is not in the spec",
        ),
    ],
}
