"""docs.lock.json: what it holds of Cloudflare's docs, and how it is written and read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drift.facts.model import OperationFacts, Page
from drift.findings.finding import CannotTell
from drift.lock import docs_lock
from drift.lock.__main__ import main
from tests.drift.flattened import everything, tree
from tests.drift.sources import LOCKED, OURS, PAGES, needs_docs, parse_page, read_page

from . import list_workers

TODAY = date(2026, 1, 1)
LIST_WORKERS = "GET /accounts/{account_id}/workers/scripts"


def committed(key: str) -> OperationFacts:
    return next(each for each in docs_lock.committed().operations if each.key == key)


def test_the_lock_has_the_26_operations_of_the_api_and_the_list_of_workers() -> None:
    keys = [operation.key for operation in docs_lock.committed().operations]

    assert len(keys) == 27
    assert len([key for key in keys if "/workers/dispatch/namespaces" in key]) == 26
    assert LIST_WORKERS in keys


def test_the_lock_has_everything_that_a_person_reads_on_the_page_of_list_workers() -> None:
    operation = committed(LIST_WORKERS)

    assert tree(operation) == list_workers.ALL
    assert [each.name for each in operation.permissions or ()] == list_workers.PERMISSIONS
    assert {each.name: [*each.headers] for each in operation.security or ()} == list_workers.SECURITY
    assert (operation.title, operation.base_path) == ("List Workers", "/client/v4")


def test_pages_of_the_lock_contradict_each_other_only_about_fields_that_came_later() -> None:
    contradictions = {
        (operation.method, each.path.removeprefix("responses/200/result."), each.kind, *(c.text for c in each.claims))
        for operation in docs_lock.committed().operations
        for each in operation.contradictions
    }

    later = ("cache_options", "exports", "limits.subrequests", "observability.traces")
    assert contradictions == {
        (method, field, "field", "present", "absent") for method in ("GET", "PATCH") for field in later
    }


def test_the_lock_notes_that_examples_of_secrets_leave_out_what_is_secret() -> None:
    notes = {
        (operation.method, each.of, each.place[-2:], each.text)
        for operation in docs_lock.committed().operations
        for each in operation.notes
    }

    text = ("<SecretText>", "text"), "the example does not have it, and it is not optional"
    assert notes == {
        ("GET", "200", *text),
        ("PUT", "200", *text),
        ("PATCH", "2XX", *text),
    }


def test_the_newest_page_has_the_first_claim() -> None:
    text = (PAGES / "create_kettle.txt").read_text(encoding="utf-8")
    older = replace(parse_page("a.txt", text), age=2)
    newer = replace(parse_page("b.txt", text.replace("filled: optional", "filled:")), age=1)

    (operation,) = docs_lock.of_pages([older, newer], TODAY).operations
    assert tree(operation)["responses/2XX/result.filled"] == "boolean"
    assert [claim.text for each in operation.contradictions for claim in each.claims] == ["false", "true"]


def test_the_lock_holds_no_credentials_of_examples() -> None:
    text = docs_lock.LOCK.read_text(encoding="utf-8")

    assert "Authorization: Bearer" in text
    assert "Sn3l" not in text
    assert "144c9def" not in text


def test_the_lock_is_as_it_was_written() -> None:
    assert docs_lock.LOCK.read_text(encoding="utf-8") == docs_lock.dumps(docs_lock.committed())


@needs_docs
def test_the_lock_says_what_the_pages_say() -> None:
    pages, errors = docs_lock.read_pages(LOCKED)

    assert errors == []
    assert docs_lock.of_pages(pages, docs_lock.committed().date) == docs_lock.committed()
    assert len(LOCKED) == len(pages)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_a_lock_gives_back_what_was_read_and_where(path: Path) -> None:
    page = read_page(path)

    again = docs_lock.loads(docs_lock.dumps(docs_lock.of_pages([page], TODAY)))

    described = Page(page.name, page.dialect, page.sha256, again.operations, again.models.get(page.name, ()))
    in_order = replace(page, operations=tuple(sorted(page.operations, key=lambda each: each.key)))
    assert in_order == described
    assert list(everything(in_order)) == list(everything(described))


def test_a_lock_of_merged_pages_gives_back_all_it_was_made_of() -> None:
    made = docs_lock.of_pages(docs_lock.read_pages([PAGES])[0], TODAY)

    assert made == docs_lock.loads(docs_lock.dumps(made))
    assert docs_lock.dumps(made) == docs_lock.dumps(docs_lock.loads(docs_lock.dumps(made)))


def test_a_lock_does_not_depend_on_the_order_of_its_pages() -> None:
    pages, _ = docs_lock.read_pages([PAGES])

    assert docs_lock.dumps(docs_lock.of_pages(pages, TODAY)) == docs_lock.dumps(
        docs_lock.of_pages(reversed(pages), TODAY)
    )


def test_a_field_takes_one_line_of_the_lock() -> None:
    text = docs_lock.dumps(docs_lock.of_pages([read_page(PAGES / "create_kettle.txt")], TODAY))

    lines = [line.strip() for line in text.splitlines()]
    assert '"filled": {"constraints": {}, "deprecated": false, "optional": true, "type": "boolean"},' in lines


def test_where_facts_were_read_stands_apart_from_them() -> None:
    held = json.loads(docs_lock.dumps(docs_lock.of_pages([read_page(PAGES / "create_kettle.txt")], TODAY)))

    key = "POST /accounts/{account_id}/tea/kettles"
    assert held["where_read"][key]["parameters/path/account_id"] == ["create_kettle.txt:19"]
    assert "create_kettle.txt" not in json.dumps(held["operations"])


def test_writing_says_whether_anything_is_new_and_leaves_the_date_if_nothing_is(tmp_path: Path) -> None:
    path = tmp_path / "lock.json"
    pages = [read_page(PAGES / "create_kettle.txt")]

    assert docs_lock.write(pages, TODAY, path)
    before = path.read_bytes()
    assert not docs_lock.write(pages, date(2026, 2, 2), path)
    assert before == path.read_bytes()


def test_writing_a_new_fact_moves_the_date(tmp_path: Path) -> None:
    path = tmp_path / "lock.json"
    text = (PAGES / "create_kettle.txt").read_text(encoding="utf-8")
    docs_lock.write([parse_page("kettle.txt", text)], TODAY, path)

    assert docs_lock.write(
        [parse_page("kettle.txt", text.replace("maxLength64", "maxLength65"))], date(2026, 2, 2), path
    )
    assert date(2026, 2, 2) == docs_lock.loads(path.read_text(encoding="utf-8")).date


def test_the_address_of_a_page_is_that_which_is_known_of_its_name() -> None:
    urls = {source.name: source.url for source in docs_lock.committed().sources}

    assert urls["002_0fcb68a23696afc8.txt"] == "https://hexdocs.pm/cloudflare/workers_for_platforms.html"
    assert None not in urls.values()


def test_two_pages_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "tea_house.txt").write_bytes((PAGES / "tea_house.txt").read_bytes())

    with pytest.raises(CannotTell, match="two pages of the same name"):
        docs_lock.read_pages([PAGES, tmp_path])


def test_the_command_says_where_a_page_is_not_understood(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "odd.txt").write_text("Nothing that is known.\n", encoding="utf-8")

    status = main([str(tmp_path)])

    assert status == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path}/odd.txt:1: is in no dialect")


def test_a_page_without_its_body_section_is_refused_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (PAGES / "kettles.md").read_text(encoding="utf-8")
    begin = text.index("### Body Parameters")
    torn = text[:begin] + text[text.index("### Returns", begin) :]
    (tmp_path / "kettles.md").write_text(torn, encoding="utf-8")
    before = docs_lock.LOCK.read_bytes()

    status = main([str(tmp_path)])

    line = next(at for at, line in enumerate(torn.splitlines(), start=1) if line.startswith("curl https://"))
    told = f"{tmp_path}/kettles.md:{line}: sends a body, and the page does not describe any: curl https://"
    assert status == 2
    assert capsys.readouterr().err.startswith(told)
    assert before == docs_lock.LOCK.read_bytes()
