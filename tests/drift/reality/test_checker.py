"""What an exchange holds that the spec does not know is found, wherever it is."""

from __future__ import annotations

import json

import pytest

from drift.findings.finding import Kind
from drift.reality.checker import Checked, ExchangeChecker
from drift.reality.exchange import HttpRequest, HttpResponse, Part
from drift.spec.document import Operation, committed

CHECKER = ExchangeChecker(committed())
NAMESPACES = "/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/workers/dispatch/namespaces"
SCRIPT = NAMESPACES + "/production/scripts/shop"
ASSETS = "/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/workers/assets/upload"
NOT_A_BINDING = f"is none of the {len(committed().schemas['Binding']['oneOf']) - 1} kinds that it may be"
ENVELOPE = {"success": True, "errors": [], "messages": []}


def test_a_request_as_the_spec_has_it_passes() -> None:
    assert asked(HttpRequest("POST", NAMESPACES, media_type="application/json", body=b'{"name": "production"}')) == []


def test_a_path_that_no_operation_has_is_found() -> None:
    assert asked(HttpRequest("GET", "/client/v4/zones")) == [("/path", "no operation for GET /client/v4/zones")]


def test_a_method_that_no_operation_has_is_found() -> None:
    assert asked(HttpRequest("POST", SCRIPT)) == [("/path", f"no operation for POST {SCRIPT}")]


@pytest.mark.parametrize("path", [NAMESPACES + "/", NAMESPACES + "/a/b", NAMESPACES.replace("/client/v4", "")])
def test_a_path_is_matched_as_a_whole(path: str) -> None:
    assert CHECKER.operation("GET", path) is None


def test_a_quoted_name_is_one_name() -> None:
    found = CHECKER.operation("DELETE", SCRIPT + "/tags/a%2Fb")

    assert found
    assert found.name == "remove_tag"


def test_a_part_of_the_path_is_held_to_its_schema() -> None:
    path = f"/client/v4/accounts/{'a' * 33}/workers/scripts"

    assert asked(HttpRequest("GET", path)) == [("/path/account_id", "this is longer than 32 characters")]


def test_a_query_value_is_read_as_what_it_means() -> None:
    scripts = NAMESPACES + "/production/scripts"

    assert asked(HttpRequest("GET", scripts, "limit=1000&cursor=7&tags=a%3Ayes")) == []
    assert asked(HttpRequest("GET", scripts, "limit=1001")) == [
        ("/query/limit", "this is greater than the maximum of 1000")
    ]
    assert asked(HttpRequest("GET", scripts, "limit=many")) == [("/query/limit", 'this is not of type "integer"')]


def test_a_query_parameter_that_is_unknown_or_given_twice_is_found() -> None:
    assert asked(HttpRequest("DELETE", SCRIPT, "force=true&force=true&hard=1")) == [
        ("/query/force", "is given 2 times"),
        ("/query/hard", "is not in the spec"),
    ]


def test_a_query_parameter_that_is_missing_or_has_another_constant_is_found() -> None:
    assets = HttpRequest("POST", ASSETS, "", "multipart/form-data; boundary=x", parts=(Part("a" * 32, b"aGk="),))

    assert asked(assets) == [("/query/base64", "is missing")]
    assert asked(HttpRequest("POST", ASSETS, "base64=false", assets.media_type, parts=assets.parts)) == [
        ("/query/base64", "true was expected")
    ]


def test_an_asset_that_is_not_base64_is_found() -> None:
    assets = (Part("a" * 32, b"aGk="), Part("b" * 32, b"<h1>hi</h1>"))

    assert asked(HttpRequest("POST", ASSETS, "base64=true", "multipart/form-data", parts=assets)) == [
        (f"/body/{'b' * 32}", "is not base64")
    ]


def test_a_body_of_another_kind_is_found() -> None:
    assert asked(HttpRequest("PATCH", SCRIPT + "/settings", "", "application/json", b"{}")) == [
        ("/media_type", "application/json, where the spec has multipart/form-data")
    ]
    assert asked(HttpRequest("PUT", SCRIPT + "/tags", "", "multipart/form-data", parts=(Part("a", b""),))) == [
        ("/media_type", "multipart/form-data, where the spec has application/json")
    ]


