"""openapi.yaml becomes facts, in the structure of the docs, and nothing it says is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from drift.comparison.operations import OperationComparison
from drift.comparison.types import TypeComparison
from drift.facts.model import (
    Array,
    Constant,
    Constraint,
    Field,
    Map,
    Model,
    OperationFacts,
    Scalar,
    Type,
    Union,
    Unknown,
    Variant,
)
from drift.facts.model import Object as Fields
from drift.facts.paths import in_words, sorted_union
from drift.findings.finding import Kind
from drift.spec.as_facts import SpecFacts
from drift.spec.document import Document, JsonObject, committed
from tests.drift.nodes import operation_nodes

OPERATIONS = [*map(SpecFacts(committed()).operation, committed().operations)]
TEXT: JsonObject = {"type": "string"}


def described(schema: JsonObject, **schemas: JsonObject) -> Type:
    """What a schema says, as the body of an operation."""
    return operation(schema, **schemas).bodies[0].type


def field(schema: JsonObject, **schemas: JsonObject) -> Field:
    """What a schema says, as the only field of an object."""
    whole = described({"type": "object", "properties": {"a": schema}}, **schemas)
    assert isinstance(whole, Fields)
    return whole.fields[0]


def operation(schema: JsonObject, **schemas: JsonObject) -> OperationFacts:
    """An operation of another document, which takes what a schema says."""
    spec = {"operationId": "a", "requestBody": {"content": {"application/json": {"schema": schema}}}, "responses": {}}
    raw = {
        "servers": [{"url": "https://example.com/v4"}],
        "paths": {"/a": {"put": spec}},
        "components": {"schemas": schemas},
    }
    document = Document(raw)
    return SpecFacts(document).operation(document.operations[0])


def test_it_differs_in_nothing_from_itself() -> None:
    differences = [each for one in OPERATIONS for each in OperationComparison(TypeComparison()).differences(one, one)]

    assert differences == []


def unions() -> Iterator[Union]:
    """Each union of objects in openapi.yaml, once."""
    seen = set()
    for place in (place for each in OPERATIONS for place in operation_nodes(each)):
        described = place.type
        objects = isinstance(described, Union) and [
            each for each in described.variants if isinstance(each.type, Fields)
        ]
        if isinstance(described, Union) and objects and len(objects) > 1 and described.model not in seen:
            seen.add(described.model)
            yield described


@pytest.mark.parametrize("union", [*unions()], ids=lambda union: union.model)
def test_a_variant_that_one_side_lacks_is_found(union: Union) -> None:
    for variant in (each for each in union.variants if isinstance(each.type, Fields)):
        rest = replace(union, variants=tuple(each for each in union.variants if each is not variant))
        label = variant.name or in_words(variant.type)
        missing = (Kind.MISSING_VARIANT, label, "absent")
        extra = (Kind.EXTRA_VARIANT, "absent", label)

        assert missing in differences(union, rest)
        assert extra in differences(rest, union)


def differences(theirs: Type, ours: Type) -> list[tuple[Kind, str, str]]:
    return [(each.kind, each.theirs, each.ours) for each in TypeComparison().differences(theirs, ours, (), ())]


@pytest.mark.parametrize(
    ("schema", "told_as"),
    [
        (TEXT, Scalar("string")),
        ({"type": "integer"}, Scalar("integer")),
        ({}, Unknown()),
        ({"type": "string", "const": "a"}, Constant('"a"')),
        ({"type": "boolean", "const": True}, Constant("true")),
        ({"type": "array", "items": TEXT}, Array(Scalar("string"))),
        ({"type": "object", "additionalProperties": TEXT}, Map(Scalar("string"))),
        ({"type": "object", "additionalProperties": True}, Map(Unknown())),
        ({"type": "object", "properties": {}}, Fields(())),
    ],
)
def test_a_schema_is_told_as_what_the_docs_would_call_it(schema: JsonObject, told_as: Type) -> None:
    assert told_as == described(schema)


def test_what_may_be_null_has_null_among_its_variants() -> None:
    expected = sorted_union([Variant(Constant("null")), Variant(Scalar("string"))])

    assert expected == described({"type": ["string", "null"]})
    assert expected == described({"oneOf": [TEXT, {"type": "null"}]})


def test_an_enum_is_a_union_of_constants() -> None:
    assert sorted_union([Variant(Constant('"a"')), Variant(Constant('"b"'))]) == described(
        {"type": "string", "enum": ["b", "a"]}
    )


def test_the_last_arm_of_an_open_union_describes_nothing() -> None:
    known = {"type": "object", "properties": {"a": TEXT}}
    union = described(
        {"oneOf": [known, {"$ref": "#/components/schemas/Other"}]},
        Other={"type": "object", "additionalProperties": True},
    )

    assert isinstance(union, Union)
    assert [variant.type for variant in union.variants] == [described(known)]


def test_a_named_model_is_told_where_it_stands_and_within_itself_by_name() -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}

    assert described({"$ref": "#/components/schemas/Node"}, Node=node) == Fields(
        (Field("next", Model("Node"), True, False, ()),), "Node"
    )


def test_members_of_all_of_are_one_object() -> None:
    base = {"type": "object", "required": ["b"], "properties": {"b": TEXT}}
    whole = described(
        {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {"a": TEXT}}]}, Base=base
    )

    assert isinstance(whole, Fields)
    assert [(each.name, each.optional) for each in whole.fields] == [("a", True), ("b", False)]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "maxLength": 32, "format": "uuid"},
        {"$ref": "#/components/schemas/Id"},
        {"oneOf": [{"$ref": "#/components/schemas/Id"}, {"type": "null"}]},
        {"type": "array", "items": {"$ref": "#/components/schemas/Id"}},
    ],
)
def test_constraints_are_the_fields_wherever_they_are_written(schema: JsonObject) -> None:
    identifier = {"type": "string", "maxLength": 32, "format": "uuid"}

    assert (Constraint("format", "uuid"), Constraint("maxLength", "32")) == field(schema, Id=identifier).constraints


def test_the_default_of_a_constant_is_no_constraint() -> None:
    assert field({"type": "string", "const": "a", "default": "a"}).constraints == ()
    assert field({"type": "string", "default": "a"}).constraints == (Constraint("default", "a"),)


def test_what_an_operation_does_not_say_is_nothing_and_no_silence() -> None:
    silent = operation(TEXT)

    assert (silent.permissions, silent.security, silent.responses, silent.deprecated) == ((), (), (), False)
    assert silent.base_path == "/v4"
