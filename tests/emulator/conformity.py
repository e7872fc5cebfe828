"""Every answer of the emulator against the specification, with unknown fields forbidden."""

import functools
import importlib.resources
import json
import re
from typing import Any

import httpx
from jsonschema_rs import Draft202012Validator


@functools.cache
def specification() -> dict[str, Any]:
    """The specification as it is bundled with the emulator."""
    document: dict[str, Any] = json.loads(
        importlib.resources.files("tenantry_emulator").joinpath("openapi.json").read_bytes()
    )
    return document


def check(response: httpx.Response) -> None:
    """An event hook: fail the test whose answer the specification does not describe."""
    response.read()
    for path, item in specification()["paths"].items():
        pattern = re.escape("/client/v4") + re.sub(r"\\{.*?\\}", "[^/]+", re.escape(path))
        operation = item.get(response.request.method.lower())
        if operation and re.fullmatch(pattern, response.request.url.raw_path.decode().partition("?")[0]):
            check_content(operation["responses"], response)


def check_content(described: dict[str, Any], response: httpx.Response) -> None:
    """The status, the media type and, of JSON, the form."""
    answer = resolved(described.get(str(response.status_code)) or described[f"{response.status_code // 100}XX"])
    if "content" not in answer:
        assert response.content == b""
        return
    media = response.headers["content-type"].partition(";")[0]
    assert media in answer["content"], f"{media} is not described"
    if media == "application/json":
        errors = [
            error.message for error in strict(answer["content"][media]["schema"]["$ref"]).iter_errors(response.json())
        ]
        assert errors == []


@functools.cache
def strict(reference: str) -> Draft202012Validator:
    """The schema, with every field forbidden that it does not name."""
    components = {"schemas": closed(specification()["components"]["schemas"])}
    return Draft202012Validator(
        {"$ref": reference, "unevaluatedProperties": False, "components": components}, validate_formats=True
    )


def closed(node: Any, *, parent: str = "") -> Any:
    """The same schemas, closed wherever one is used as a whole, and not as a piece of another in `allOf`."""
    if isinstance(node, list):
        return [closed(item, parent=parent) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: closed(value, parent=key) for key, value in node.items()}
    return copy if parent == "allOf" or "$ref" not in node else {**copy, "unevaluatedProperties": False}


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """The response itself, or the shared one that it refers to."""
    name = node.get("$ref", "").rpartition("/")[2]
    return specification()["components"]["responses"][name] if name else node