def test_a_body_that_is_missing_or_has_no_place_is_found() -> None:
    assert asked(HttpRequest("PUT", SCRIPT + "/tags")) == [("/body", "is missing")]
    assert asked(HttpRequest("DELETE", SCRIPT, "", "application/json", b"{}")) == [
        ("/body", "has no place in the spec")
    ]


@pytest.mark.parametrize("body", [b"[", b"[NaN]", b"\xff"])
def test_a_body_that_is_not_json_is_found(body: bytes) -> None:
    assert asked(HttpRequest("PUT", SCRIPT + "/tags", "", "application/json", body)) == [("/body", "is not JSON")]


def test_parts_that_are_unknown_or_given_twice_are_found() -> None:
    parts = (Part("settings", b"{}"), Part("settings", b"{}"), Part("index.js", b""))

    assert asked(HttpRequest("PATCH", SCRIPT + "/settings", "", "multipart/form-data", parts=parts)) == [
        ("/body/index.js", "is not in the spec"),
        ("/body/settings", "is given 2 times"),
        ("/body/settings", "is given 2 times"),
    ]


def test_the_metadata_of_an_upload_is_json_and_its_modules_are_free() -> None:
    parts = (Part("metadata", b'{"main_module": 5}'), Part("index.js", b"\x00"), Part("files[]", b""))

    assert asked(HttpRequest("PUT", SCRIPT, "", "multipart/form-data", parts=parts)) == [
        ("/body/metadata/main_module", 'this is not of type "string"')
    ]


def test_an_answer_as_the_spec_has_it_passes() -> None:
    assert answered("get_namespace", 200, ENVELOPE | {"result": {"script_count": 800}}) == []
    assert answered("get_tags", 200, ENVELOPE | {"result": None}) == []
    assert answered("get_tags", 404, ENVELOPE | {"success": False, "result": None}) == []
    assert described(CHECKER.answer(operation("delete_script"), HttpResponse(204))) == []
    assert (
        described(
            CHECKER.answer(operation("get_content"), HttpResponse(200, "multipart/form-data; boundary=x", b"--x"))
        )
        == []
    )


def test_what_is_new_in_an_answer_is_found() -> None:
    result = {"script_count": "many", "colour": "red", "created_on": "yesterday"}

    assert answered("get_namespace", 200, ENVELOPE | {"result": result, "trace": 1}) == [
        ("/body", "trace is not in the spec"),
        ("/body/result", "colour is not in the spec"),
        ("/body/result/created_on", 'this is not a "date-time"'),
        ("/body/result/script_count", 'this is not of type "integer"'),
    ]


def test_a_new_value_of_an_enum_and_a_null_where_none_may_be_are_found() -> None:
    assert answered("get_settings", 200, ENVELOPE | {"result": {"usage_model": "free", "logpush": None}}) == [
        ("/body/result/logpush", 'this is not of type "boolean"'),
        ("/body/result/usage_model", 'this is not one of "standard", "bundled" or "unbound"'),
    ]


def test_of_a_binding_the_flaws_of_its_own_type_are_told() -> None:
    bindings = [{"type": "kv_namespace", "name": "KV", "colour": "red"}, {"type": "brand_new"}, {"name": "X"}, 5]

    assert answered("get_bindings", 200, ENVELOPE | {"result": bindings}) == [
        ("/body/result/0", '"namespace_id" is a required property'),
        ("/body/result/0", "colour is not in the spec"),
        ("/body/result/1", "the type brand_new is not in the spec"),
        ("/body/result/2", '"type" is a required property'),
        ("/body/result/3", NOT_A_BINDING),
    ]


@pytest.mark.parametrize("odd", ["Not a name", "x" * 65, "", "a\nb", 5, None, ["a"]])
def test_what_does_not_look_like_the_name_of_a_type_is_not_told(odd: object) -> None:
    binding = {"type": odd, "name": "KV"}

    assert answered("get_bindings", 200, ENVELOPE | {"result": [binding]}) == [("/body/result/0", NOT_A_BINDING)]


