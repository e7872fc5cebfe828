"""Where Cloudflare's pages contradict one another, or leave something out, exactly the real differences are found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drift.comparison.apis import address
from drift.comparison.docs import comparison, findings
from drift.facts.model import Array, Field, Object, OperationFacts, Response, Scalar, Topic, Type, Unsaid
from drift.findings.finding import Finding, Kind
from drift.lock import docs_lock
from drift.spec.specification import load_specification

SPEC = load_specification()
LOCKED = docs_lock.committed()
OURS = SPEC.operations
NAMESPACES = "/accounts/{account_id}/workers/dispatch/namespaces"
NAMESPACE = NAMESPACES + "/{dispatch_namespace}"
SETTINGS = NAMESPACES + "/{dispatch_namespace}/scripts/{script_name}/settings"
TAGS = NAMESPACES + "/{dispatch_namespace}/scripts/{script_name}/tags"
WORKERS = "/accounts/{account_id}/workers/scripts"


def described(method: str, path: str) -> OperationFacts:
    """What the docs say of an operation."""
    (found,) = (each for each in LOCKED.operations if (each.method, each.path) == (method, path))
    return found


def differences(operation: OperationFacts) -> set[tuple[str, str, str, str]]:
    """Kind, last step of the place, and both claims, of all that differs in one operation, meant or not."""
    key = address(operation.method, operation.path)
    ours = [each for each in OURS if address(each.method, each.path) == key]
    return {_short(finding) for finding, _ in comparison(SPEC, LOCKED).found([operation], ours)}


def _short(finding: Finding) -> tuple[str, str, str, str]:
    (_, docs), (_, spec) = finding.says
    return finding.kind.value, finding.pointer.rpartition("/")[2], docs, spec


def of_field(operation: OperationFacts, name: str) -> set[str]:
    return {kind for kind, place, *_ in differences(operation) if place == name}


def answering(
    result: Type, *topics: Topic, method: str = "GET", path: str = NAMESPACES, status: str = "200"
) -> OperationFacts:
    """A page about an operation, which tells nothing but its result."""
    envelope = Object((Field("result", result),), partial=True)
    return OperationFacts(method, path, "A title", frozenset(topics), responses=(Response(status, None, envelope),))


def test_a_number_is_an_integer_where_the_page_cannot_tell_them_apart() -> None:
    row = Object((Field("script_count", Scalar("numeric")),), partial=True)

    assert differences(answering(Array(row))) == set()


def test_a_number_is_no_integer_where_the_page_can() -> None:
    row = Object((Field("script_count", Scalar("number")),), partial=True)

    assert differences(answering(Array(row), Topic.INTEGERS)) == {("type", "type", "number", "integer")}


def test_a_sampling_rate_is_a_number_on_both_kinds_of_page() -> None:
    assert not of_field(described("GET", WORKERS), "type")
    assert not of_field(described("GET", SETTINGS), "type")


def test_what_no_page_has_is_extra_and_what_one_page_has_is_not() -> None:
    for path in (SETTINGS, WORKERS):
        assert of_field(described("GET", path), "issues") == {"extra-field"}
        assert not of_field(described("GET", path), "traces")


def test_success_is_always_true_and_ours_may_be_false() -> None:
    claims = {each[2:] for each in differences(described("GET", NAMESPACES)) if each[0] == "extra-enum-value"}

    assert claims == {("absent", "false")}


def test_the_result_is_optional_on_one_page_and_required_on_the_other() -> None:
    assert of_field(described("GET", TAGS), "result") == set()
    assert of_field(described("PUT", TAGS), "result") == {"optionality"}


@pytest.mark.parametrize("shown", ["{}", "null", ""])
def test_what_stands_for_everything_is_held_against_nothing(shown: str) -> None:
    with_result = [each for each in LOCKED.operations if each.responses[0].type]
    everywhere = [answering(Unsaid(shown), method=each.method, path=each.path) for each in with_result]

    assert len(everywhere) > 20
    assert [differences(each) for each in everywhere] == [set()] * len(everywhere)


def test_a_refusal_that_shows_an_empty_result_is_a_refusal() -> None:
    refusal = Response("4XX", None, Object((Field("result", Unsaid("{}")),), partial=True))

    assert differences(replace(answering(Unsaid()), responses=(refusal,))) == set()


def test_a_deleted_script_may_be_answered_with_nothing() -> None:
    script = SETTINGS.removesuffix("/settings")

    assert ("extra-status", "204", "absent", "204") in differences(described("DELETE", script))


def test_permissions_differ_within_one_path() -> None:
    reads, writes = described("GET", NAMESPACES), described("POST", NAMESPACES)

    assert differences(replace(reads, permissions=writes.permissions)) >= {
        ("permission", "x-permissions", "absent", "Workers Scripts Read"),
        ("permission", "x-permissions", "absent", "Workers Tail Read"),
    }
    assert ("permission", "x-permissions", "Workers Tail Read", "absent") in differences(
        replace(writes, permissions=reads.permissions)
    )


def test_the_name_that_goes_in_is_not_the_name_that_comes_out() -> None:
    created = described("POST", NAMESPACES)

    assert of_field(created, "name") == {"optionality"}
    assert of_field(created, "namespace_name") == set()


def test_a_smallest_code_is_held_against_us_only_by_a_page_that_has_it() -> None:
    assert of_field(described("GET", NAMESPACES), "minimum") == {"constraint"}
    assert of_field(described("GET", SETTINGS), "minimum") == set()


def test_titles_identify_nothing() -> None:
    operation = described("GET", NAMESPACES)

    assert differences(operation) == differences(replace(operation, title="Fetch script tags"))


def test_a_page_that_shows_no_bodies_says_nothing_against_ours() -> None:
    patched = described("PATCH", NAMESPACE)

    assert Topic.BODY not in patched.topics
    assert not {kind for kind, *_ in differences(patched)} & {"extra-body", "media-type"}


def test_a_page_that_shows_all_there_is_says_so_of_bodies_too() -> None:
    patched = described("PATCH", NAMESPACE)

    assert (
        "extra-body",
        "application~1json",
        "absent",
        "application/json UpdateNamespace {name, trusted_workers}",
    ) in (differences(replace(patched, topics=patched.topics | {Topic.BODY})))


def test_a_row_of_a_namespace_has_its_script_inside_and_ours_has_it_outside_too() -> None:
    listed = described("GET", SETTINGS.removesuffix("/{script_name}/settings"))

    assert "extra-field" in of_field(listed, "compatibility_date")
    assert not of_field(listed, "script")
    assert not of_field(listed, "dispatch_namespace")


@pytest.mark.parametrize(("path", "analysed"), [(WORKERS, True), (SETTINGS, False)])
def test_a_placement_is_a_union_of_eight_that_only_of_scripts_tells_what_was_analysed(
    path: str, analysed: bool
) -> None:
    found = differences(described("GET", path))
    variants = [docs for kind, place, docs, _ in found if (kind, place) == ("missing-variant", "PlacementInfo")]

    assert len(variants) == 8
    assert ["last_analyzed_at" in each for each in variants] == [analysed] * 8
    assert of_field(described("GET", path), "last_analyzed_at") == (set() if analysed else {"extra-field"})


def test_operations_that_only_one_side_has_are_found() -> None:
    fewer = replace(LOCKED, operations=LOCKED.operations[1:])
    more = replace(LOCKED, operations=(*LOCKED.operations, replace(described("GET", WORKERS), path="/zones")))

    assert [(each.kind, each.operations) for each in findings(SPEC, fewer)] == [
        (Kind.EXTRA_OPERATION, ("delete_namespace",))
    ]
    assert [(each.kind, each.pointer) for each in findings(SPEC, more)] == [
        (Kind.MISSING_OPERATION, "/paths/~1zones/get")
    ]
