"""Checks one exchange after another, and collects the findings, and what of openapi.yaml was seen."""

from __future__ import annotations

from collections.abc import Callable

from drift.findings.finding import Finding, Source, gathered
from drift.spec.specification import Specification

from .checker import Checked, ExchangeChecker
from .coverage import Coverage
from .exchange import HttpRequest, HttpResponse

# From a place in a request, or in an answer, to where it was recorded.
SourceOf = Callable[[str], Source]


class Collector:
    """What was found and seen so far."""

    def __init__(self, specification: Specification) -> None:
        self._specification = specification
        self._checker = ExchangeChecker(specification.document)
        self._findings: list[Finding] = []
        self._seen: dict[str, set[str]] = {"request": set(), "answer": set()}
        self.answers = 0

    def request(self, request: HttpRequest, source: SourceOf) -> None:
        self._add("request", self._checker.request(request), source)

    def answer(self, request: HttpRequest, answer: HttpResponse, source: SourceOf) -> None:
        """What was answered to a request."""
        self.answers += 1
        operation = self._checker.operation(request.method, request.path)
        if operation:
            self._add("answer", self._checker.answer(operation, answer), source)

    def findings(self, *, never_seen: bool) -> tuple[Finding, ...]:
        """What was found; and, if wished, what is described but was never seen."""
        coverage = Coverage(self._specification.document, self._specification.lines)
        return gathered([*self._findings, *(coverage.never_seen(*self._seen.values()) if never_seen else ())])

    def _add(self, side: str, checked: Checked, source: SourceOf) -> None:
        self._seen[side] |= checked.seen
        for misfit in checked.misfits:
            operations = (misfit.operation,) if misfit.operation else ()
            line = self._specification.lines.line(misfit.pointer)
            says = ((side, misfit.what),)
            self._findings.append(Finding(misfit.kind, operations, misfit.pointer, line, says, (source(misfit.place),)))
