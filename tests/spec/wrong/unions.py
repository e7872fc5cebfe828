"""Documents that break the rules of enums, unions and null."""

from __future__ import annotations

from .change import GONE, SCRIPT, Examples

EXAMPLES: Examples = {
    "enums_are_named": [
        ("schemas Limits properties cpu_ms enum", ["a"], "schemas/Limits/properties/cpu_ms: is an enum without a name"),
    ],
    "enums_hold_texts": [
        ("schemas KeyFormat enum", ["raw", None], "schemas/KeyFormat: has a value that is not a text"),
        ("schemas KeyFormat enum", ["raw", 5], "schemas/KeyFormat: has a value that is not a text"),
    ],
    "enum_members_have_names_of_their_own": [
        ("schemas KeyFormat enum", ["a-b", "a_b"], "schemas/KeyFormat: 2 values become A_B"),
        ("schemas KeyFormat enum", ["raw", "RAW"], "schemas/KeyFormat: 2 values become RAW"),
    ],
    "tagged_unions_end_with_an_open_arm": [
        (
            "schemas OtherSecret properties type not enum",
            ["secret_text"],
            "schemas/Secret: its last variant is not open to exactly the types of no other variant",
        ),
        (
            "schemas OtherSecret additionalProperties",
            GONE,
            "schemas/Secret: its last variant is not open to exactly the types of no other variant",
        ),
        (
            "schemas Secret oneOf 2",
            GONE,
            "schemas/Secret: its last variant is not open to exactly the types of no other variant",
        ),
        (
            "schemas SecretKey properties type const",
            "secret_text",
            "schemas/Secret: an variant before the last has no type of its own",
        ),
        ("schemas OtherSecret required", GONE, "schemas/Secret: its last variant does not require a type"),
        ("schemas Secret oneOf 0", SCRIPT, "schemas/Secret: an variant before the last has no type of its own"),
    ],
    "bindings_say_what_keeps_them": [
        (
            "schemas KvNamespace x-kept-by",
            GONE,
            "schemas/KvNamespace: its x-kept-by is None, not one of vars, secrets, bindings, never",
        ),
        (
            "schemas KvNamespace x-kept-by",
            "binding",
            "schemas/KvNamespace: its x-kept-by is binding, not one of vars, secrets, bindings, never",
        ),
        (
            "schemas OtherBinding x-kept-by",
            "never",
            "schemas/OtherBinding: has x-kept-by, and is not a binding",
        ),
    ],
    "any_of_ends_with_an_open_arm": [
        ("schemas Placement anyOf 8", GONE, "schemas/Placement: its last variant does not take every object"),
        ("schemas OtherPlacement required", ["mode"], "schemas/Placement: its last variant does not take every object"),
    ],
    "no_arm_hides_a_later_one": [
        (
            "schemas Placement anyOf 0",
            {"$ref": "#/components/schemas/RegionPlacement"},
            "schemas/Placement: an variant before number 4 takes what is meant for it",
        ),
        (
            "schemas MultiStepMigrations required",
            GONE,
            "schemas/Migrations: an variant before number 1 takes what is meant for it",
        ),
    ],
    "null_fits_one_arm": [
        (
            "schemas ObservabilityLogs type",
            ["object", "null"],
            "schemas/Observability/properties/logs: null fits more than one variant",
        ),
    ],
    "nulls_that_cannot_be_sent_are_known": [
        (
            "schemas Limits properties cpu_ms type",
            ["integer", "null"],
            "schemas/Limits/cpu_ms: could not be sent as null",
        ),
        (
            "schemas Observability properties head_sampling_rate type",
            "number",
            "schemas/Observability/head_sampling_rate: is listed, but is not a nullable field of a shared model",
        ),
    ],
}
