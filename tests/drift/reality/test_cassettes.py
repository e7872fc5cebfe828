"""What cassettes hold is in openapi.yaml, with unknown fields forbidden; what is not is found, with its line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from drift.cassette import file
from drift.cassette.recording import Exchange, Tree
from drift.findings.finding import CannotTell, Finding, Kind, Source
from drift.reality.cassettes import FOLDER, check_cassettes
from drift.spec.specification import load_specification

SPEC = load_specification()
DEPLOYED = "a_worker_is_deployed_and_read_back.yaml"
REDEPLOYED = "a_worker_is_redeployed_and_keeps_what_it_has.yaml"


def test_every_exchange_is_as_the_spec_says() -> None:
    report = check_cassettes(SPEC)

    assert report.findings == ()
    assert f" exchanges of {len([*FOLDER.rglob('*.yaml')])} cassettes" in report.summary[0]


def test_an_unknown_field_of_an_answer_is_found_with_its_line(tmp_path: Path) -> None:
    odd: Tree = {"json": {"result": {"colour": "red"}, "success": True, "errors": [], "messages": []}}
    (finding,) = found(tmp_path, 0, lambda each: replace(each, answer=replace(each.answer, body=odd)))

    lines = (tmp_path / DEPLOYED).read_text(encoding="utf-8").splitlines()
    line = 1 + next(number for number, text in enumerate(lines) if text.endswith("result:"))
    assert finding == Finding(
        Kind.MISSING_FIELD,
        ("create_namespace",),
        "/components/schemas/NamespaceInfo/properties/colour",
        SPEC.lines.line("/components/schemas/NamespaceInfo/properties"),
        (("answer", "colour is not in the spec"),),
        (Source(f"{tmp_path.name}/{DEPLOYED}", line, "/body/result"),),
    )


def test_an_unknown_field_of_a_request_is_found(tmp_path: Path) -> None:
    odd: Tree = {"json": {"name": "a", "colour": "red"}}
    (finding,) = found(tmp_path, 0, lambda each: replace(each, request=replace(each.request, body=odd)))

    assert (
        finding.kind,
        finding.pointer,
    ) == (Kind.MISSING_FIELD, "/components/schemas/CreateNamespace/properties/colour")


def test_metadata_of_an_upload_is_looked_at(tmp_path: Path) -> None:
    odd: Tree = {
        "parts": [{"headers": {"Content-Disposition": "form-data; name=metadata"}, "body": {"json": {"x": 1}}}]
    }
    (finding,) = found(tmp_path, 2, lambda each: replace(each, request=replace(each.request, body=odd)))

    assert (
        finding.operations,
        finding.pointer,
    ) == (("upload_script",), "/components/schemas/ScriptMetadata/properties/x")


def test_a_binding_of_a_new_type_is_found_by_its_name(tmp_path: Path) -> None:
    (finding,) = edited(tmp_path, "\n                type: plain_text\n", "\n                type: brand_new\n")

    assert (finding.kind, finding.pointer) == (Kind.MISSING_VARIANT, "/components/schemas/Binding")
    assert finding.says == (("answer", "the type brand_new is not in the spec"),)


def test_an_answer_of_success_without_a_result_is_found(tmp_path: Path) -> None:
    (finding,) = edited(tmp_path, "          result: null\n          success: true\n", "          success: true\n")

    assert (finding.kind, finding.says) == (Kind.OPTIONALITY, (("answer", "result is missing"),))
    assert finding.operations == ("delete_namespace",)


def test_a_refusal_in_an_answer_of_success_is_found(tmp_path: Path) -> None:
    (finding,) = edited(tmp_path, "          success: true\n", "          success: false\n")

    assert (finding.kind, finding.operations) == (Kind.UNSUCCESSFUL, ("create_namespace",))


def test_a_request_of_no_operation_is_found(tmp_path: Path) -> None:
    uri = "https://api.cloudflare.com/client/v4/zones"
    (finding,) = found(tmp_path, 0, lambda each: replace(each, request=replace(each.request, uri=uri)))

    assert (finding.kind, finding.operations, finding.pointer) == (Kind.MISSING_OPERATION, (), "/paths")


def test_a_file_that_is_not_a_cassette_stops_the_check(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("exchanges: [", encoding="utf-8")

    with pytest.raises(CannotTell, match=r"broken\.yaml is not a cassette"):
        check_cassettes(SPEC, tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("        accept: application/json\n      body: null\n", "      body: null\n"),  # no headers at all
        ("      body:\n        json:\n", "      body:\n        Content-Type: text/plain\n        json:\n"),
        ("            body:\n", "            colour: red\n            body:\n"),  # of a part
        ('form-data; name="metadata"', 'form-data; title="metadata"'),
    ],
)
def test_a_cassette_of_another_form_stops_the_check(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(CannotTell, match=f"{REDEPLOYED} is not a cassette"):
        edited(tmp_path, old, new)


def test_a_folder_without_cassettes_stops_the_check(tmp_path: Path) -> None:
    with pytest.raises(CannotTell, match="there are no cassettes in"):
        check_cassettes(SPEC, tmp_path)


def found(folder: Path, number: int, change: Callable[[Exchange], Exchange]) -> tuple[Finding, ...]:
    """What is found in a cassette of which one exchange was changed."""
    recording = file.read(FOLDER / DEPLOYED)
    exchanges = [change(each) if index == number else each for index, each in enumerate(recording.exchanges)]
    file.write(folder / DEPLOYED, replace(recording, exchanges=tuple(exchanges)))
    return check_cassettes(SPEC, folder).findings


def edited(folder: Path, old: str, new: str) -> tuple[Finding, ...]:
    """What is found in a cassette of which one line, the first of its kind, was edited."""
    text = (FOLDER / REDEPLOYED).read_text(encoding="utf-8")
    assert old in text
    (folder / REDEPLOYED).write_text(text.replace(old, new, 1), encoding="utf-8")
    return check_cassettes(SPEC, folder).findings
