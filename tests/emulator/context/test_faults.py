"""Faults on request: each kind, which requests meet it, and how often."""

import dataclasses
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tenantry_emulator import Emulator, Fault, WrongArgument
from tenantry_emulator.context.faults import FaultKind
from tests.emulator.account import PRODUCTION, Account, Result, parts
from tests.emulator.conftest import NO_CERTIFICATES, client
from tests.emulator.site import refusal


@contextmanager
def faulty(*faults: Fault) -> Iterator[tuple[Emulator, Account]]:
    """An account with a namespace, where these faults wait."""
    with Emulator() as emulator, httpx.Client(trust_env=False, verify=NO_CERTIFICATES) as plain:
        plain.base_url = f"{emulator.url}/accounts/{emulator.account_id}/workers/dispatch"
        plain.headers["Authorization"] = "Bearer x"
        emulator.create_namespace("production")
        for fault in faults:
            emulator.faults.add(fault)
        yield emulator, Account(plain)
        assert emulator.failures == []


def statuses(account: Account, times: int, path: str = PRODUCTION) -> list[int]:
    return [account.http.get(path).status_code for _ in range(times)]


def test_a_rate_limit_says_when_to_come_again() -> None:
    with faulty(Fault("rate_limit", retry_after=7)) as (_, account):
        answer = account.http.get(PRODUCTION)

        assert refusal(answer) == (429, 971)
        assert answer.headers["retry-after"] == "7"
        assert answer.headers["cf-ray"].endswith("-EMU")


def test_a_status_comes_in_the_envelope_with_its_code() -> None:
    with faulty(Fault("refuse", status=409, code=10035, message="Come again.", retry_after=1)) as (_, account):
        answer = account.http.get(PRODUCTION)

        assert answer.json()["errors"] == [{"code": 10035, "message": "Come again."}]
        assert (answer.status_code, answer.headers["retry-after"]) == (409, "1")


@pytest.mark.parametrize("status", [200, 499, 520, 530, 599])
def test_any_status_can_be_asked_for(status: int) -> None:
    with faulty(Fault("refuse", status=status)) as (_, account):
        assert [status, 200] == statuses(account, 2)


