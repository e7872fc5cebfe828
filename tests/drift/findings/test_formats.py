"""A report has three forms: for people, for programs, for a pull request."""

from __future__ import annotations

import json

import pytest

from drift.findings.finding import Finding, Kind, Report, Severity, Source, gathered
from drift.findings.formats import FORMATS

POINTER = "/components/schemas/UsageModel/enum"
NEW = Finding(
    Kind.MISSING_ENUM_VALUE,
    ("get_settings", "list_workers"),
    POINTER,
    12,
    (("docs", '"free"'), ("spec", "absent")),
    (Source("settings.md", 7), Source("cassettes/a.yaml", 9, "/body/result")),
)
ODD = Finding(Kind.TYPE, ("a", "b", "c", "d", "e"), "/x", 3, (("docs", "100 %: a,b\nc"),))
SEEN = Finding(Kind.NEVER_SEEN, (), "/y", 4, (("spec", "field y"), ("answers", "never seen")))


def test_people_read_a_paragraph_for_each_finding() -> None:
    assert (
        FORMATS["text"](Report("docs", (NEW,), ("2 pages",)))
        == """\
openapi.yaml:12: warning: missing-enum-value in get_settings, list_workers
    /components/schemas/UsageModel/enum
    docs: "free"
    spec: absent
    read in settings.md:7, cassettes/a.yaml:9 /body/result
docs: 2 pages
docs: 1 finding"""
    )


def test_programs_read_one_object() -> None:
    assert json.loads(FORMATS["json"](Report("docs", (NEW,), ("2 pages",)))) == {
        "check": "docs",
        "clean": False,
        "told": ["2 pages"],
        "findings": [
            {
                "kind": "missing-enum-value",
                "severity": "warning",
                "operations": ["get_settings", "list_workers"],
                "pointer": POINTER,
                "line": 12,
                "says": {"docs": '"free"', "spec": "absent"},
                "sources": [
                    {"name": "settings.md", "line": 7, "place": ""},
                    {"name": "cassettes/a.yaml", "line": 9, "place": "/body/result"},
                ],
            }
        ],
    }


def test_a_pull_request_gets_an_annotation_for_each_finding() -> None:
    first, *_ = FORMATS["github"](Report("docs", (NEW,))).splitlines()

    assert first == (
        "::warning file=openapi.yaml,line=12,title=missing-enum-value in get_settings%2C list_workers::"
        f'{POINTER}: docs: "free"; spec: absent (read in settings.md:7, cassettes/a.yaml:9 /body/result)'
    )


def test_what_has_a_meaning_in_an_annotation_is_escaped() -> None:
    first, *_ = FORMATS["github"](Report("docs", (ODD,))).splitlines()

    assert first == (
        "::error file=openapi.yaml,line=3,title=type in a%2C b%2C c and 2 more::/x: docs: 100 %25: a,b%0Ac"
    )


@pytest.mark.parametrize("form", ["text", "github"])
def test_a_clean_report_says_so(form: str) -> None:
    assert FORMATS[form](Report("docs", (), ("2 pages",))) == "docs: 2 pages\ndocs: no findings"


def test_what_was_never_seen_is_no_finding_to_mend() -> None:
    report = Report("cassettes", (SEEN,))

    assert report.is_clean
    assert SEEN.severity is Severity.NOTICE
    assert FORMATS["text"](report).endswith("cassettes: no findings")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.NEVER_SEEN])
def test_every_other_kind_is_drift(kind: Kind) -> None:
    assert not Report("docs", (Finding(kind, (), "/x", 1, ()),)).is_clean


def test_the_same_finding_in_two_operations_is_one() -> None:
    one = Finding(Kind.TYPE, ("a",), "/x", 3, (("docs", "x"),), (Source("p", 1),))
    two = Finding(Kind.TYPE, ("b",), "/x", 3, (("docs", "x"),), (Source("p", 1), Source("p", 2)))
    other = Finding(Kind.TYPE, ("a",), "/w", 2, (("docs", "x"),))

    assert gathered([one, two, other]) == (
        other,
        Finding(Kind.TYPE, ("a", "b"), "/x", 3, (("docs", "x"),), (Source("p", 1), Source("p", 2))),
    )
