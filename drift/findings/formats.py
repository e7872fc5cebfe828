"""The three formats of a report: text for people, JSON for programs, annotations for a pull request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from .finding import Finding, Problem, Report, Severity

SPEC = "openapi.yaml"
# How many operations or sources are named: more would hide the finding.
NAMED = 3


def text(report: Report) -> str:
    """What people read: a paragraph for each finding, and what was compared."""
    return "\n".join([*_paragraphs(report.findings), *_summary(report)])


def as_json(report: Report) -> str:
    """Everything, as one object."""
    findings = [{**asdict(each), "severity": each.severity, "says": dict(each.says)} for each in report.findings]
    whole = {"check": report.check, "clean": report.is_clean, "told": report.summary, "findings": findings}
    whole |= {"unread": [asdict(each) for each in report.unread]} if report.unread else {}
    return json.dumps(whole, indent=2, ensure_ascii=False)


def github(report: Report) -> str:
    """Workflow commands of GitHub Actions, which are documented under docs.github.com/actions/reference."""
    return "\n".join([*map(_annotation, report.findings), *_summary(report)])


def cannot_tell(problem: Problem) -> str:
    """A problem as a workflow command: of the check as a whole, if it is not in a file."""
    place = f"file={_property(problem.file)},line={problem.line or 1}," if problem.file else ""
    return f"::error {place}title=drift cannot tell::{_data(problem.what)}"


FORMATS: dict[str, Callable[[Report], str]] = {"text": text, "json": as_json, "github": github}


def _summary(report: Report) -> Iterator[str]:
    yield from (f"{report.check}: {line}" for line in report.summary)
    drift = sum(finding.severity is not Severity.NOTICE for finding in report.findings)
    found = f"{drift or 'no'} finding{'' if drift == 1 else 's'}"
    yield f"{report.check}: " + (f"cannot tell; {found} in what could be read" if report.unread else found)


def _paragraphs(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"{SPEC}:{finding.line}: {finding.severity}: {_title(finding)}"
        yield f"    {finding.pointer}"
        width = max(len(side) for side, _ in finding.says) + 1
        yield from (f"    {side + ':':{width}} {said}" for side, said in finding.says)
        if finding.sources:
            yield f"    read in {_some([str(source) for source in finding.sources])}"


def _annotation(finding: Finding) -> str:
    sources = f" (read in {_some([str(source) for source in finding.sources])})" if finding.sources else ""
    said = "; ".join(f"{side}: {text}" for side, text in finding.says)
    place = f"file={SPEC},line={finding.line},title={_property(_title(finding))}"
    return f"::{finding.severity} {place}::{_data(f'{finding.pointer}: {said}{sources}')}"


def _title(finding: Finding) -> str:
    return finding.kind + (f" in {_some(finding.operations)}" if finding.operations else "")


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return f"{shown} and {len(names) - NAMED} more" if len(names) > NAMED else shown


def _data(text: str) -> str:
    """The message of a workflow command, with the characters escaped that have a meaning there."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property of a workflow command, where two more characters have a meaning."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
