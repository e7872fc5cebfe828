"""Changes of openapi.yaml, each of which makes it untrue to one fact of the docs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from drift.facts.model import Array, Body, Constant, Object, OperationFacts, Topic, Unsaid
from drift.findings.finding import Finding, Kind
from drift.spec.document import Document, JsonObject
from drift.spec.line_numbers import steps
from drift.spec.pointers import PointerResolver

from .documented import Documented, constants

GONE = object()


@dataclass(frozen=True)
class Mutant:
    """Another value at a place, and what must be found there."""

    what: str
    operation: str
    pointer: str
    value: object
    kind: Kind
    found_at: str

    def is_the(self, finding: Finding) -> bool:
        """Whether a finding is the one that this deserves."""
        if self.kind is Kind.MISSING_FIELD:  # it may belong with what is composed, too
            return finding.kind is self.kind and finding.pointer.endswith(self.found_at)
        return finding.kind is self.kind and finding.pointer.startswith(self.found_at)

    def __str__(self) -> str:
        return f"{self.what} ({self.kind} at {self.found_at})"


@contextmanager
def changed(raw: JsonObject, mutant: Mutant) -> Iterator[None]:
    """The document with the mutant's change, for as long as the block lasts."""
    *way, last = steps(mutant.pointer)
    place: Any = raw  # Any: every corner of a document
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    before = place.get(last, GONE)
    _set(place, last, mutant.value)
    try:
        yield
    finally:
        _set(place, last, before)


def _set(place: JsonObject, name: str, value: object) -> None:
    if value is GONE:
        place.pop(name, None)
    else:
        place[name] = value


def of_field(document: Document, described: Documented) -> Iterator[Mutant]:
    """Every way to be untrue to what the docs say of one field or parameter."""
    yield from _existence(document, described)
    if not isinstance(described.field.type, Unsaid):
        yield _other_type(document, described)
    yield from _optionality(document, described)
    if described.field.deprecated is not None:
        at = described.property.pointer
        value = not described.field.deprecated
        yield _mutant(described, f"deprecated: {value}", f"{at}/deprecated", value or GONE, Kind.DEPRECATION, at)
    yield from _constraints(document, described)
    yield from _constants(document, described)


def _mutant(described: Documented, what: str, pointer: str, value: object, kind: Kind, found_at: str) -> Mutant:
    return Mutant(f"{'/'.join(described.steps)} {what}", described.name, pointer, value, kind, found_at)


def _existence(document: Document, described: Documented) -> Iterator[Mutant]:
    """The field gone; of a parameter, another name."""
    at = described.property.pointer
    match described.steps:
        case ("parameters", "path", name):
            yield _mutant(described, "renamed", f"{at}/name", name + "_", Kind.EXTRA_PARAMETER, at)
        case ("parameters", _, name):
            missing_at = f"{described.property.owners[0][0]}/parameters"
            yield _mutant(described, "renamed", f"{at}/name", name + "_", Kind.MISSING_PARAMETER, missing_at)
        case _:
            yield _mutant(described, "gone", at, GONE, *_when_gone(document, described))
            added = f"{at.rpartition('/')[0]}/colour"
            if described.is_complete:
                yield _mutant(described, "has a sister", added, {"type": "string"}, Kind.EXTRA_FIELD, added)


def _when_gone(document: Document, described: Documented) -> tuple[Kind, str]:
    """What is found without a field, and where."""
    at = described.property.pointer
    owner = at.rpartition("/properties/")[0]
    if (union := _told_apart_by(document, described)) is not None:
        return Kind.MISSING_VARIANT, union
    if len(document.at("#" + owner)["properties"]) == 1 and "additionalProperties" in document.at("#" + owner):
        return Kind.TYPE, owner  # a map is left
    return Kind.MISSING_FIELD, f"/properties/{described.field.name}"


def _told_apart_by(document: Document, described: Documented) -> str | None:
    """The union whose variants a field tells apart; without its constant, none of them is the one of the docs."""
    if not isinstance(described.field.type, Constant) or not described.steps[-2].startswith("<"):
        return None
    owners = (owner for owner, _ in reversed(described.property.owners))
    return next(owner for owner in owners if "oneOf" in document.at("#" + owner))


def _other_type(document: Document, described: Documented) -> Mutant:
    """Text for a list, a number for all else."""
    other = (
        {"type": "string"}
        if isinstance(described.field.type, Array)
        else {"type": "array", "items": {"type": "string"}}
    )
    in_parameter = described.steps[0] == "parameters"
    pointer = described.property.pointer + ("/schema" if in_parameter else "")
    union = _told_apart_by(document, described)
    kind, found_at = (Kind.TYPE, pointer) if union is None else (Kind.MISSING_VARIANT, union)
    return _mutant(described, "of another type", pointer, other, kind, found_at)


