"""The operations of the API, read from this package's copy of the specification."""

import functools
import importlib.resources
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tenantry_emulator.wire.json_types import JsonObject, as_list, as_object, as_text, texts

METHODS = ("get", "put", "post", "delete", "patch")

Content = Mapping[str, JsonObject]
"""Schemas by media type."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation."""

    name: str
    location: str
    required: bool
    schema: JsonObject


@dataclass(frozen=True)
class Operation:
    """One method on one path."""

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...] = ()
    bodies: Content = field(default_factory=dict)
    answers: Mapping[str, Content] = field(default_factory=dict)
    """By status, or range of statuses such as `4XX`; empty for what the specification does not describe."""
    permissions: frozenset[str] = frozenset()
    """An API token needs one of them."""
    security: frozenset[str] = frozenset({"api_token", "api_key"})


@dataclass(frozen=True)
class Spec:
    """What the emulator needs to know of an OpenAPI document."""

    base_path: str
    operations: tuple[Operation, ...]
    schemas: JsonObject


@functools.cache
def bundled() -> Spec:
    """The specification that this package came with."""
    text = importlib.resources.files("tenantry_emulator").joinpath("openapi.json").read_text(encoding="utf-8")
    document: JsonObject = json.loads(text)
    server = as_object(as_list(document["servers"])[0])
    return Spec(
        base_path=urlsplit(as_text(server["url"])).path.rstrip("/"),
        operations=tuple(_operations(document)),
        schemas=as_object(as_object(document["components"])["schemas"]),
    )


def _operations(document: JsonObject) -> Iterator[Operation]:
    for path, item in as_object(document["paths"]).items():
        shared = as_list(as_object(item).get("parameters"))
        for method in METHODS:
            operation = as_object(as_object(item).get(method))
            if operation:
                parameters = [*shared, *as_list(operation.get("parameters"))]
                yield Operation(
                    id=as_text(operation["operationId"]),
                    method=method.upper(),
                    path=path,
                    parameters=tuple(_parameter(_resolved(document, as_object(node))) for node in parameters),
                    bodies=_content(_resolved(document, as_object(operation.get("requestBody")))),
                    answers=_answers(document, as_object(operation["responses"])),
                    permissions=frozenset(texts(operation.get("x-permissions"))),
                    security=frozenset(
                        scheme for choice in as_list(operation.get("security")) for scheme in as_object(choice)
                    ),
                )


def _parameter(node: JsonObject) -> Parameter:
    return Parameter(
        name=as_text(node["name"]),
        location=as_text(node["in"]),
        required=node.get("required") is True,
        schema=as_object(node["schema"]),
    )


def _answers(document: JsonObject, responses: JsonObject) -> dict[str, Content]:
    return {status: _content(_resolved(document, as_object(node))) for status, node in responses.items()}


def _content(node: JsonObject) -> Content:
    content = as_object(node.get("content"))
    return {media: as_object(as_object(described)["schema"]) for media, described in content.items()}


def _resolved(document: JsonObject, node: JsonObject) -> JsonObject:
    """The node itself, or what its `$ref` into the same document points at."""
    if "$ref" not in node:
        return node
    found = document
    for step in as_text(node["$ref"]).removeprefix("#/").split("/"):
        found = as_object(found[step])
    return found
