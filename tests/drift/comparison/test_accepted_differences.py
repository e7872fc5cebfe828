"""An accepted difference accepts what it names and nothing else; one that matches nothing is itself a finding."""

from __future__ import annotations

from copy import deepcopy

import pytest

from drift.comparison.docs import findings
from drift.findings.finding import CannotTell, Finding, Kind
from drift.lock import docs_lock
from drift.spec.document import Document, JsonObject
from drift.spec.specification import Specification, load_specification

SPEC = load_specification()
LOCKED = docs_lock.committed()
NAMESPACE = "/components/schemas/CreateNamespace"


def found(raw: JsonObject) -> tuple[Finding, ...]:
    return findings(Specification(Document(raw), SPEC.lines), LOCKED)


@pytest.fixture
def raw() -> JsonObject:
    """The committed openapi.yaml, to be changed."""
    return deepcopy(SPEC.document.raw)


@pytest.fixture
def entry(raw: JsonObject) -> JsonObject:
    """Why a namespace to be must have a name."""
    (entry,) = raw["components"]["schemas"]["CreateNamespace"]["x-differs"]
    whole: JsonObject = entry
    return whole


def test_everything_that_differs_is_accepted() -> None:
    assert findings(SPEC, LOCKED) == ()


def test_without_its_entry_a_difference_is_found(raw: JsonObject) -> None:
    del raw["components"]["schemas"]["CreateNamespace"]["x-differs"][0]

    (finding,) = found(raw)
    assert (Kind.OPTIONALITY, f"{NAMESPACE}/properties/name", (("docs", "optional"), ("spec", "required"))) == (
        finding.kind,
        finding.pointer,
        finding.says,
    )


def test_an_entry_of_another_kind_accepts_nothing_and_is_unused(raw: JsonObject, entry: JsonObject) -> None:
    entry["kind"] = "type"

    assert {Kind.OPTIONALITY, Kind.UNUSED_DIFFERENCE} == {finding.kind for finding in found(raw)}


def test_an_entry_at_another_place_accepts_nothing_and_is_unused(raw: JsonObject, entry: JsonObject) -> None:
    entry["at"] = "title"

    assert {Kind.OPTIONALITY, Kind.UNUSED_DIFFERENCE} == {finding.kind for finding in found(raw)}


def test_an_entry_of_two_kinds_must_need_both(raw: JsonObject, entry: JsonObject) -> None:
    entry["kind"] = ["optionality", "type"]

    (finding,) = found(raw)
    assert (Kind.UNUSED_DIFFERENCE, f"{NAMESPACE}/x-differs/0") == (finding.kind, finding.pointer)
    assert finding.says == (("spec", "kind type"), ("docs", "no such difference"))


def test_an_entry_at_two_places_must_need_both(raw: JsonObject, entry: JsonObject) -> None:
    entry["at"] = ["name", "title"]

    (finding,) = found(raw)
    assert finding.says == (("spec", "at title"), ("docs", "no such difference"))


def test_an_entry_accepts_only_what_the_docs_are_known_to_say(raw: JsonObject) -> None:
    (entry,) = raw["components"]["schemas"]["PlacementTarget"]["x-differs"]
    entry["docs"] = ["Region", "Hostname", "Planet"]

    missing, unused = sorted(found(raw), key=lambda finding: finding.kind)
    assert (missing.kind, missing.says) == (Kind.MISSING_VARIANT, (("docs", "Host"), ("spec", "absent")))
    assert (unused.kind, unused.says) == (
        Kind.UNUSED_DIFFERENCE,
        (("spec", "docs Planet"), ("docs", "no such difference")),
    )


def test_a_difference_that_is_gone_leaves_its_entry_unused(raw: JsonObject) -> None:
    raw["components"]["schemas"]["CreateNamespace"]["required"] = []

    (finding,) = found(raw)
    assert (Kind.UNUSED_DIFFERENCE, SPEC.lines.line(f"{NAMESPACE}/x-differs/0")) == (finding.kind, finding.line)


@pytest.mark.parametrize("kind", [None, "colour", ["type", "colour"], 5])
def test_an_entry_that_does_not_say_what_it_accepts_stops_the_check(
    raw: JsonObject, entry: JsonObject, kind: object
) -> None:
    entry["kind"] = kind

    with pytest.raises(
        CannotTell, match=f"{NAMESPACE}/x-differs/0 in openapi.yaml does not say which finding it accepts"
    ):
        found(raw)