@pytest.mark.parametrize("kind", ["refuse", "edge"])
@pytest.mark.parametrize("status", [204, 304])
def test_a_status_that_has_no_body_comes_without_one(
    kind: FaultKind, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with faulty(Fault(kind, status=status)) as (_, account):
        answer = account.http.get(PRODUCTION)

    assert (answer.status_code, answer.content, caplog.messages) == (status, b"", [])


@pytest.mark.parametrize(
    ("accept", "format", "media"),
    [
        ("*/*", "negotiated", "text/html"),
        ("text/html, application/json", "negotiated", "text/html"),
        ("application/json", "negotiated", "application/problem+json"),
        ("application/json", "html", "text/html"),
        ("*/*", "json", "application/problem+json"),
    ],
)
def test_the_edge_speaks_html_and_json_to_who_asks_for_it(accept: str, format: Any, media: str) -> None:
    with faulty(Fault("edge", status=522, format=format, message="<b>")) as (_, account):
        answer = account.http.get(PRODUCTION, headers={"Accept": accept})

        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (522, media)
        assert "Connection timed out" in answer.text
        assert ("&lt;b&gt;" in answer.text) == (media == "text/html")


def test_problem_details_say_when_to_come_again() -> None:
    with faulty(Fault("edge", status=503, format="json", retry_after=30)) as (_, account):
        answer = account.http.get(PRODUCTION)

        assert answer.json()["status"] == 503
        assert (answer.json()["retry_after"], answer.headers["retry-after"]) == (30, "30")


def test_a_late_answer_is_right_otherwise() -> None:
    with faulty(Fault("latency", seconds=0.01)) as (emulator, account):
        assert account.granted("GET", PRODUCTION)["namespace_name"] == "production"
        assert [progress.met for progress in emulator.faults.list()] == [1]


def test_what_is_late_when_all_is_forgotten_is_cut_and_never_done() -> None:
    with faulty(Fault("latency", seconds=60)) as (emulator, account), ThreadPoolExecutor(1) as thread:
        late = thread.submit(account.http.post, "/namespaces", json={"name": "staging"})
        while not emulator.faults.list()[0].met:
            pass
        emulator.reset()

        # Of which kind depends on whether its body had been sent by then.
        assert isinstance(late.exception(), httpx.TransportError)
        assert account.granted("GET", "/namespaces") == []
        assert [request.operation for request in emulator.requests] == ["list_namespaces"]


@pytest.mark.parametrize(("when", "created"), [("before", False), ("after", True)])
def test_a_connection_is_cut_before_or_after_the_deed(when: Any, created: bool) -> None:
    with faulty(Fault("reset", operation="create_namespace", when=when)) as (_, account):
        with pytest.raises(httpx.ReadError):
            account.http.post("/namespaces", json={"name": "staging"})

        assert [404, 200][created] == account.http.get("/namespaces/staging").status_code


def test_a_large_upload_is_heard_out_before_the_connection_is_cut() -> None:
    with faulty(Fault("reset", operation="upload_script")) as (_, account):
        with pytest.raises(httpx.ReadError):
            account.http.put(f"{PRODUCTION}/scripts/shop", files=parts(x="y" * 3_000_000))

        assert account.granted("GET", f"{PRODUCTION}/scripts") == []


def test_a_fault_is_about_one_operation_alone() -> None:
    with faulty(Fault("refuse", operation="list_scripts")) as (_, account):
        assert statuses(account, 1) == [200]
        assert statuses(account, 1, f"{PRODUCTION}/scripts") == [503]


def test_a_fault_is_about_a_method_and_a_pattern_of_paths() -> None:
    with faulty(Fault("refuse", method="GET", path="*/scripts/*", times=None)) as (_, account):
        account.deploy("shop")

        assert statuses(account, 1) == [200]
        assert statuses(account, 2, f"{PRODUCTION}/scripts/shop") == [503, 503]
        assert account.granted("DELETE", f"{PRODUCTION}/scripts/shop") is None


def test_a_star_alone_is_special_in_a_pattern_of_paths() -> None:
    with faulty(Fault("refuse", method="GET", path="*/shop[1]?", times=None)) as (_, account):
        for name in ("shop[1]?", "shop1x"):
            account.deploy(quote(name))
        found = [statuses(account, 1, f"{PRODUCTION}/scripts/{quote(name)}") for name in ("shop[1]?", "shop1x")]

    assert found == [[503], [200]]


def test_a_fault_may_be_about_a_path_that_is_no_operation() -> None:
    with faulty(Fault("edge", path="*/nothing", status=502)) as (_, account):
        assert statuses(account, 2, "/nothing") == [502, 404]


def test_a_fault_skips_and_counts() -> None:
    with faulty(Fault("refuse", skip=1, times=2)) as (emulator, account):
        assert statuses(account, 4) == [200, 503, 503, 200]
        (progress,) = emulator.faults.list()
        assert (progress.seen, progress.met, progress.is_over) == (4, 2, True)


def test_faults_come_one_after_another() -> None:
    with faulty(Fault("refuse", status=500), Fault("refuse", status=502)) as (_, account):
        assert statuses(account, 3) == [500, 502, 200]


def test_faults_can_be_taken_back() -> None:
    with faulty(Fault("refuse", times=None)) as (emulator, account):
        assert statuses(account, 1) == [503]
        emulator.faults.clear()
        assert statuses(account, 1) == [200]


def test_faults_can_be_asked_for_over_http() -> None:
    with faulty() as (emulator, account):
        url = f"http://127.0.0.1:{emulator.port}/__emulator/faults"
        asked = {"kind": "refuse", "operation": "get_namespace", "status": 504, "times": 2}
        assert account.granted("POST", url, json=asked) == {"id": 1}
        assert statuses(account, 1) == [504]

        (listed,) = account.granted("GET", url)
        assert asked.items() <= listed.items()
        assert (listed["id"], listed["seen"], listed["met"]) == (1, 1, 1)
        assert account.granted("DELETE", url) is None
        assert account.granted("GET", url) == []
        assert statuses(account, 1) == [200]


def test_each_field_of_a_fault_can_be_asked_for_over_http() -> None:
    with faulty() as (emulator, account):
        fields = {field.name: field.default for field in dataclasses.fields(Fault)}
        asked = {**fields, "kind": "refuse", "operation": "get_script", "method": "PUT", "path": "*", "retry_after": 1}
        account.granted("POST", f"http://127.0.0.1:{emulator.port}/__emulator/faults", json=asked)

        (progress,) = emulator.faults.list()
        assert asked == dataclasses.asdict(progress.fault)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"kind": "flood"},
        {"kind": "refuse", "times": 0},
        {"kind": "refuse", "colour": "red"},
        {"kind": "latency", "seconds": 61},
        {"kind": "latency", "status": 500},
    ],
)
def test_a_fault_that_is_none_is_refused(wrong: Result) -> None:
    with faulty() as (emulator, account):
        url = f"http://127.0.0.1:{emulator.port}/__emulator/faults"

        assert account.refused("POST", url, json=wrong)[:2] == (400, 99400)
        for unreadable in (b"{", b"[" * 100_000, b"\xff"):
            assert account.refused("POST", url, content=unreadable)[:2] == (400, 99400)
        assert emulator.faults.list() == ()


def test_what_the_emulator_cannot_do_is_answered_with_what_it_can() -> None:
    with faulty() as (emulator, account):
        status, code, message = account.refused("PUT", f"http://127.0.0.1:{emulator.port}/__emulator/weather")

    assert (status, code) == (404, 99404)
    assert "POST faults" in message