def _optionality(document: Document, described: Documented) -> Iterator[Mutant]:
    """Required for optional, and the reverse; if it differs on purpose, the accepted difference is then unused."""
    at = described.property.pointer
    if described.field.optional is None or described.steps[:2] == ("parameters", "path"):
        return
    if described.steps[0] == "parameters":
        yield _mutant(described, "required", f"{at}/required", described.field.optional, Kind.OPTIONALITY, at)
        return
    owner, _, name = at.rpartition("/properties/")
    required = set(document.at("#" + owner).get("required", []))
    flipped = sorted(required ^ {name})
    differs = (name in required) == described.field.optional
    kind, found_at = (Kind.UNUSED_DIFFERENCE, "") if differs else (Kind.OPTIONALITY, at)
    yield _mutant(described, "flipped", f"{owner}/required", flipped, kind, found_at)


def _constraints(document: Document, described: Documented) -> Iterator[Mutant]:
    """Each constraint gone, each changed, and one that no page has."""
    if described.field.constraints is None:
        return
    at = described.schema.pointer
    schema = document.at("#" + at)
    for constraint in described.field.constraints:
        kind = Kind.FORMAT if constraint.name == "format" else Kind.CONSTRAINT
        if constraint.name in schema:
            other = "uuid" if kind is Kind.FORMAT else schema[constraint.name] + 1
            for what, value in (("gone", GONE), ("changed", other)):
                yield _mutant(described, f"{constraint.name} {what}", f"{at}/{constraint.name}", value, kind, at)
    if "type" in schema:
        yield _mutant(described, "minItems", f"{at}/minItems", 7, Kind.CONSTRAINT, at)


def _constants(document: Document, described: Documented) -> Iterator[Mutant]:
    """Each value of an enum gone, and one more."""
    at = described.schema.pointer
    values = document.at("#" + at).get("enum", [])
    for text in constants(described.field.type) if values else ():
        fewer = [value for value in values if json.dumps(value) != text]
        yield _mutant(described, f"without {text}", f"{at}/enum", fewer, Kind.MISSING_ENUM_VALUE, at)
    # If there is one more on purpose, there may be others.
    if values and len(values) == len(constants(described.field.type)):
        yield _mutant(described, "with one more", f"{at}/enum", [*values, "more"], Kind.EXTRA_ENUM_VALUE, at)


def of_operation(document: Document, name: str, described: OperationFacts) -> Iterator[Mutant]:
    """Every way to be untrue to what the docs say of an operation itself."""
    at = PointerResolver(document).operation(name).pointer
    spec = document.at("#" + at)
    if described.permissions is not None:
        yield from _list(name, f"{at}/x-permissions", spec["x-permissions"], "DNS Write", Kind.PERMISSION)
    if described.security is not None:
        yield from _list(name, f"{at}/security", spec["security"], {"api_email": []}, Kind.AUTH)
    yield from _statuses(name, described, at, spec)
    for body in described.bodies:
        if _is_required(body):
            where = f"{at}/requestBody"
            yield Mutant(f"{name} without need of its body", name, f"{where}/required", GONE, Kind.OPTIONALITY, where)
        content = spec["requestBody"]["content"]
        # If it differs from the docs on purpose, so may any other media type.
        if body.media_type not in content:
            continue
        renamed = {"text/plain": content[body.media_type]}
        where = f"{at}/requestBody/content"
        yield Mutant(f"{name} of another media type", name, where, renamed, Kind.MEDIA_TYPE, where)
    if Topic.BODY in described.topics and not described.bodies:
        body_of_text = {"content": {"text/plain": {"schema": {"type": "string"}}}}
        where = f"{at}/requestBody"
        yield Mutant(f"{name} with a body", name, where, body_of_text, Kind.EXTRA_BODY, where)


def _is_required(body: Body) -> bool:
    """Whether the docs say that a request must have a body, if only by a field that it must have."""
    fields = body.type.fields if isinstance(body.type, Object) else ()
    return body.optional is False or (body.optional is None and any(field.optional is False for field in fields))


def _list(name: str, at: str, entries: list[object], other: object, kind: Kind) -> Iterator[Mutant]:
    """A list without each of its entries, and with another."""
    for index in range(len(entries)):
        yield Mutant(f"{at} without {index}", name, at, [*entries[:index], *entries[index + 1 :]], kind, at)
    yield Mutant(f"{at} with another", name, at, [*entries, other], kind, at)


def _statuses(name: str, described: OperationFacts, at: str, spec: JsonObject) -> Iterator[Mutant]:
    for response in described.responses:
        where = f"{at}/responses"
        kept = [status for status in spec["responses"] if status[0] != response.status[0]]
        others = {status: spec["responses"][status] for status in kept}
        yield Mutant(f"{name} without {response.status}", name, where, others, Kind.MISSING_STATUS, where)
    if Topic.STATUSES in described.topics:
        where = f"{at}/responses/299"
        yield Mutant(f"{name} with 299", name, where, {"description": "More."}, Kind.EXTRA_STATUS, where)
