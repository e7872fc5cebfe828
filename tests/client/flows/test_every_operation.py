"""The wrapper reaches every operation of openapi.yaml, or somebody says why not."""

import ast
from pathlib import Path

import tenantry
from drift.document import committed

# An operation that no verb makes, and the reason.
LEFT_OUT: dict[str, str] = {}


def reached() -> set[str]:
    """The operations that flows make requests of: `namespaces.get_namespace.request(…)`."""
    found = set()
    for path in (Path(tenantry.__file__).parent / "_flows").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Attribute(value=ast.Attribute(attr=operation), attr="request"):
                    found.add(operation)
    return found


def test_every_operation_is_reached_or_excused() -> None:
    assert reached() | LEFT_OUT.keys() == {operation.name for operation in committed().operations}


def test_no_excuse_outlives_its_reason() -> None:
    assert reached() & LEFT_OUT.keys() == set()
