"""What holds for every request: credentials, routes, what is not there."""

import http.client
import re
from contextlib import closing

import httpx
import pytest

from tenantry_emulator import Emulator
from tests.emulator import conformity
from tests.emulator.account import PRODUCTION, Account

OPERATIONS = [
    pytest.param(method, path, operation, id=operation["operationId"])
    for path, item in conformity.specification()["paths"].items()
    for method, operation in item.items()
    if method != "parameters"
]


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_operation_of_the_specification_is_answered(
    emulator: Emulator, account: Account, method: str, path: str, operation: dict[str, str]
) -> None:
    names = {"account_id": emulator.account_id, "dispatch_namespace": "ns", "script_name": "s"}
    url = emulator.url + path.format(**names, secret_name="k", tag="t")
    answer = account.http.request(method, url, params={"base64": "true"})

    (error,) = answer.json()["errors"] or [{"code": None, "message": ""}]
    assert error["code"] not in (7003, 99501)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "the-token"},
        {"Authorization": "Basic dTpw"},
        {"X-Auth-Key": "k"},
        {"X-Auth-Email": "a@example.com"},
    ],
)
def test_a_request_without_credentials_is_refused(
    emulator: Emulator, stranger: httpx.Client, headers: dict[str, str]
) -> None:
    url = f"{emulator.url}/accounts/{emulator.account_id}/workers/dispatch/namespaces"
    answer = stranger.get(url, headers=headers)

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, 9106)


@pytest.mark.parametrize(
    "headers", [{"Authorization": "Bearer x"}, {"X-Auth-Email": "a@example.com", "X-Auth-Key": "k"}]
)
def test_any_credentials_of_the_right_form_will_do(
    emulator: Emulator, stranger: httpx.Client, headers: dict[str, str]
) -> None:
    url = f"{emulator.url}/accounts/{emulator.account_id}/workers/dispatch/namespaces"

    assert stranger.get(url, headers=headers).status_code == 200


@pytest.mark.parametrize("account_id", ["production", "x" * 32, "0" * 31, "0" * 33, "%2E%2E"])
def test_what_is_no_account_has_no_route(emulator: Emulator, account: Account, account_id: str) -> None:
    url = f"{emulator.url}/accounts/{account_id}/workers/dispatch/namespaces"

    assert account.refused("GET", url)[:2] == (404, 7003)


@pytest.mark.parametrize("path", ["/nothing", "/namespaces//scripts", "/namespaces/%0A/nothing", "/%F0%9F%92%A9"])
def test_a_path_that_is_not_there_has_no_route(account: Account, path: str) -> None:
    assert account.refused("GET", path)[:2] == (404, 7003)


def test_a_path_outside_the_api_has_no_route(emulator: Emulator, account: Account) -> None:
    assert account.refused("GET", emulator.url.removesuffix("/client/v4"))[:2] == (404, 7003)


def test_a_wrong_method_looks_like_an_authentication_error(account: Account) -> None:
    text = "DELETE method not allowed for the api_token authentication scheme"

    assert (405, 10000, text) == account.refused("DELETE", "/namespaces")


def test_a_slash_at_the_end_leads_to_the_collection(production: Account) -> None:
    assert production.granted("GET", f"{PRODUCTION}/scripts/") == []


def test_every_answer_has_a_ray_of_its_own(account: Account) -> None:
    answers = [account.http.get(path) for path in ("/namespaces", "/namespaces/ghost", "/nothing")]
    rays = [answer.headers["cf-ray"] for answer in answers]

    assert all(re.fullmatch("[0-9a-f]{16}-EMU", ray) for ray in rays)
    assert len(set(rays)) == 3


def test_accounts_do_not_see_one_another(emulator: Emulator, production: Account) -> None:
    other = f"{emulator.url}/accounts/{'f' * 32}/workers/dispatch/namespaces/production"

    assert production.refused("GET", other)[:2] == (404, 100119)


def test_an_upload_that_is_refused_at_once_is_heard_out(emulator: Emulator) -> None:
    path = f"/client/v4/accounts/{emulator.account_id}/workers/dispatch/namespaces/ghost"
    with closing(http.client.HTTPConnection("127.0.0.1", emulator.port)) as connection:
        connection.request("PUT", f"{path}/scripts/shop", body=b"x" * 5_000_000)
        with connection.getresponse() as first:
            first.read()
        # Without a new connection: had the server closed on the unread body, this would fail.
        connection.auto_open = 0
        connection.request("GET", path, headers={"Authorization": "Bearer x"})
        with connection.getresponse() as second:
            second.read()

    assert (first.status, second.status) == (400, 404)


def test_wrangler_finds_no_account_worker_of_a_tenants_name(emulator: Emulator, account: Account) -> None:
    worker = f"{emulator.url}/accounts/{emulator.account_id}/workers/scripts/shop"

    assert account.refused("GET", f"{worker}/secrets")[:2] == (404, 10007)
    assert account.refused("GET", f"{worker}/settings")[:2] == (404, 10007)