def test_a_reset_forgets_everything() -> None:
    with Emulator() as emulator, client(emulator) as http:
        Account(http).granted("POST", "/namespaces", json={"name": "production"})
        emulator.faults.add(Fault("refuse"))
        emulator.register_token("other")
        emulator.reset()

        assert Account(http).granted("GET", "/namespaces") == []


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"kind": "nosuch"}, "kind takes one of rate_limit, latency, refuse, edge, reset, not 'nosuch'"),
        ({"method": "FETCH"}, "method takes one of GET, PUT, POST, PATCH, DELETE, not 'FETCH'"),
        ({"path": 5}, "path takes a text that matches ^[/*](?!client/v4), not 5"),
        ({"path": "/*\ud800"}, "path takes a text that matches "),
        ({"path": "accounts/*"}, "path takes a text that matches "),
        ({"path": "/client/v4/accounts/*"}, "path takes a text that matches "),
        ({"skip": -1}, "skip takes a whole number from 0 to 1,000,000,000,000, not -1"),
        ({"times": 0}, "times takes a whole number from 1 to 1,000,000,000,000, not 0"),
        ({"status": "abc"}, "status takes a whole number from 200 to 599, not 'abc'"),
        ({"status": 600}, "status takes a whole number from 200 to 599, not 600"),
        ({"code": None}, "code takes a whole number from 0 to 1,000,000,000,000, not None"),
        ({"retry_after": "soon"}, "retry_after takes a whole number from 0 to 1,000,000,000,000, not 'soon'"),
        ({"seconds": float("nan")}, "seconds takes a number from 0 to 60, not nan"),
        ({"format": "xml"}, "format takes one of negotiated, html, json, not 'xml'"),
        ({"when": "sometime"}, "when takes one of before, after, not 'sometime'"),
        ({"when": "after"}, "when would change nothing of a refuse, which has status, code, message, retry_after"),
        ({"kind": "rate_limit", "status": 502}, "status would change nothing of a rate_limit, which has message"),
    ],
)
def test_a_fault_that_cannot_be_is_refused_at_once(wrong: dict[str, Any], complaint: str) -> None:
    with pytest.raises(WrongArgument, match=f"^Fault: {re.escape(complaint)}"):
        Fault(**{"kind": "refuse", **wrong})


@pytest.mark.parametrize(
    ("operation", "hint"),
    [("get_namespce", "did you mean get_namespace?"), ("x", "there are account_subdomain, ")],
)
def test_an_operation_that_does_not_exist_is_refused_with_what_may_be_meant(operation: str, hint: str) -> None:
    with faulty() as (emulator, account):
        with pytest.raises(WrongArgument, match=re.escape(hint)):
            emulator.faults.add(Fault("refuse", operation=operation))
        url = f"http://127.0.0.1:{emulator.port}/__emulator/faults"
        refused = account.refused("POST", url, json={"kind": "refuse", "operation": operation})

        assert refused[:2] == (400, 99400)
        assert hint in refused[2]
        assert emulator.faults.list() == ()


def test_what_is_added_is_a_fault() -> None:
    wrong: Any = {"kind": "refuse"}
    with faulty() as (emulator, _), pytest.raises(WrongArgument, match="takes Fault, not"):
        emulator.faults.add(wrong)


def test_an_operation_outside_the_specification_can_fail_too() -> None:
    with faulty(Fault("refuse", operation="upload_worker", status=503)) as (emulator, account):
        url = f"{emulator.url}/accounts/{emulator.account_id}/workers/scripts/out"

        assert account.refused("PUT", url, files=parts())[:2] == (503, 10002)


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        ("", "account_id, dispatch_namespace"),
        ("?account_id=a&dispatch_namespace=b&x=c", "x"),
        ("?account_id=a&account_id=b&dispatch_namespace=b", "account_id"),
    ],
)
def test_a_query_of_the_control_says_what_it_wants(query: str, missing: str) -> None:
    with faulty() as (emulator, account):
        refused = account.refused("GET", f"http://127.0.0.1:{emulator.port}/__emulator/logs{query}")

        assert refused[:2] == (400, 99400)
        assert refused[2].endswith(f"see to {missing}.")


def test_messages_of_a_queue_without_a_name_are_refused() -> None:
    with faulty() as (emulator, account):
        url = f"http://127.0.0.1:{emulator.port}/__emulator/messages?account_id={emulator.account_id}&queue_name="

        for method in ("GET", "DELETE"):
            assert account.refused(method, url)[1:] == (99400, "queue_name takes a text that is not empty, not ''")


def test_a_text_that_is_not_unicode_is_refused_over_http_too() -> None:
    with faulty() as (emulator, account):
        url = f"http://127.0.0.1:{emulator.port}/__emulator/faults"
        body = b'{"kind": "refuse", "message": "\\ud800"}'

        assert account.refused("POST", url, content=body)[:2] == (400, 99400)
