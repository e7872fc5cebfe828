"""Wherever openapi.yaml is changed to contradict a fact of the lock, that is found: every fact, in every way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy

import pytest

from drift.comparison.apis import address
from drift.comparison.docs import comparison, findings
from drift.facts.model import OperationFacts
from drift.findings.finding import Finding, Kind
from drift.lock import docs_lock
from drift.spec.accepted_differences import accepted_differences, judge
from drift.spec.as_facts import SpecFacts
from drift.spec.document import Document, JsonObject, committed
from drift.spec.line_numbers import LineNumbers
from drift.spec.specification import Specification

from .documented import documented
from .mutants import Mutant, changed, of_field, of_operation

LOCKED = docs_lock.committed()
ACCEPTED = tuple(accepted_differences(committed().raw))
NAMES = {address(each.method, each.path): each.name for each in committed().operations}
# Lines take time, and no one asks for those of a mutant.
NO_LINES = LineNumbers("")


def mutants() -> Iterator[tuple[OperationFacts, Mutant]]:
    """All of them; what several operations share, for the first of these alone."""
    seen = set()
    for operation in LOCKED.operations:
        name = NAMES[address(operation.method, operation.path)]
        of_fields = (
            each for described in documented(committed(), name, operation) for each in of_field(committed(), described)
        )
        for mutant in (*of_operation(committed(), name, operation), *of_fields):
            key = (mutant.pointer, repr(mutant.value))
            if key not in seen:
                seen.add(key)
                yield operation, mutant


MUTANTS = [*mutants()]


def test_every_mutant_is_found() -> None:
    raw = deepcopy(committed().raw)
    missed = []
    for operation, mutant in MUTANTS:
        with changed(raw, mutant):
            if not is_found(raw, operation, mutant):
                missed.append(str(mutant))

    assert raw == committed().raw
    assert missed == []


def test_there_are_mutants_of_every_kind_that_the_docs_can_tell() -> None:
    kinds = Counter(mutant.kind for _, mutant in MUTANTS)

    assert kinds.keys() == {
        Kind.EXTRA_PARAMETER,
        Kind.MISSING_PARAMETER,
        Kind.EXTRA_BODY,
        Kind.MEDIA_TYPE,
        Kind.MISSING_STATUS,
        Kind.EXTRA_STATUS,
        Kind.MISSING_FIELD,
        Kind.EXTRA_FIELD,
        Kind.TYPE,
        Kind.FORMAT,
        Kind.CONSTRAINT,
        Kind.OPTIONALITY,
        Kind.UNUSED_DIFFERENCE,
        Kind.DEPRECATION,
        Kind.MISSING_VARIANT,
        Kind.MISSING_ENUM_VALUE,
        Kind.EXTRA_ENUM_VALUE,
        Kind.PERMISSION,
        Kind.AUTH,
    }
    assert kinds.total() > 500


@pytest.mark.parametrize("operation", LOCKED.operations, ids=lambda operation: operation.key)
def test_an_operation_that_is_not_there_is_found(operation: OperationFacts) -> None:
    ours = [SpecFacts(committed()).operation(each) for each in committed().operations if each.name != name(operation)]
    found = [
        finding
        for finding, _ in comparison(Specification(committed(), NO_LINES), LOCKED).found([operation], ours)
        if finding.kind is Kind.MISSING_OPERATION
    ]

    assert [NAMES[address(operation.method, operation.path)]] == [each.operations[0] for each in found]


def name(operation: OperationFacts) -> str:
    """What openapi.yaml calls an operation of the docs."""
    return NAMES[address(operation.method, operation.path)]


def is_found(raw: JsonObject, operation: OperationFacts, mutant: Mutant) -> bool:
    """Whether the very finding is made that the mutant deserves; if not in its operation, in any that shares it."""
    specification = Specification(Document(raw), NO_LINES)
    return any(map(mutant.is_the, in_operation(specification, operation, mutant))) or any(
        map(mutant.is_the, findings(specification, LOCKED))
    )


def in_operation(specification: Specification, operation: OperationFacts, mutant: Mutant) -> list[Finding]:
    """What is found in one operation; much faster than in all."""
    (ours,) = (each for each in specification.document.operations if each.name == mutant.operation)
    found = comparison(specification, LOCKED).found([operation], [SpecFacts(specification.document).operation(ours)])
    return judge(found, ACCEPTED).unaccepted
