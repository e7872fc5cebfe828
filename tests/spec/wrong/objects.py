"""Documents that break the rules of objects, arrays and keywords."""

from __future__ import annotations

from .change import GONE, OBJECT, SCRIPT, TEXT, Examples

EXAMPLES: Examples = {
    "keywords_are_known": [
        ("schemas ScriptDetails title", "A script", "schemas/ScriptDetails: the keyword title is not used here"),
        ("schemas Binding discriminator", {}, "schemas/Binding: the keyword discriminator is not used here"),
        (
            "schemas ScriptDetails properties id nullable",
            True,
            "schemas/ScriptDetails/properties/id: the keyword nullable is not used here",
        ),
        (
            "parameters Tag schema minLenght",
            1,
            "parameters/Tag/schema: the keyword minLenght is not used here",
        ),
    ],
    "formats_are_known": [
        (
            "schemas ScriptDetails properties id format",
            "uuid",
            "schemas/ScriptDetails/properties/id: the format uuid is not used here",
        ),
    ],
    "references_stand_alone": [
        (
            "schemas ScriptDetails properties placement default",
            {},
            "schemas/ScriptDetails/properties/placement: default stands beside a $ref",
        ),
    ],
    "objects_are_components": [
        (
            "schemas ScriptDetails properties limits",
            OBJECT,
            "schemas/ScriptDetails/properties/limits: is an object without a name",
        ),
        (
            "schemas ScriptDetails properties tail_consumers items",
            OBJECT,
            "schemas/ScriptDetails/properties/tail_consumers/items: is an object without a name",
        ),
        ("schemas Secret oneOf 0", OBJECT, "schemas/Secret/oneOf/0: is an object without a name"),
        (
            "schemas Exports additionalProperties",
            {"properties": {}},
            "schemas/Exports/additionalProperties: is an object without a name",
        ),
    ],
    "components_are_not_nullable_objects": [
        (
            "schemas Limits type",
            ["object", "null"],
            "schemas/Limits: is an object or null; let those who refer to it say so",
        ),
    ],
    "nothing_stands_beside_a_combination": [
        ("schemas Secret properties", {"a": TEXT}, "schemas/Secret: properties stands beside oneOf"),
        ("schemas Deployed properties", {"a": TEXT}, "schemas/Deployed: properties stands beside allOf"),
        ("schemas Secret anyOf", [SCRIPT], "schemas/Secret: has anyOf and oneOf at once"),
    ],
    "all_of_is_one_reference_and_then_objects": [
        ("schemas Deployed allOf", [SCRIPT], "schemas/Deployed: is not a $ref and at least one object"),
        ("schemas Deployed allOf", [OBJECT, SCRIPT], "schemas/Deployed: is not a $ref and at least one object"),
        ("schemas Deployed allOf 1 oneOf", [SCRIPT], "schemas/Deployed/allOf/1: is not a plain object"),
        ("schemas Deployed allOf 1 additionalProperties", True, "schemas/Deployed/allOf/1: is not a plain object"),
    ],
    "all_of_redefines_nothing": [
        ("schemas Deployed allOf 1 properties id", TEXT, "schemas/Deployed: defines id twice"),
    ],
    "arrays_say_what_they_hold": [
        (
            "schemas ScriptDetails properties handlers items",
            GONE,
            "schemas/ScriptDetails/properties/handlers: is an array of nothing in particular",
        ),
        (
            "schemas ScriptDetails properties tags items",
            {},
            "schemas/ScriptDetails/properties/tags: is an array of nothing in particular",
        ),
    ],
    "required_fields_exist": [
        ("schemas D1 required", ["name", "typ"], "schemas/D1: requires typ, which is not a property"),
    ],
    "constants_are_required_defaults": [
        (
            "schemas D1 required",
            ["name"],
            "schemas/D1/properties/type: is a constant but no required default",
        ),
        (
            "schemas D1 properties type default",
            GONE,
            "schemas/D1/properties/type: is a constant but no required default",
        ),
        ("schemas D1 properties type const", 5, "schemas/D1/properties/type: is a constant but no text"),
    ],
    "nothing_else_has_a_default": [
        ("schemas Limits properties cpu_ms default", 5, "schemas/Limits/properties/cpu_ms: has a default"),
        ("parameters Limit schema default", 100, "parameters/Limit/schema: has a default"),
    ],
}
