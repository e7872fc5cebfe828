"""Documents that break the rules of bodies."""

from __future__ import annotations

from .change import GONE, OBJECT, TEXT, Examples

EXAMPLES: Examples = {
    "refusals_are_ranges_in_capitals": [
        ("get_tags responses 4XX", GONE, "get_tags: has no answer 4XX"),
        ("get_tags responses 4xx", {"description": "No."}, "get_tags: 4xx is neither a success nor 4XX nor 5XX"),
        ("get_tags responses default", {"description": "?"}, "get_tags: default is neither a success nor 4XX nor 5XX"),
    ],
    "requests_have_one_kind_of_body": [
        (
            "set_tags requestBody content text/plain",
            {"schema": TEXT},
            "set_tags: ['application/json', 'text/plain'] is not one known media type",
        ),
        ("set_tags requestBody required", False, "set_tags: its body may be left out"),
    ],
    "multipart_requests_are_objects": [
        ("schemas SettingsUpload type", "array", "patch_settings: its multipart body is not an object"),
    ],
    "answers_are_json_or_code": [
        (
            "get_tags responses 200 content",
            {"text/html": {"schema": TEXT}},
            "get_tags/responses/200: ['text/html'] is neither JSON nor code",
        ),
        (
            "get_content responses 200 content application/javascript",
            GONE,
            "get_content/responses/200: ['multipart/form-data'] is neither JSON nor code",
        ),
    ],
    "bodies_are_named": [
        (
            "get_tags responses 200 content application/json schema",
            {},
            "get_tags/responses/200/application/json: its schema is not a component",
        ),
        (
            "set_tags requestBody content application/json schema",
            OBJECT,
            "set_tags/requestBody/application/json: its schema is not a component",
        ),
    ],
}
