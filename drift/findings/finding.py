"""A finding: one place where the docs, openapi.yaml and reality disagree; the same value for every check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much it matters; the words are those of GitHub's annotations."""

    ERROR = "error"  # what users send, or read, is wrong
    WARNING = "warning"  # it is right as far as it goes
    NOTICE = "notice"  # worth knowing; not drift


class Kind(StrEnum):
    """What differs. What is missing is missing from openapi.yaml; what is extra, only openapi.yaml has."""

    MISSING_OPERATION = "missing-operation"
    EXTRA_OPERATION = "extra-operation"
    MISSING_PARAMETER = "missing-parameter"
    EXTRA_PARAMETER = "extra-parameter"
    MISSING_BODY = "missing-body"
    EXTRA_BODY = "extra-body"
    MISSING_STATUS = "missing-status"
    EXTRA_STATUS = "extra-status"
    MISSING_FIELD = "missing-field"
    EXTRA_FIELD = "extra-field"
    MISSING_VARIANT = "missing-variant"
    EXTRA_VARIANT = "extra-variant"
    MISSING_ENUM_VALUE = "missing-enum-value"
    EXTRA_ENUM_VALUE = "extra-enum-value"
    TYPE = "type"
    FORMAT = "format"
    OPTIONALITY = "optionality"
    CONSTRAINT = "constraint"
    DEPRECATION = "deprecation"
    PERMISSION = "permission"
    AUTH = "auth"
    MEDIA_TYPE = "media-type"
    EXAMPLE = "example"  # or domain type of the docs, which contradicts what they declare
    UNEXPECTED_NULL = "unexpected-null"
    UNSUCCESSFUL = "unsuccessful"  # a status of success, and `success` is false
    UNREADABLE = "unreadable"  # neither JSON nor base64, where it should be
    NEVER_SEEN = "never-seen"
    UNUSED_DIFFERENCE = "unused-difference"  # an `x-differs` that matches nothing


# The others are errors.
WARNINGS = {Kind.MISSING_PARAMETER, Kind.FORMAT, Kind.CONSTRAINT, Kind.DEPRECATION, Kind.EXAMPLE} | {
    kind for kind in Kind if kind.endswith(("-status", "-field", "-variant", "-enum-value"))
}


@dataclass(frozen=True, order=True)
class Source:
    """Where the other side says so: a file, a line of it, and the place in what was recorded there."""

    name: str
    line: int | None = None
    place: str = ""

    def __str__(self) -> str:
        return self.name + (f":{self.line}" if self.line else "") + (f" {self.place}" if self.place else "")


@dataclass(frozen=True)
class Finding:
    """Where in openapi.yaml it belongs, in which operations, and what each side says, by the names of the sides.

    A place that openapi.yaml does not have yet has the pointer that it would have, and the line of what is around it.
    """

    kind: Kind
    operations: tuple[str, ...]
    pointer: str
    line: int
    says: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...] = ()

    @property
    def severity(self) -> Severity:
        """It depends on the kind only."""
        if self.kind is Kind.NEVER_SEEN:
            return Severity.NOTICE
        return Severity.WARNING if self.kind in WARNINGS else Severity.ERROR


@dataclass(frozen=True)
class Report:
    """What a check found, in a few lines what it compared, and what it could not read: of that it cannot tell."""

    check: str
    findings: tuple[Finding, ...]
    summary: tuple[str, ...] = ()
    unread: tuple[Problem, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not self.unread and all(finding.severity is Severity.NOTICE for finding in self.findings)


def gathered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of their lines; the same one in several operations, or several sources, is one finding."""
    same: dict[tuple[Kind, str, tuple[tuple[str, str], ...]], list[Finding]] = {}
    for finding in findings:
        same.setdefault((finding.kind, finding.pointer, finding.says), []).append(finding)
    merged = map(_merged, same.values())
    return tuple(sorted(merged, key=lambda finding: (finding.line, finding.pointer, finding.kind, finding.says)))


def _merged(findings: list[Finding]) -> Finding:
    operations = dict.fromkeys(name for finding in findings for name in finding.operations)
    sources = dict.fromkeys(source for finding in findings for source in finding.sources)
    return replace(findings[0], operations=tuple(operations), sources=tuple(sources))


@dataclass(frozen=True)
class Problem:
    """Why something cannot be read or understood, in one line that names it; and the file and line, if it is in one."""

    what: str
    file: str = ""
    line: int | None = None


class CannotTell(Exception):
    """What is to be compared cannot be read or understood, for each of these problems."""

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(each if isinstance(each, Problem) else Problem(each) for each in problems)
        super().__init__("\n".join(each.what for each in self.problems))
