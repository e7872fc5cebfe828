"""Looks at one exchange after the other, and gathers what openapi.yaml does not know, and what it was shown."""

from __future__ import annotations

from collections.abc import Callable

from drift.findings.finding import Finding, Source, gathered
from drift.spec.specification import Specification

from .checker import Reality
from .coverage import Coverage
from .exchange import Answer, Misfit, Request

# From a place in a request, or in an answer, to where it stands.
Sourced = Callable[[str], Source]


class Witness:
    """What was seen so far."""

    def __init__(self, specification: Specification) -> None:
        self._specification = specification
        self._reality = Reality(specification.document)
        self._findings: list[Finding] = []
        self._shown: tuple[set[str], set[str]] = set(), set()
        self.requests = self.answers = 0

    def request(self, request: Request, source: Sourced) -> None:
        """Look at a request."""
        self.requests += 1
        self._found("request", self._reality.of_request(request), source)
        self._shown[0].update(self._reality.seen_in_request(request))

    def answer(self, request: Request, answer: Answer, source: Sourced) -> None:
        """Look at what was answered to a request."""
        self.answers += 1
        operation = self._reality.operation(request.method, request.path)
        if operation:
            self._found("answer", self._reality.of_answer(operation, answer), source)
            self._shown[1].update(self._reality.seen_in_answer(operation, answer))

    def findings(self, *, never_seen: bool) -> tuple[Finding, ...]:
        """What was found; and, if wished, what is described but was never seen."""
        coverage = Coverage(self._specification.document, self._specification.lines)
        return gathered([*self._findings, *(coverage.never_seen(*self._shown) if never_seen else ())])

    def _found(self, side: str, misfits: list[Misfit], source: Sourced) -> None:
        for misfit in misfits:
            operations = (misfit.operation,) if misfit.operation else ()
            says = ((side, misfit.what),)
            line = self._specification.lines.line(misfit.pointer)
            self._findings.append(Finding(misfit.kind, operations, misfit.pointer, line, says, (source(misfit.place),)))
