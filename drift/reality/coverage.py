"""What openapi.yaml describes and no exchange showed: operations, statuses, parameters, fields, values, variants."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from drift.findings.finding import Finding, Kind
from drift.spec.document import Document, Operation
from drift.spec.line_numbers import LineNumbers, step, steps
from drift.spec.pointers import NULL, PointerResolver

IN_REQUESTS, IN_ANSWERS = "requests", "answers"
# What it is called, by the keyword that holds it. Items of an array or a map are left out: it may just have been empty.
NEVER_SEEN = {"properties": "field", "enum": "value", "oneOf": "variant", "anyOf": "variant"}


@dataclass(frozen=True)
class Coverage:
    """Compares what was seen with what a document describes.

    Whatever is inside of something that was never seen is left out: an operation that was never called is one finding.
    """

    document: Document
    lines: LineNumbers

    def never_seen(self, requests: set[str], answers: set[str]) -> Iterator[Finding]:
        """All that is described and not among the places seen in requests, or in answers."""
        resolver = PointerResolver(self.document)
        for operation in self.document.operations:
            pointer = resolver.operation(operation.name).pointer
            if pointer not in requests:
                yield self._finding(operation, pointer, f"operation {operation.name}", IN_REQUESTS)
                continue
            yield from self._parameters(operation, resolver, requests)
            yield from self._unseen(operation, self._bodies(pointer + "/requestBody"), requests, IN_REQUESTS)
            yield from self._responses(operation, pointer, answers)

    def _parameters(self, operation: Operation, resolver: PointerResolver, seen: set[str]) -> Iterator[Finding]:
        for name in operation.parameters_in("query"):
            pointer = resolver.locate(operation.name, ("parameters", "query", name)).pointer
            if pointer + "/schema" not in seen:
                yield self._finding(operation, pointer, f"parameter {name}", IN_REQUESTS)

    def _responses(self, operation: Operation, pointer: str, seen: set[str]) -> Iterator[Finding]:
        for status in operation.spec["responses"]:
            place = f"{pointer}/responses/{status}"
            if place not in seen:
                yield self._finding(operation, place, f"status {status}", IN_ANSWERS)
            else:
                yield from self._unseen(operation, self._bodies(place), seen, IN_ANSWERS)

    def _bodies(self, pointer: str) -> Iterator[str]:
        """The schemas of a body."""
        body = self.document.find(pointer) or {}
        pointer = body.get("$ref", "#" + pointer)[1:]
        for media_type in self.document.resolve(body).get("content", {}):
            yield f"{pointer}/content{step(media_type)}/schema"

    def _unseen(self, operation: Operation, pointers: Iterator[str], seen: set[str], where: str) -> Iterator[Finding]:
        """What was not seen of these schemas, where what is around it was seen."""
        todo, done = [*pointers], set()
        while todo:
            pointer = todo.pop()
            if pointer in done:
                continue
            done.add(pointer)
            if pointer in seen:
                todo += _below(self.document.at("#" + pointer), pointer)
            elif what := NEVER_SEEN.get(pointer.split("/")[-2]):
                yield self._finding(operation, pointer, f"{what} {self._name(pointer)}", where)

    def _finding(self, operation: Operation, pointer: str, what: str, where: str) -> Finding:
        says = (("spec", what), (where, "never seen"))
        return Finding(Kind.NEVER_SEEN, (operation.name,), pointer, self.lines.line(pointer), says)

    def _name(self, pointer: str) -> str:
        """What to call it: a value by its JSON, a variant by its schema, a field by its name."""
        node: object = self.document.at("#" + pointer)
        name = steps(pointer)[-1]
        match node:
            case {"$ref": str(reference)} if name.isdecimal():
                return reference.rpartition("/")[2]
            case dict():
                return name
            case _:
                return json.dumps(node)


def _below(schema: object, pointer: str) -> Iterator[str]:
    """The places within a schema that a value may show; a value of an enum has none."""
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        yield schema["$ref"][1:]
    for keyword in ("allOf", "oneOf", "anyOf"):
        numbered = enumerate(schema.get(keyword, ()))
        yield from (f"{pointer}/{keyword}/{index}" for index, each in numbered if each != NULL)
    yield from (f"{pointer}/enum/{index}" for index in range(len(schema.get("enum", ()))))
    yield from (f"{pointer}/properties{step(name)}" for name in schema.get("properties", ()))
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield f"{pointer}/{keyword}"
