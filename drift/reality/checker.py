"""Reality against openapi.yaml: what a request or an answer holds that the spec does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from drift.findings.finding import Kind
from drift.spec.closed_schemas import Flaw, Strict
from drift.spec.document import Document, Operation
from drift.spec.line_numbers import step

from .exchange import Answer, Misfit, Request, Shown, Value
from .schema_annotations import Sight
from .unpacker import Opened


class Reality:
    """Looks at exchanges with the eyes of one document, unknown fields forbidden."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._opened = Opened(document)
        self._strict = Strict(document)
        self._sight = Sight(document)
        self._routes = [(_pattern(document.base_path, operation), operation) for operation in document.operations]

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation that a request is for; None if the spec has none."""
        found = self._route(method, path)
        return found[0] if found else None

    def of_request(self, request: Request) -> list[Misfit]:
        """What is wrong with a request."""
        found = self._route(request.method, request.path)
        if found is None:
            asked = f"no operation for {request.method} {request.path}"
            return [Misfit("", "/path", asked, Kind.MISSING_OPERATION, "/paths")]
        operation, texts = found
        return self._judged(operation, self._opened.request(operation, texts, request))

    def of_answer(self, operation: Operation, answer: Answer) -> list[Misfit]:
        """What is wrong with an answer to `operation`."""
        return self._judged(operation, self._opened.answer(operation, answer))

    def seen_in_request(self, request: Request) -> set[str]:
        """The places of openapi.yaml that a request shows, as JSON pointers."""
        found = self._route(request.method, request.path)
        return self._seen(self._opened.request(*found, request)) if found else set()

    def seen_in_answer(self, operation: Operation, answer: Answer) -> set[str]:
        """The places of openapi.yaml that an answer shows, as JSON pointers."""
        return self._seen(self._opened.answer(operation, answer))

    def _seen(self, opened: Iterable[Misfit | Shown | Value]) -> set[str]:
        seen = set()
        for each in opened:
            seen.add(each.pointer)
            if isinstance(each, Value):
                seen.update(pointer for _, pointer in self._sight.of(each.pointer, each.value))
        return seen

    def _judged(self, operation: Operation, opened: Iterable[Misfit | Shown | Value]) -> list[Misfit]:
        return [misfit for each in opened for misfit in self._misfits(operation, each)]

    def _misfits(self, operation: Operation, each: Misfit | Shown | Value) -> Iterator[Misfit]:
        if isinstance(each, Misfit):
            yield each
        if not isinstance(each, Value):
            return
        flaws = [*self._strict.flaws(self._document.at("#" + each.pointer), each.value)]
        described: dict[str, list[str]] = {}
        for place, pointer in self._sight.of(each.pointer, each.value) if flaws else ():
            described.setdefault(place, []).append(pointer)
        for flaw in flaws:
            pointer = self._described(flaw, described, each.pointer)
            yield Misfit(operation.name, each.place + flaw.pointer, flaw.what, flaw.kind, pointer)

    def _described(self, flaw: Flaw, described: dict[str, list[str]], pointer: str) -> str:
        """Where the spec describes what has a flaw; of a field that it does not know, where it would."""
        place = flaw.pointer
        while place not in described and place:
            place = place.rpartition("/")[0]
        found = described.get(place, [pointer])
        if flaw.name is None:
            return found[-1]
        owners = [each for each in found if "properties" in self._document.at("#" + each)]
        return f"{(owners or found)[-1]}/properties{step(flaw.name)}"

    def _route(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        for pattern, operation in self._routes:
            match = pattern.fullmatch(path)
            if match and operation.method == method.lower():
                return operation, match.groupdict()
        return None


def _pattern(base: str, operation: Operation) -> re.Pattern[str]:
    """Paths of an operation; its parameters as groups."""
    parts = re.split(r"\{(\w+)\}", operation.path)
    steps = [f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)]
    return re.compile(re.escape(base) + "".join(steps))
