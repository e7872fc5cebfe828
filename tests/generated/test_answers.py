"""Whatever comes back is a value or an error of this package, blocking and async."""

import json
import pickle
from collections.abc import Callable
from copy import copy, deepcopy

import httpx
import pytest

from tenantry_api import AuthenticatedClient, errors, models
from tenantry_api.api.namespaces import get_namespace, list_namespaces
from tenantry_api.api.scripts import delete_script, get_content, get_script
from tenantry_api.api.settings import get_settings
from tenantry_api.types import File

from .recording import TOKEN, Send, Server

REFUSAL = {"success": False, "errors": [{"code": 10092, "message": "not found"}], "messages": None, "result": None}


@pytest.mark.parametrize("status", [400, 404, 499, 500, 520, 530, 599])
def test_any_refusal_is_an_error_envelope(send: Send, server: Server, status: int) -> None:
    server.status, server.body = status, json.dumps(REFUSAL).encode()

    answer = send(get_namespace, "account", "production")

    assert status == answer.status_code
    assert isinstance(answer.parsed, models.ErrorEnvelope)
    assert [models.ApiMessage(code=10092, message="not found")] == answer.parsed.errors


@pytest.mark.parametrize("status", [403, 499, 520, 530])
def test_a_page_of_html_is_an_undecodable_answer_with_its_status(send: Send, server: Server, status: int) -> None:
    server.status, server.content_type, server.body = status, "text/html; charset=UTF-8", b"<h1>Sorry</h1>" * 50

    with pytest.raises(errors.UndecodableAnswer, match=f"{status}.*text/html") as caught:
        send(get_namespace, "account", "production")

    assert status == caught.value.status_code
    assert caught.value.headers == {"content-type": "text/html; charset=UTF-8"}
    assert caught.value.excerpt[:9] == "<h1>Sorry"
    assert len(caught.value.excerpt) == 200


def test_an_empty_200_reads_as_an_envelope_without_anything(send: Send, server: Server) -> None:
    server.body = b""

    assert models.NamespaceEnvelope() == send(get_namespace, "account", "production").parsed


def test_a_204_reads_as_an_envelope_without_anything(send: Send, server: Server) -> None:
    server.status, server.body = 204, b""

    assert models.EmptyEnvelope() == send(delete_script, "account", "production", "shop").parsed


def test_result_null_reads_as_none(send: Send) -> None:
    answer = send(get_namespace, "account", "production")

    assert models.NamespaceEnvelope(success=True, errors=[], messages=[], result=None) == answer.parsed


def test_a_status_that_is_not_documented_reads_as_none(send: Send, server: Server) -> None:
    server.status = 302

    answer = send(get_namespace, "account", "production")

    assert (answer.status_code, answer.parsed) == (302, None)


def test_a_status_that_is_not_documented_is_an_error_where_the_client_says_so(server: Server) -> None:
    server.status = 302

    with (
        AuthenticatedClient(server.url, TOKEN, raise_on_unexpected_status=True) as client,
        pytest.raises(errors.UnexpectedStatus, match="302"),
    ):
        get_namespace.sync("account", "production", client=client)


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'"text"', b"\xff\xfe\xff", b"[" * 100_000])
def test_a_refusal_is_no_success_whatever_its_body(body: bytes) -> None:
    with pytest.raises(errors.UnexpectedStatus, match="403"):
        get_namespace.parse(httpx.Response(403, content=body))


@pytest.mark.parametrize(
    "body",
    [b"{", b"null", b"[]", b'"text"', b"\xff\xfe\xff", b"[" * 100_000, b'{"result": "text"}', b'{"result": [{}]}'],
)
def test_a_success_without_the_documented_form_is_undecodable(body: bytes) -> None:
    with pytest.raises(errors.UndecodableAnswer, match="200"):
        get_namespace.parse(httpx.Response(200, content=body))


def test_a_null_among_rows_is_undecodable_and_not_a_shorter_list() -> None:
    with pytest.raises(errors.UndecodableAnswer, match="an object was expected, not NoneType"):
        list_namespaces.parse(httpx.Response(200, json={"result": [{}, None]}))


def test_remarks_of_any_form_do_not_hide_a_result() -> None:
    answer = {"errors": "none", "messages": ["text"], "result": {"namespace_name": "production"}}
    envelope = list_namespaces.parse(httpx.Response(200, json=answer | {"result": [answer["result"]]}))

    assert [models.NamespaceInfo(namespace_name="production")] == envelope.result
    assert (envelope.errors, envelope.messages) == (None, None)
    assert envelope.additional_properties == {"errors": "none", "messages": ["text"]}


def test_an_error_carries_nothing_of_the_request_and_no_token_of_the_answer(send: Send, server: Server) -> None:
    server.status, server.body = 403, json.dumps({"you sent": TOKEN}).encode() + b"<html>"

    with pytest.raises(errors.UndecodableAnswer) as caught:
        send(get_namespace, "account", "production")

    error = caught.value
    assert (error.__cause__, error.__context__) == (None, None)
    assert TOKEN not in f"{error} {error!r} {vars(error)}"
    assert "you sent" in error.excerpt


@pytest.mark.parametrize("copied", [copy, deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
def test_an_error_survives_copy_and_pickle(copied: Callable[[Exception], Exception]) -> None:
    with pytest.raises(errors.UnexpectedStatus) as caught:
        get_namespace.parse(httpx.Response(429, headers={"retry-after": "7", "cf-ray": "8f0-VIE", "set-cookie": "x=y"}))

    other = copied(caught.value)

    assert (str(caught.value), vars(caught.value)) == (str(other), vars(other))
    assert caught.value.headers == {"retry-after": "7", "cf-ray": "8f0-VIE"}


def test_the_code_of_a_script_is_a_file_with_the_whole_content_type(send: Send, server: Server) -> None:
    server.content_type, server.body = "multipart/form-data; boundary=zz", b"--zz--\r\n"

    assert File(b"--zz--\r\n", mime_type="multipart/form-data; boundary=zz") == send(get_content, "a", "b", "c").parsed


def test_an_unknown_binding_type_is_kept(send: Send, server: Server) -> None:
    binding = {"name": "QUANTUM", "type": "quantum_computer", "qubits": 3}
    server.body = json.dumps({"success": True, "result": {"bindings": [binding]}}).encode()

    answer = send(get_settings, "account", "production", "shop")
    assert isinstance(answer.parsed, models.SettingsEnvelope)
    assert answer.parsed.result is not None
    [read] = answer.parsed.result.bindings or []

    assert isinstance(read, models.OtherBinding)
    assert (read.type_, read["qubits"]) == ("quantum_computer", 3)
    assert binding == read.to_dict()


def test_an_unknown_enum_value_is_kept(send: Send, server: Server) -> None:
    server.body = json.dumps({"success": True, "result": {"usage_model": "free_for_all"}}).encode()

    answer = send(get_script, "account", "production", "shop")

    assert isinstance(answer.parsed, models.NamespaceScriptEnvelope)
    assert models.NamespaceScript(usage_model=models.UsageModel("free_for_all")) == answer.parsed.result
