"""The operations of docs.lock.json, by what they do."""

from __future__ import annotations

from functools import cache

from drift.facts.model import OperationFacts
from drift.lock import docs_lock
from tests.drift.flattened import tree

NAMESPACES = "/accounts/{account_id}/workers/dispatch/namespaces"
NAMESPACE = NAMESPACES + "/{dispatch_namespace}"
SCRIPTS = NAMESPACE + "/scripts"
SCRIPT = SCRIPTS + "/{script_name}"
LIST_WORKERS = "GET /accounts/{account_id}/workers/scripts"


@cache
def operations() -> dict[str, OperationFacts]:
    return {each.key: each for each in docs_lock.committed().operations}


def described(key: str) -> dict[str, str]:
    """What is described at each place of an operation."""
    return tree(operations()[key])


def at(key: str, path: str) -> str:
    """What is described at one place of an answer of success."""
    (status,) = (each.status for each in operations()[key].responses if each.status.startswith("2"))
    return described(key)[f"responses/{status}/{path}"]
