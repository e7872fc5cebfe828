"""Documents that break the rules of parameters."""

from __future__ import annotations

from .change import GONE, Examples

EXAMPLES: Examples = {
    "path_parameters_are_those_of_the_path": [
        ("parameters Tag name", "label", "add_tag: tag is only in its path"),
        ("parameters Tag name", "label", "add_tag: label is only in its parameters"),
        ("parameters Tag required", GONE, "add_tag/parameters/tag: a part of the path is not required"),
    ],
    "parameters_are_described_in_their_schema": [
        ("parameters Tag description", "The tag.", "parameters/Tag: is described outside its schema"),
        ("parameters Tag schema description", GONE, "parameters/Tag: its schema has no description"),
        (
            "list_namespaces parameters 0 schema description",
            GONE,
            "list_namespaces/parameters/page: its schema has no description",
        ),
    ],
    "parameters_are_scalars": [
        ("parameters Tag schema type", "array", "parameters/Tag: is not a text, integer or boolean"),
        ("parameters Tag schema format", "date-time", "parameters/Tag: has a format"),
        ("parameters Tag explode", False, "parameters/Tag: explode is ignored by the generator"),
    ],
    "parameters_have_names_for_arguments": [
        ("parameters Limit name", "params", "list_scripts/parameters/params: the name is taken in generated code"),
        ("parameters Limit name", "Cursor", "list_scripts/parameters/cursor: is the name of 2 parameters"),
    ],
}
