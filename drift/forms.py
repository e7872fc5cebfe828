"""The three forms of a report: text for people, JSON for programs, annotations for a pull request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from .finding import Finding, Report

SPEC = "openapi.yaml"
# More of them would hide the finding.
NAMED = 3

Form = Callable[[Sequence[Report]], str]


def text(reports: Sequence[Report]) -> str:
    """What people read: a paragraph for each finding, and a line for each check."""
    return "\n".join(line for report in reports for line in _paragraphs(report))


def as_json(reports: Sequence[Report]) -> str:
    """Everything, as one object."""
    checks = [{"check": r.check, "told": r.told, "findings": [_object(f) for f in r.findings]} for r in reports]
    clean = all(report.is_clean for report in reports)
    return json.dumps({"clean": clean, "checks": checks}, indent=2, ensure_ascii=False)


def github(reports: Sequence[Report]) -> str:
    """Workflow commands of GitHub Actions: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    return "\n".join(line for report in reports for line in _annotations(report))


FORMS: dict[str, Form] = {"text": text, "json": as_json, "github": github}


def _paragraphs(report: Report) -> Iterator[str]:
    for finding in report.findings:
        yield f"{SPEC}:{finding.line}: {finding.severity}: {finding.kind} in {_some(finding.operations)}"
        yield f"    {finding.pointer}"
        width = max(len(side) for side, _ in finding.says) + 1
        yield from (f"    {side + ':':{width}} {said}" for side, said in finding.says)
        if finding.sources:
            yield f"    read in {_some([str(source) for source in finding.sources])}"
    yield from (f"{report.check}: {line}" for line in report.told)


def _object(finding: Finding) -> dict[str, object]:
    sources = [asdict(source) for source in finding.sources]
    return {**asdict(finding), "severity": finding.severity, "says": dict(finding.says), "sources": sources}


def _annotations(report: Report) -> Iterator[str]:
    for finding in report.findings:
        sources = f" (read in {_some([str(source) for source in finding.sources])})" if finding.sources else ""
        said = "; ".join(f"{side}: {text}" for side, text in finding.says)
        title = f"{finding.kind} in {_some(finding.operations)}"
        place = f"file={SPEC},line={finding.line},title={_property(title)}"
        yield f"::{finding.severity} {place}::{_data(f'{finding.pointer}: {said}{sources}')}"
    yield from (f"{report.check}: {line}" for line in report.told)


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED]) or "no operation"
    return f"{shown} and {len(names) - NAMED} more" if len(names) > NAMED else shown


def _data(text: str) -> str:
    """The message of a workflow command, in which some characters have a meaning."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property of a workflow command, where two more have one."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
