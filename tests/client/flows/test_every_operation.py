"""The client reaches every operation of openapi.yaml."""

import ast
from pathlib import Path

import tenantry
from drift.spec.document import committed


def reached() -> set[str]:
    """The operations that flows make requests of: `namespaces.get_namespace.request(…)`."""
    found = set()
    for path in (Path(tenantry.__file__).parent / "_flows").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Attribute(value=ast.Attribute(attr=operation), attr="request"):
                    found.add(operation)
    return found


def test_every_operation_is_reached() -> None:
    assert reached() == {operation.name for operation in committed().operations}
