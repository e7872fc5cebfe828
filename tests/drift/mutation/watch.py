"""The checks, run on a changed openapi.yaml as far as the change reaches, so that they can be run very often."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from drift.cassette import file
from drift.comparison.apis import address
from drift.comparison.docs import comparison, findings
from drift.findings.finding import CannotTell
from drift.lock import docs_lock
from drift.reality.cassettes import FOLDER, over_the_wire
from drift.reality.checker import ExchangeChecker
from drift.reality.exchange import HttpRequest, HttpResponse
from drift.spec.accepted_differences import judge
from drift.spec.document import Document, JsonObject, committed
from drift.spec.line_numbers import LineNumbers, steps
from drift.spec.specification import Specification, must_be_usable
from tests.spec.rules import RULES
from tests.spec.rules.walk import references

LOCKED = docs_lock.committed()
DOCUMENTED = {address(each.method, each.path): each for each in LOCKED.operations}
# Lines take time, and no one asks for those of a change.
NO_LINES = LineNumbers("")


def is_seen(document: Document, pointer: str) -> bool:
    """Whether any check sees a change of openapi.yaml at a place, be it only a rule of how it is written."""
    return by_drift(document, pointer) or any([*rule(document)] for rule in RULES.values())


def by_drift(document: Document, pointer: str) -> bool:
    """Whether `python -m drift docs` or `drift cassettes` does, or cannot read it."""
    specification = Specification(document, NO_LINES)
    try:
        must_be_usable(specification)
        near = operations_at(pointer) & {each.name for each in document.operations}
        # What is near is mostly enough, and takes a part of the time.
        return (
            _by_docs(specification, near) or any(_by_reality(document, near)) or bool(findings(specification, LOCKED))
        )
    except CannotTell:
        return True


def _by_docs(specification: Specification, near: set[str]) -> bool:
    """Whether operations of these names differ from the docs, in a way that is not accepted."""
    ours = [each for each in specification.operations if each.title in near]
    theirs = [DOCUMENTED[key] for each in ours if (key := address(each.method, each.path)) in DOCUMENTED]
    documented = [each for each in ours if address(each.method, each.path) in DOCUMENTED]
    found = comparison(specification, LOCKED).found(theirs, documented)
    return bool(judge(found, specification.accepted).unaccepted)


def _by_reality(document: Document, near: set[str]) -> Iterator[bool]:
    checker = ExchangeChecker(document)
    for name, request, answer in exchanges():
        if name in near:
            operation = checker.operation(request.method, request.path)
            yield bool(checker.request(request).misfits)
            yield bool(operation and checker.answer(operation, answer).misfits)


@cache
def exchanges() -> tuple[tuple[str, HttpRequest, HttpResponse], ...]:
    """What the cassettes hold, each exchange once, with the name of its operation."""
    checker = ExchangeChecker(committed())
    recordings = map(file.read, sorted(FOLDER.glob("*.yaml")))
    sent = dict.fromkeys(over_the_wire(each) for recording in recordings for each in recording.exchanges)
    named = ((checker.operation(request.method, request.path), request, answer) for request, answer in sent)
    return tuple((operation.name, request, answer) for operation, request, answer in named if operation)


@cache
def operations_at(pointer: str) -> set[str]:
    """The operations of which a place in openapi.yaml says anything; all, where it is in none of them."""
    match steps(pointer):
        case ["paths", path, *_]:
            return {each.name for each in committed().operations if each.path == path}
        case ["components", kind, name, *_]:
            reference = f"#/components/{kind}/{name}"
            return {name for name, reached in _reached().items() if reference in reached}
        case _:
            return {each.name for each in committed().operations}


@cache
def _reached() -> dict[str, set[str]]:
    """All references that lead from an operation, by its name."""
    return {
        each.name: _references([each.spec, committed().raw["paths"][each.path].get("parameters", [])])
        for each in committed().operations
    }


def _references(start: list[JsonObject]) -> set[str]:
    found: set[str] = set()
    todo = [*references(start)]
    while todo:
        reference = todo.pop()
        if reference not in found:
            found.add(reference)
            todo += references(committed().at(reference))
    return found