def test_a_secret_of_a_new_type_is_found_and_its_value_is_not_told() -> None:
    sent = {"type": "secret_mnemonic", "name": "S", "text": "hush"}
    request = HttpRequest("PUT", SCRIPT + "/secrets", "", "application/json", json.dumps(sent).encode())

    (misfit,) = CHECKER.request(request).misfits
    assert (misfit.kind, misfit.place, misfit.what, misfit.pointer) == (
        Kind.MISSING_VARIANT,
        "/body",
        "the type secret_mnemonic is not in the spec",
        "/components/schemas/Secret",
    )


def test_a_placement_that_only_fits_what_is_left_open_is_found() -> None:
    placement = {"mode": "targeted", "region": "aws:eu-central-1", "colour": "red"}

    assert answered("get_settings", 200, ENVELOPE | {"result": {"placement": placement}}) == [
        ("/body/result/placement", "colour is not in the spec")
    ]


@pytest.mark.parametrize("name", ["get_namespace", "list_scripts", "delete_script", "get_tags", "delete_scripts"])
def test_an_answer_of_success_has_a_result_and_says_that_it_is_one(name: str) -> None:
    assert answered(name, 200, ENVELOPE | {"result": None}) == []
    assert answered(name, 200, ENVELOPE) == [("/body", "result is missing")]
    assert answered(name, 200, {"result": None}) == [("/body", "success is missing")]
    assert answered(name, 200, {}) == [("/body", "result is missing"), ("/body", "success is missing")]
    assert answered(name, 200, ENVELOPE | {"success": False}) == [("/body/success", "success is false")]


def test_a_refusal_needs_no_result_and_a_deletion_may_have_its_counts_beside_it() -> None:
    assert answered("get_tags", 404, ENVELOPE | {"success": False}) == []
    assert answered("get_tags", 404, {}) == []
    assert answered("delete_scripts", 200, ENVELOPE | {"deleted": [], "deleted_count": 0, "has_more": False}) == []


def test_a_status_and_a_kind_of_answer_that_the_spec_has_not_are_found() -> None:
    tags = operation("get_tags")

    assert described(CHECKER.answer(tags, HttpResponse(304))) == [("/status", "304 is not in the spec")]
    assert described(CHECKER.answer(tags, HttpResponse(403, "text/html", b"<html>"))) == [
        ("/media_type", "text/html, where the spec has application/json")
    ]
    assert described(CHECKER.answer(tags, HttpResponse(200))) == [("/body", "is missing")]
    assert described(CHECKER.answer(tags, HttpResponse(200, None, b"{}"))) == [
        ("/media_type", "no media type, where the spec has application/json")
    ]


def test_no_finding_tells_a_value() -> None:
    hushed = {"type": "secret_text", "name": "S", "text": ["hush"], "more": "hush"}
    request = HttpRequest("PUT", SCRIPT + "/secrets", "", "application/json", json.dumps(hushed).encode())

    findings = CHECKER.request(request).misfits
    assert len(findings) == 2
    assert "hush" not in repr((request, findings)) + " ".join(map(str, findings))


def test_a_finding_says_where_and_what() -> None:
    finding = CHECKER.request(HttpRequest("GET", SCRIPT, "colour=red")).misfits[0]

    assert str(finding) == "get_script /query/colour: is not in the spec"


def asked(request: HttpRequest) -> list[tuple[str, str]]:
    return described(CHECKER.request(request))


def answered(name: str, status: int, body: object) -> list[tuple[str, str]]:
    answer = HttpResponse(status, "application/json; charset=utf-8", json.dumps(body).encode())
    return described(CHECKER.answer(operation(name), answer))


def described(checked: Checked) -> list[tuple[str, str]]:
    return sorted((misfit.place, misfit.what) for misfit in checked.misfits)


def operation(name: str) -> Operation:
    return next(operation for operation in committed().operations if operation.name == name)
