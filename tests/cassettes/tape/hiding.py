"""Values of secrets in requests, replaced wherever openapi.yaml says that they go in and never come out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from drift.cassette.recording import Tree
from drift.spec.document import committed

from .trees import as_json

PLACEHOLDER = "the value of a secret, not recorded"


@cache
def write_only() -> frozenset[tuple[str | None, str]]:
    """Fields marked `writeOnly`, each with the `type` that its object has; None where the object has no type."""
    return frozenset(_write_only())


def _write_only() -> Iterator[tuple[str | None, str]]:
    for schema in committed().schemas.values():
        properties = schema.get("properties", {})
        for name, described in properties.items():
            if described.get("writeOnly"):
                yield properties.get("type", {}).get("const"), name


def hidden(body: Tree) -> Tree:
    """The body of a request without secrets. Text that turns out to be JSON with a secret becomes JSON."""
    read = as_json(body) if isinstance(body, dict) and "text" in body else body
    safe = _without_secrets(read)
    return body if safe == read else safe


def _without_secrets(tree: Tree) -> Tree:
    match tree:
        case list():
            return [_without_secrets(item) for item in tree]
        case {"headers": dict(headers), "body": body}:
            return {"headers": headers, "body": hidden(body)}
        case dict():
            kind = tree.get("type")
            return {name: _field(kind, name, value) for name, value in tree.items()}
        case _:
            return tree


def _field(kind: Tree, name: str, value: Tree) -> Tree:
    """The value of a field; what is null was no secret."""
    if value is not None and {(kind, name), (None, name)} & write_only():
        return PLACEHOLDER
    return _without_secrets(value)
