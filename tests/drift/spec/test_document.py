"""openapi.yaml is read strictly, and its schemas are closed before anything is held to them."""

from __future__ import annotations

from copy import deepcopy

import pytest
import yaml

from drift.spec.closed_schemas import ClosedSchemas, close
from drift.spec.document import Document, JsonObject, committed, parse

TEXT: JsonObject = {"type": "string"}


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(yaml.YAMLError, match="'b' is there twice"):
        parse("a:\n  b: 1\n  b: 2\n")


def test_a_document_that_is_not_a_mapping_is_refused() -> None:
    with pytest.raises(yaml.YAMLError, match="its root is not a mapping"):
        parse("- a\n")


def test_a_reference_out_of_the_document_is_refused() -> None:
    with pytest.raises(KeyError, match=r"other.yaml"):
        committed().resolve({"$ref": "other.yaml#/components/schemas/ScriptDetails"})


def test_an_operation_has_the_parameters_of_its_path_and_its_own() -> None:
    upload = next(operation for operation in committed().operations if operation.name == "upload_script")

    assert list(upload.parameters_in("path")) == ["account_id", "dispatch_namespace", "script_name"]
    assert list(upload.parameters_in("query")) == ["bindings_inherit", "excludeScript"]
    assert list(upload.parameters_in("header")) == ["If-None-Match"]


def test_an_object_that_says_nothing_of_unknown_fields_forbids_them() -> None:
    assert closed({"type": "object", "properties": {"a": TEXT}})["additionalProperties"] is False
    assert closed({"type": ["object", "null"]})["additionalProperties"] is False
    assert "additionalProperties" not in closed({"type": "array", "items": TEXT})


@pytest.mark.parametrize("said", [True, TEXT])
def test_an_object_that_says_what_unknown_fields_may_be_keeps_it(said: object) -> None:
    assert closed({"type": "object", "additionalProperties": said})["additionalProperties"] == said


@pytest.mark.parametrize("keyword", ["items", "additionalProperties"])
def test_an_object_within_a_schema_is_closed_too(keyword: str) -> None:
    assert closed({keyword: {"type": "object"}})[keyword]["additionalProperties"] is False


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_an_arm_of_a_union_is_closed_too(keyword: str) -> None:
    assert closed({keyword: [{"type": "object"}]})[keyword][0]["additionalProperties"] is False


def test_a_property_named_as_a_keyword_is_a_property() -> None:
    properties = {"properties": {"type": "object"}, "items": TEXT}

    assert closed({"type": "object", "properties": properties})["properties"]["properties"] == {
        "type": "object",
        "additionalProperties": False,
    }


def test_all_of_becomes_one_object() -> None:
    base = {"type": "object", "required": ["a"], "properties": {"a": TEXT}}
    middle = {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {"b": TEXT}}]}
    document = Document({"components": {"schemas": {"Base": base, "Middle": middle}}})
    top = {"allOf": [{"$ref": "#/components/schemas/Middle"}, {"properties": {"c": TEXT}, "required": ["c"]}]}

    assert close(top, document) == {
        "type": "object",
        "required": ["a", "c"],
        "properties": {"a": TEXT, "b": TEXT, "c": TEXT},
        "additionalProperties": False,
    }


def test_a_condition_stays_as_it_is() -> None:
    condition = {"type": "object", "required": ["steps"]}

    assert closed({"not": condition})["not"] == condition


def test_making_schemas_strict_leaves_the_document_as_it_was() -> None:
    document = Document(deepcopy(committed().raw))
    for name in document.schemas:
        list(ClosedSchemas(document).flaws({"$ref": f"#/components/schemas/{name}"}, {}))

    assert document.raw == committed().raw


def closed(schema: JsonObject) -> JsonObject:
    return close(schema, Document({}))
