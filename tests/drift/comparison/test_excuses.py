"""A deliberate difference excuses what it names and nothing else, and one that names nothing is found itself."""

from __future__ import annotations

from copy import deepcopy

import pytest

from drift.comparison.docs import findings
from drift.findings.finding import CannotTell, Finding, Kind
from drift.lock import docs_lock as lock
from drift.spec import specification
from drift.spec.document import Document, Object
from drift.spec.specification import Specification

SPEC = specification.read()
LOCKED = lock.committed()
ROUTE = "/components/schemas/Route"


def found(raw: Object) -> tuple[Finding, ...]:
    return findings(Specification(Document(raw), SPEC.lines), LOCKED)


@pytest.fixture
def raw() -> Object:
    """The committed openapi.yaml, to be changed."""
    return deepcopy(SPEC.document.raw)


@pytest.fixture
def entry(raw: Object) -> Object:
    """Why the id of a route is optional, of `Route`."""
    (entry,) = (each for each in raw["components"]["schemas"]["Route"]["x-differs"] if each["at"] == "id")
    whole: Object = entry
    return whole


def test_everything_that_differs_is_meant() -> None:
    assert findings(SPEC, LOCKED) == ()


def test_without_its_entry_a_difference_is_found(raw: Object) -> None:
    del raw["components"]["schemas"]["Route"]["x-differs"][0]

    (finding,) = found(raw)
    assert (Kind.OPTIONALITY, f"{ROUTE}/properties/id", (("docs", "required"), ("spec", "optional"))) == (
        finding.kind,
        finding.pointer,
        finding.says,
    )


def test_an_entry_of_another_kind_excuses_nothing_and_is_idle(raw: Object, entry: Object) -> None:
    entry["kind"] = "type"

    assert {Kind.OPTIONALITY, Kind.IDLE_DIFFERENCE} == {finding.kind for finding in found(raw)}


def test_an_entry_at_another_place_excuses_nothing_and_is_idle(raw: Object, entry: Object) -> None:
    entry["at"] = "script"

    assert {Kind.OPTIONALITY, Kind.IDLE_DIFFERENCE} == {finding.kind for finding in found(raw)}


def test_an_entry_of_two_kinds_must_need_both(raw: Object, entry: Object) -> None:
    entry["kind"] = ["optionality", "type"]

    (finding,) = found(raw)
    assert (Kind.IDLE_DIFFERENCE, f"{ROUTE}/x-differs/0") == (finding.kind, finding.pointer)
    assert finding.says == (("spec", "kind type"), ("docs", "no such difference"))


def test_an_entry_at_two_places_must_need_both(raw: Object, entry: Object) -> None:
    entry["at"] = ["id", "script"]

    (finding,) = found(raw)
    assert finding.says == (("spec", "at script"), ("docs", "no such difference"))


def test_an_entry_excuses_only_what_the_docs_are_known_to_say(raw: Object) -> None:
    (entry,) = raw["components"]["schemas"]["PlacementTarget"]["x-differs"]
    entry["docs"] = ["Region", "Hostname", "Planet"]

    missing, idle = sorted(found(raw), key=lambda finding: finding.kind, reverse=True)
    assert (missing.kind, missing.says) == (Kind.MISSING_VARIANT, (("docs", "Host"), ("spec", "absent")))
    assert (idle.kind, idle.says) == (
        Kind.IDLE_DIFFERENCE,
        (("spec", "docs Planet"), ("docs", "no such difference")),
    )


def test_a_difference_that_is_gone_leaves_its_entry_idle(raw: Object) -> None:
    raw["components"]["schemas"]["Route"]["required"] = ["id"]

    (finding,) = found(raw)
    assert (Kind.IDLE_DIFFERENCE, SPEC.lines.line(f"{ROUTE}/x-differs/0")) == (finding.kind, finding.line)


@pytest.mark.parametrize("kind", [None, "colour", ["type", "colour"], 5])
def test_an_entry_that_does_not_say_what_it_excuses_stops_the_check(raw: Object, entry: Object, kind: object) -> None:
    entry["kind"] = kind

    with pytest.raises(CannotTell, match=f"{ROUTE}/x-differs/0 in openapi.yaml does not say what it excuses"):
        found(raw)
