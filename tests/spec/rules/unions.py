"""Rules for enums, unions and null."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from drift.spec.document import Document, JsonObject, json_types
from generator.facts import KEPT_BY

from .walk import accepts_null, every_schema, named_schemas, reachable, snake_case, variants

# A model that requests and answers share reads and writes None for a field that is absent, so that none of
# these can be sent as null. It costs nothing that is known: no page gives null a meaning of its own here,
# and a switch has `enabled: false`.
NEVER_SENT_AS_NULL = {
    "DurableObjectExport/container": "any value, which is not described",
    "Observability/head_sampling_rate": "1 when left out",
    "Observability/issues": "off with `enabled: false`",
    "Observability/logs": "off with `enabled: false`",
    "Observability/traces": "off with `enabled: false`",
    "ObservabilityLogs/head_sampling_rate": "1 when left out",
    "ObservabilityTraces/head_sampling_rate": "1 when left out",
    "ObservabilityTraces/propagation_policy": "Cloudflare's default when left out",
    "SecretKey/algorithm": "null is not an algorithm",
    "SecretKey/key_jwk": "null is not a key",
    "Service/props": "any value; null would be the absence of props",
}


def enums_are_named(document: Document) -> Iterator[str]:
    """An inline enum gets a class with a name that nobody chose, once for each place."""
    named = {where for where, _ in named_schemas(document)}
    for where, schema in every_schema(document):
        if "enum" in schema and where not in named:
            yield f"{where}: is an enum without a name"


def enums_hold_texts(document: Document) -> Iterator[str]:
    """With null among them three classes are made, with other types none."""
    for where, schema in every_schema(document):
        if not all(isinstance(value, str) for value in schema.get("enum", [])):
            yield f"{where}: has a value that is not a text"


def enum_members_have_names_of_their_own(document: Document) -> Iterator[str]:
    """Of two values that are alike in upper snake case, the generator stops, or keeps one."""
    for where, schema in every_schema(document):
        members = Counter(snake_case(value.upper()) for value in schema.get("enum", []) if isinstance(value, str))
        for member, times in members.items():
            if times > 1:
                yield f"{where}: {times} values become {member.upper()}"


def tagged_unions_end_with_an_open_arm(document: Document) -> Iterator[str]:
    """So that a new type is read and kept, and exactly one variant fits each value."""
    for where, schema in every_schema(document):
        kinds = [variant for variant in variants(document, schema) if json_types(variant) != ["null"]]
        tags = [_tag(variant) for variant in kinds]
        if any(tags):
            if None in tags[:-1] or len(set(tags)) < len(tags):
                yield f"{where}: an variant before the last has no type of its own"
            if "type" not in kinds[-1].get("required", []):
                yield f"{where}: its last variant does not require a type"
            if _excluded(kinds[-1]) != sorted(filter(None, tags)) or not _is_open(kinds[-1]):
                yield f"{where}: its last variant is not open to exactly the types of no other variant"


def bindings_say_what_keeps_them(document: Document) -> Iterator[str]:
    """A deploy keeps a type of binding only by naming it, and names what it reads here."""
    bindings = [part["$ref"].rpartition("/")[2] for part in document.schemas["Binding"]["oneOf"][:-1]]
    for name, schema in document.schemas.items():
        kept_by = schema.get("x-kept-by")
        if name in bindings and kept_by not in KEPT_BY:
            yield f"schemas/{name}: its x-kept-by is {kept_by}, not one of {', '.join(KEPT_BY)}"
        if name not in bindings and "x-kept-by" in schema:
            yield f"schemas/{name}: has x-kept-by, and is not a binding"


def any_of_ends_with_an_open_arm(document: Document) -> Iterator[str]:
    """`anyOf` is for kinds that overlap; what fits none of them must be read and kept all the same."""
    for where, schema in every_schema(document):
        if "anyOf" in schema:
            last = variants(document, schema)[-1]
            if not _is_open(last) or last.get("required"):
                yield f"{where}: its last variant does not take every object"


def no_arm_hides_a_later_one(document: Document) -> Iterator[str]:
    """The generator tries variants in order, and takes the first whose required fields are there."""
    for where, schema in every_schema(document):
        objects = [variant for variant in variants(document, schema) if json_types(variant) == ["object"]]
        for index, later in enumerate(objects):
            if any(_hides(earlier, later) for earlier in objects[:index]):
                yield f"{where}: an variant before number {index} takes what is meant for it"


def null_fits_one_arm(document: Document) -> Iterator[str]:
    """Of `oneOf`, exactly one variant must fit."""
    for where, schema in every_schema(document):
        if sum(accepts_null(document, variant) for variant in schema.get("oneOf", [])) > 1:
            yield f"{where}: null fits more than one variant"


def nulls_that_cannot_be_sent_are_known(document: Document) -> Iterator[str]:
    """The list above is the price of one model for requests and answers, and may not grow or rot unseen."""
    nullable = set(_nullable_in_shared_models(document))
    for place in sorted(nullable - NEVER_SENT_AS_NULL.keys()):
        yield f"schemas/{place}: could not be sent as null"
    for place in sorted(NEVER_SENT_AS_NULL.keys() - nullable):
        yield f"schemas/{place}: is listed, but is not a nullable field of a shared model"


def _nullable_in_shared_models(document: Document) -> Iterator[str]:
    specs = [operation.spec for operation in document.operations]
    asked = reachable(document, [spec.get("requestBody", {}) for spec in specs])
    answered = reachable(document, [spec.get("responses", {}) for spec in specs])
    for name in asked & answered:
        schema = document.schemas[name]
        for part in [schema, *schema.get("allOf", [])]:
            for field, value in part.get("properties", {}).items():
                # A required field is always written, also as null.
                if field not in part.get("required", []) and accepts_null(document, value):
                    yield f"{name}/{field}"


def _tag(variant: JsonObject) -> str | None:
    """The constant that `type` must be, if any."""
    tag: str | None = variant.get("properties", {}).get("type", {}).get("const")
    return tag


def _excluded(variant: JsonObject) -> list[str]:
    """The types that an open variant leaves to the others."""
    return sorted(variant.get("properties", {}).get("type", {}).get("not", {}).get("enum", []))


def _is_open(variant: JsonObject) -> bool:
    return variant.get("additionalProperties") is True


def _hides(earlier: JsonObject, later: JsonObject) -> bool:
    """Whether what `later` requires already satisfies `earlier`, and no constant tells them apart."""
    if not set(earlier.get("required", [])) <= set(later.get("required", [])):
        return False
    here, there = earlier.get("properties", {}), later.get("properties", {})
    return not any(_exclude(here[name], there[name]) for name in here.keys() & there.keys())


def _exclude(one: JsonObject, other: JsonObject) -> bool:
    """Whether a field is a constant in one variant, and something else in the other."""
    if "const" not in one:
        return False
    return one["const"] in other.get("not", {}).get("enum", []) or other.get("const", one["const"]) != one["const"]
