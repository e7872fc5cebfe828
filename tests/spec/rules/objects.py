"""Rules for objects, arrays and the keywords of schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drift.spec.document import Document, JsonObject, json_types, without_all_of

from .walk import every_property, every_schema, named_schemas

WORDS = {
    "description",
    "deprecated",
    "examples",
    "writeOnly",
    "x-differs",
    "x-differs-elsewhere",
    "x-kept-by",
    "x-unverified",
}
SHAPES = {"$ref", "type", "properties", "required", "additionalProperties", "items", "oneOf", "anyOf", "allOf", "not"}
VALUES = {"enum", "const", "default", "format", "contentEncoding", "pattern"}
BOUNDS = {"minLength", "maxLength", "minimum", "maximum"}
FORMATS = {"date-time", "binary"}
OBJECT_ONLY = {"properties", "additionalProperties", "allOf"}


def keywords_are_known(document: Document) -> Iterator[str]:
    """`title` renames a class, `discriminator` breaks an open last variant, `nullable` is of 3.0; others are typos."""
    for where, schema in every_schema(document):
        for keyword in sorted(schema.keys() - WORDS - SHAPES - VALUES - BOUNDS):
            yield f"{where}: the keyword {keyword} is not used here"


def formats_are_known(document: Document) -> Iterator[str]:
    """A uuid or date that is none would make an answer unreadable."""
    for where, schema in every_schema(document):
        if schema.get("format", "date-time") not in FORMATS:
            yield f"{where}: the format {schema['format']} is not used here"


def references_stand_alone(document: Document) -> Iterator[str]:
    """The generator drops what stands beside a `$ref`; only remarks may be lost."""
    for where, schema in every_schema(document):
        for keyword in sorted(schema.keys() - {"$ref", "description", "deprecated"} if "$ref" in schema else ()):
            yield f"{where}: {keyword} stands beside a $ref"


def objects_are_components(document: Document) -> Iterator[str]:
    """An inline object gets a class with a name that nobody chose."""
    named = {where for where, _ in named_schemas(document)}
    for where, schema in every_schema(document):
        inline = where not in named and not re.search(r"/allOf/\d+$", where)
        if inline and ("object" in json_types(schema) or OBJECT_ONLY & schema.keys()):
            yield f"{where}: is an object without a name"


def components_are_not_nullable_objects(document: Document) -> Iterator[str]:
    """`X: {type: [object, "null"]}` becomes a class XType0 and no class X."""
    for where, schema in named_schemas(document):
        if {"object", "null"}.issubset(json_types(schema)):
            yield f"{where}: is an object or null; let those who refer to it say so"


def nothing_stands_beside_a_combination(document: Document) -> Iterator[str]:
    """Properties beside `oneOf`, `anyOf` or `allOf` are dropped without a word."""
    for where, schema in every_schema(document):
        combinations = {"oneOf", "anyOf", "allOf"} & schema.keys()
        if combinations:
            for keyword in sorted(schema.keys() - WORDS - combinations):
                yield f"{where}: {keyword} stands beside {min(combinations)}"
        if len(combinations) > 1:
            yield f"{where}: has {' and '.join(sorted(combinations))} at once"


def all_of_is_one_reference_and_then_objects(document: Document) -> Iterator[str]:
    """A lone `$ref` is passed through, and its siblings are lost; combinations within a member are ignored."""
    for where, schema in every_schema(document):
        if "allOf" in schema:
            first, *others = schema["allOf"]
            if "$ref" not in first or not others:
                yield f"{where}: is not a $ref and at least one object"
            for index, member in enumerate(others, 1):
                if json_types(member) != ["object"] or "properties" not in member or _combines(member):
                    yield f"{where}/allOf/{index}: is not a plain object"


def all_of_redefines_nothing(document: Document) -> Iterator[str]:
    """Of a property that is defined twice, the generator silently keeps the first."""
    for where, schema in every_schema(document):
        seen: set[str] = set()
        for member in schema.get("allOf", []):
            part = document.resolve(member)
            names = without_all_of(part, document)["properties"] if "allOf" in part else part.get("properties", {})
            for name in sorted(seen & names.keys()):
                yield f"{where}: defines {name} twice"
            seen |= names.keys()


def arrays_say_what_they_hold(document: Document) -> Iterator[str]:
    """Without `items` an array is dropped with all that uses it; with empty ones mypy finds redundant casts."""
    for where, schema in every_schema(document):
        if "array" in json_types(schema) and not schema.get("items"):
            yield f"{where}: is an array of nothing in particular"


def required_fields_exist(document: Document) -> Iterator[str]:
    """One that is not declared is a misspelling."""
    for where, schema in every_schema(document):
        for name in sorted(set(schema.get("required", [])) - schema.get("properties", {}).keys()):
            yield f"{where}: requires {name}, which is not a property"


def constants_are_required_defaults(document: Document) -> Iterator[str]:
    """A constant that is required and its own default is sent without being asked for."""
    for where, owner, name, schema in every_property(document):
        if "const" in schema:
            if not isinstance(schema["const"], str):
                yield f"{where}: is a constant but no text"
            if schema.get("default") != schema["const"] or name not in owner.get("required", []):
                yield f"{where}: is a constant but no required default"


def nothing_else_has_a_default(document: Document) -> Iterator[str]:
    """Defaults are sent, even where the server's own would do, or changes later."""
    of_properties = {where for where, *_ in every_property(document)}
    for where, schema in every_schema(document):
        constant = where in of_properties and schema.get("const") == schema.get("default")
        if "default" in schema and not constant:
            yield f"{where}: has a default"


def _combines(member: JsonObject) -> bool:
    return bool({"allOf", "oneOf", "anyOf", "additionalProperties", "$ref"} & member.keys())
