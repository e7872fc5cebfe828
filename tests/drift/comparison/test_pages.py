"""What changed between two versions of a page is found, each change with the line of openapi.yaml to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from drift.comparison.pages import compare_pages
from drift.findings.finding import CannotTell, Finding, Kind, Source
from drift.spec.document import SPEC as SPEC_FILE
from drift.spec.specification import load_specification

PAGE = Path(__file__).parent / "pages" / "get_settings.txt"
SPEC = load_specification()
SCRIPTS = "/paths/~1accounts~1{account_id}~1workers~1dispatch~1namespaces~1{dispatch_namespace}~1scripts"
SETTINGS = SCRIPTS + "~1{script_name}~1settings/get"
SCHEMAS = "/components/schemas"
WITH_A_KEY = """\
API Email + API Key

Of old.

Example:X-Auth-Email: a@example.com

Both are needed.

Example:X-Auth-Key: not-a-real-key
"""
# Pages about one operation, of which each says what its dialect can say; and about others.
IN_DIALECTS = Path(__file__).parents[1] / "pages"
IN_EACH_DIALECT = ["create_kettle.txt", "create_kettle.md", "kettles.md", "tea_house.txt"]
DOCS = SPEC_FILE.parent.parent / "shared" / "docs"


def found(folder: Path, *changes: tuple[str, str]) -> tuple[Finding, ...]:
    """What changed on the page; each text must be there, and is changed wherever it is."""
    text = PAGE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    now = folder / PAGE.name
    now.write_text(text, encoding="utf-8")
    return compare_pages(SPEC, PAGE, now).findings


def test_a_page_that_did_not_change_has_no_findings(tmp_path: Path) -> None:
    assert found(tmp_path) == ()


def test_words_and_quotes_do_not_count(tmp_path: Path) -> None:
    assert found(tmp_path, ("A page written for the tests", "“Another” page")) == ()


def test_a_new_field_is_found_where_openapi_yaml_has_it(tmp_path: Path) -> None:
    (finding,) = found(
        tmp_path,
        ("{ cpu_ms }", "{ cpu_ms, subrequests }"),
        ("minimum1\n", "minimum1\nsubrequests: optional number\n"),
        ('"cpu_ms": 50\n', '"cpu_ms": 50,\n      "subrequests": 5\n'),
    )

    pointer = f"{SCHEMAS}/Limits/properties/subrequests"
    line = 1 + next(
        n for n, text in enumerate((tmp_path / PAGE.name).read_text().splitlines()) if "subrequests:" in text
    )
    assert finding == Finding(
        Kind.MISSING_FIELD,
        ("get_settings",),
        pointer,
        SPEC.lines.line(pointer),
        (("now", "optional numeric"), ("before", "absent")),
        (Source(PAGE.name, line),),
    )


@pytest.mark.parametrize(
    ("kind", "pointer", "changes"),
    [
        (Kind.EXTRA_FIELD, f"{SCHEMAS}/Settings/properties/logpush", [
            ("{ limits, logpush, placement, 2 more }", "{ limits, placement, tags, 1 more }"),
            ("logpush: optional boolean\n", ""),
            ('    "logpush": false,\n', ""),
        ]),
        (Kind.TYPE, f"{SCHEMAS}/Settings/properties/logpush/type", [
            ("logpush: optional boolean", "logpush: optional string"), ('"logpush": false', '"logpush": "no"')]),
        (Kind.TYPE, f"{SCHEMAS}/Settings/properties/logpush/type", [
            ("logpush: optional boolean", "logpush: optional boolean or null")]),
        (Kind.OPTIONALITY, f"{SCHEMAS}/Settings/properties/tags", [("tags: optional", "tags:")]),
        (Kind.DEPRECATION, f"{SCHEMAS}/Settings/properties/tags", [("tags: optional", "Deprecatedtags: optional")]),
        (Kind.CONSTRAINT, f"{SCHEMAS}/Limits/properties/cpu_ms/minimum", [("minimum1", "minimum10")]),
        (Kind.CONSTRAINT, "/components/parameters/AccountId/schema/maxLength", [("maxLength32\n", "")]),
        (Kind.FORMAT, "/components/parameters/AccountId/schema", [("maxLength32", "maxLength32\nformatuuid")]),
        (Kind.MISSING_ENUM_VALUE, f"{SCHEMAS}/UsageModel/enum", [
            ('or "bundled"', 'or "bundled" or "unbound"'), ('\n"bundled"\n', '\n"bundled"\n"unbound"\n')]),
        (Kind.EXTRA_ENUM_VALUE, f"{SCHEMAS}/UsageModel/enum", [
            ('"standard" or "bundled"\nOne of the following:\n"standard"\n"bundled"\n', '"standard"\n')]),
        (Kind.MISSING_VARIANT, f"{SCHEMAS}/PlacementInfo", [
            ("object { region }\nOne", "object { region } or object { host }\nOne"),
            ("region: string\n", "region: string\nobject { host }\nhost: string\n"),
        ]),
        (Kind.PERMISSION, f"{SETTINGS}/x-permissions", [("ReadWorkers Scripts Write", "Read")]),
        (Kind.PERMISSION, f"{SETTINGS}/x-permissions", [
            ("Workers Scripts Read", "Workers Tail ReadWorkers Scripts Read")]),
        (Kind.EXTRA_PARAMETER, f"{SETTINGS}/parameters", [
            ("Query ParametersExpand Collapse\nverbose: optional boolean\n", "")]),
        (Kind.MISSING_PARAMETER, f"{SETTINGS}/parameters", [
            ("verbose: optional boolean\n", "verbose: optional boolean\nshort: optional boolean\n")]),
    ],
)  # fmt: skip
def test_a_change_is_found(tmp_path: Path, kind: Kind, pointer: str, changes: list[tuple[str, str]]) -> None:
    (finding,) = found(tmp_path, *changes)

    assert (kind, pointer) == (finding.kind, finding.pointer)
    assert SPEC.lines.line(pointer) == finding.line


def test_a_way_to_sign_in_is_found(tmp_path: Path) -> None:
    (finding,) = found(
        tmp_path,
        (
            "Accepted Permissions",
            f"{WITH_A_KEY}Accepted Permissions",
        ),
    )

    assert (finding.kind, finding.says) == (Kind.AUTH, (("now", "X-Auth-Email + X-Auth-Key"), ("before", "absent")))


def test_an_operation_that_moved_is_gone_and_new(tmp_path: Path) -> None:
    gone, new = sorted(found(tmp_path, ("/settings", "/script-settings")), key=lambda finding: finding.kind)

    assert (gone.kind, gone.operations, gone.pointer) == (Kind.EXTRA_OPERATION, ("get_settings",), SETTINGS)
    assert (Kind.MISSING_OPERATION, (), SETTINGS.replace("~1settings", "~1script-settings")) == (
        new.kind,
        new.operations,
        new.pointer,
    )


def test_folders_are_compared_page_by_page(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        (folder / PAGE.name).write_bytes(PAGE.read_bytes())

    report = compare_pages(SPEC, old, new)
    assert (report.findings, report.summary) == ((), ("operations: 1 now, 1 before; pages: 1 now, 1 before",))


@pytest.mark.parametrize("content", [b"", b"no page", b"\xff", PAGE.read_bytes().replace(b"logpush:", b"logpush -")])
def test_of_a_page_that_is_not_understood_the_check_cannot_tell(tmp_path: Path, content: bytes) -> None:
    (tmp_path / PAGE.name).write_bytes(content)

    report = compare_pages(SPEC, PAGE, tmp_path / PAGE.name)

    (error,) = report.unread
    assert error.what.startswith(f"{tmp_path / PAGE.name}:{error.line}: ")
    assert (report.is_clean, report.findings) == (False, ())


def test_an_operation_that_is_not_understood_leaves_the_others_compared(tmp_path: Path) -> None:
    whole = (IN_DIALECTS / "kettles.md").read_text(encoding="utf-8")
    torn = whole.replace("### Path Parameters", "### Path Words", 1).replace("lid: optional", "lid:", 1)
    (tmp_path / "kettles.md").write_text(torn, encoding="utf-8")

    report = compare_pages(SPEC, IN_DIALECTS / "kettles.md", tmp_path / "kettles.md")

    assert [each.what for each in report.unread] == [
        f"{tmp_path / 'kettles.md'}:16: is not a known heading: ### Path Words"
    ]
    assert [finding.kind for finding in report.findings] == [Kind.OPTIONALITY]


def test_all_errors_of_all_pages_are_told(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        torn = (IN_DIALECTS / "kettles.md").read_text(encoding="utf-8").replace("### Path", "### Paths")
        (folder / "kettles.md").write_text(torn, encoding="utf-8")
        (folder / "novel.txt").write_text("It was a dark and stormy night.", encoding="utf-8")

    report = compare_pages(SPEC, old, new)

    assert len(report.unread) == 2 * (1 + torn.count("### Paths"))
    assert all(error.what.startswith((f"{old}/", f"{new}/")) for error in report.unread)


def test_a_folder_without_pages_stops_the_check(tmp_path: Path) -> None:
    with pytest.raises(CannotTell, match="no pages"):
        compare_pages(SPEC, PAGE, tmp_path)


@pytest.mark.parametrize("before", IN_EACH_DIALECT)
@pytest.mark.parametrize("now", IN_EACH_DIALECT)
def test_what_a_dialect_cannot_say_has_not_changed(before: str, now: str) -> None:
    findings = compare_pages(SPEC, IN_DIALECTS / before, IN_DIALECTS / now).findings

    assert {finding.kind for finding in findings} <= {Kind.MISSING_OPERATION, Kind.EXTRA_OPERATION}


def test_one_page_as_text_and_as_markdown_says_the_same() -> None:
    if not DOCS.is_dir():
        pytest.skip("the texts of Cloudflare's docs are not part of this repository, and not beside it")
    (as_text,), (as_markdown,) = DOCS.glob("001_*"), DOCS.glob("003_*")

    assert compare_pages(SPEC, as_text, as_markdown).findings == ()


@pytest.mark.parametrize(
    ("page", "said", "kind"),
    [
        ("pages/kettles.md", "  maximum: 50, minimum: 1\n", Kind.CONSTRAINT),
        ("products/pages/older.txt", "Accepted Permissions (at least one required)\n", Kind.PERMISSION),
    ],
)
def test_what_a_page_says_no_longer_has_changed(tmp_path: Path, page: str, said: str, kind: Kind) -> None:
    path = IN_DIALECTS.parent / page
    before = path.read_text(encoding="utf-8")
    assert said in before
    (tmp_path / path.name).write_text(before.replace(said, ""), encoding="utf-8")

    report = compare_pages(SPEC, path, tmp_path / path.name)

    assert report.unread == ()
    assert {finding.kind for finding in report.findings} == {kind}
