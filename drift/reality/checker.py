"""Requests and answers against openapi.yaml: what they hold that it does not describe, and what of it they show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from drift.findings.finding import Kind
from drift.spec.closed_schemas import ClosedSchemas
from drift.spec.document import Document, Operation
from drift.spec.line_numbers import step

from .exchange import DescribedValue, HttpRequest, HttpResponse, Misfit, Shown
from .schema_annotations import SchemaAnnotations
from .unpacker import Unpacker

# The keywords of the schema to point at.
WHERE = {Kind.MISSING_FIELD: ("properties",), Kind.MISSING_VARIANT: ("oneOf", "anyOf")}


@dataclass
class Checked:
    """What is wrong with a request or an answer, and the places of openapi.yaml that it shows, as JSON pointers."""

    misfits: list[Misfit] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


class ExchangeChecker:
    """Checks exchanges against one document, with unknown fields forbidden."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._unpacker = Unpacker(document)
        self._schemas = ClosedSchemas(document)
        self._annotations = SchemaAnnotations(document)
        self._routes = [(_pattern(document.base_path, operation), operation) for operation in document.operations]

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation that a request is for; None if openapi.yaml has none."""
        return next((operation for operation, _ in self._matching(method, path)), None)

    def request(self, request: HttpRequest) -> Checked:
        """Check a request."""
        for operation, parameters in self._matching(request.method, request.path):
            return self._checked(operation, self._unpacker.request(operation, parameters, request))
        what = f"no operation for {request.method} {request.path}"
        return Checked([Misfit("", "/path", what, Kind.MISSING_OPERATION, "/paths")])

    def answer(self, operation: Operation, answer: HttpResponse) -> Checked:
        """Check an answer to `operation`."""
        return self._checked(operation, self._unpacker.answer(operation, answer))

    def _checked(self, operation: Operation, unpacked: Iterable[Misfit | Shown | DescribedValue]) -> Checked:
        checked = Checked()
        for each in unpacked:
            checked.seen.add(each.pointer)
            if isinstance(each, Misfit):
                checked.misfits.append(each)
            elif isinstance(each, DescribedValue):
                described: dict[str, list[str]] = {}
                for place, pointer in self._annotations.of(each.pointer, each.value):
                    described.setdefault(place, []).append(pointer)
                    checked.seen.add(pointer)
                checked.misfits += self._misfits(operation, each, described)
        return checked

    def _misfits(self, operation: Operation, each: DescribedValue, described: dict[str, list[str]]) -> Iterator[Misfit]:
        """The flaws of a value, each with where openapi.yaml describes it, or where an unknown field belongs."""
        for flaw in self._schemas.flaws(self._document.at("#" + each.pointer), each.value):
            place = flaw.pointer
            while place and place not in described:
                place = place.rpartition("/")[0]
            pointers = described.get(place, [each.pointer])
            pointer = self._owner(pointers, WHERE.get(flaw.kind, ()))
            if flaw.name is not None:
                pointer += f"/properties{step(flaw.name)}"
            yield Misfit(operation.name, each.place + flaw.pointer, flaw.what, flaw.kind, pointer)

    def _owner(self, pointers: list[str], keywords: tuple[str, ...]) -> str:
        """The innermost schema of a value, best one that has any of these keywords."""
        nodes = {each: self._document.find(each) for each in pointers}
        having = [each for each, node in nodes.items() if isinstance(node, dict) and node.keys() & {*keywords}]
        return (having or pointers)[-1]

    def _matching(self, method: str, path: str) -> Iterator[tuple[Operation, dict[str, str]]]:
        for pattern, operation in self._routes:
            match = pattern.fullmatch(path)
            if match and operation.method == method.lower():
                yield operation, match.groupdict()


def _pattern(base: str, operation: Operation) -> re.Pattern[str]:
    """Paths of an operation; its parameters as groups."""
    parts = re.split(r"\{(\w+)\}", operation.path)
    steps = [f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)]
    return re.compile(re.escape(base) + "".join(steps))
