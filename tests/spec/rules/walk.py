"""The ways through an OpenAPI document that rules share; each place comes with its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from drift.spec.document import Document, JsonObject, Operation, json_types

Placed = tuple[str, JsonObject]


def every_schema(document: Document) -> Iterator[Placed]:
    """Each schema, named or not, and each schema within it; what stands in `not` is a condition and none."""
    for where, schema in [*named_schemas(document), *_loose_schemas(document)]:
        yield from _with_inner(where, schema)


def named_schemas(document: Document) -> Iterator[Placed]:
    """The components."""
    for name, schema in document.schemas.items():
        yield f"schemas/{name}", schema


def every_property(document: Document) -> Iterator[tuple[str, JsonObject, str, JsonObject]]:
    """Each property: its address, the object that has it, its name and its schema."""
    for where, owner in every_schema(document):
        for name, schema in owner.get("properties", {}).items():
            yield f"{where}/properties/{name}", owner, name, schema


def every_parameter(document: Document) -> Iterator[Placed]:
    """Each parameter where it is written: shared, of a path, or of an operation."""
    for name, parameter in document.raw["components"]["parameters"].items():
        yield f"parameters/{name}", parameter
    for path, item in document.raw["paths"].items():
        yield from _written(path, item)
    for operation in document.operations:
        yield from _written(operation.name, operation.spec)


def media(document: Document) -> Iterator[tuple[str, str, JsonObject]]:
    """Each body of a request or an answer: its address, its media type, what is said of it."""
    for operation in document.operations:
        for name, entry in request_media(operation).items():
            yield f"{operation.name}/requestBody/{name}", name, entry
        for status, response in operation.spec.get("responses", {}).items():
            for name, entry in document.resolve(response).get("content", {}).items():
                yield f"{operation.name}/responses/{status}/{name}", name, entry


def request_media(operation: Operation) -> JsonObject:
    """The media types of an operation's request body."""
    content: JsonObject = operation.spec.get("requestBody", {}).get("content", {})
    return content


def references(node: Any) -> Iterator[str]:  # Any: every corner of a document, also those that are no mapping
    """Each `$ref` in a part of the document."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)


def reachable(document: Document, start: Any) -> set[str]:  # Any: see `references`
    """Names of the schemas that a part of the document leads to."""
    found: set[str] = set()
    todo = list(references(start))
    while todo:
        reference = todo.pop()
        name = reference.rpartition("/")[2]
        if name not in found:
            if "/schemas/" in reference:
                found.add(name)
            todo += references(document.at(reference))
    return found


def variants(document: Document, schema: JsonObject) -> list[JsonObject]:
    """The variants of a union, resolved; nothing if it is not a union."""
    return [document.resolve(variant) for variant in [*schema.get("oneOf", []), *schema.get("anyOf", [])]]


def accepts_null(document: Document, schema: JsonObject) -> bool:
    """Whether null fits a schema."""
    schema = document.resolve(schema)
    if "type" in schema:
        return "null" in json_types(schema)
    if "oneOf" in schema or "anyOf" in schema:
        return any(accepts_null(document, variant) for variant in variants(document, schema))
    return not schema.keys() & {"allOf", "const", "enum"}


def snake_case(name: str) -> str:
    """A name as the generator writes it in Python: `If-None-Match` is if_none_match, `R2Bucket` is r2_bucket."""
    words = re.sub(r"([A-Z]?[a-z]+)", r" \1 ", name)
    return "_".join(re.findall(r"[^\W_]+", words)).lower()


def _written(where: str, owner: JsonObject) -> Iterator[Placed]:
    for parameter in owner.get("parameters", []):
        if "$ref" not in parameter:
            yield f"{where}/parameters/{parameter['name']}", parameter


def _loose_schemas(document: Document) -> Iterator[Placed]:
    """Schemas outside the components: of parameters, of bodies, of headers of answers."""
    for where, parameter in every_parameter(document):
        yield f"{where}/schema", parameter["schema"]
    for where, _, entry in media(document):
        yield f"{where}/schema", entry["schema"]
    for operation in document.operations:
        for status, response in operation.spec.get("responses", {}).items():
            for name, header in document.resolve(response).get("headers", {}).items():
                yield f"{operation.name}/responses/{status}/headers/{name}/schema", header["schema"]


def _with_inner(where: str, schema: JsonObject) -> Iterator[Placed]:
    yield where, schema
    for name, inner in schema.get("properties", {}).items():
        yield from _with_inner(f"{where}/properties/{name}", inner)
    for keyword in ("oneOf", "anyOf", "allOf"):
        for index, inner in enumerate(schema.get(keyword, [])):
            yield from _with_inner(f"{where}/{keyword}/{index}", inner)
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield from _with_inner(f"{where}/{keyword}", schema[keyword])
