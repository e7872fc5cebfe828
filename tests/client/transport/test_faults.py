"""Whatever a server does over a real socket: the error that stands for it, and connections that work afterwards."""

import gzip
import json
import tracemalloc
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import anyio
import attrs
import httpx
import pytest

import tenantry
from tenantry import BadAnswer, NoAnswer, Refused
from tenantry._arguments.credentials import Credentials
from tenantry._flow import Flow
from tenantry._flows import namespaces
from tenantry._flows.download import download
from tenantry._rate_limit.pacer import LocalPacer
from tenantry._transport.async_driver import AsyncDriver, AsyncPool
from tenantry._transport.blocking_driver import Driver, Pool
from tenantry._transport.config import ClientConfig
from tenantry_api import models
from tenantry_api.api.scripts import delete_script, upload_script
from tenantry_api.types import File
from tests.client.servers.faults import CLOSES, RESETS, SILENT, FaultServer, Reply, faulty, reply
from tests.client.support.flavours import TOKEN, async_connections, connections
from tests.client.support.running import Clock

# httpx leaves its own generators to the garbage collector where it stops early, and trio says so.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")

ACCOUNT = "an-account"
PAGE = b"<!DOCTYPE html><title>Sorry</title>"
# So that one connection which is not given back is one too many.
ONE = httpx.Limits(max_connections=1)


def envelope(result: object, **more: object) -> bytes:
    return json.dumps({"success": True, "errors": [], "messages": [], "result": result, **more}).encode()


FOUND = reply(envelope({"namespace_name": "production"}))


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with faulty() as breaking:
        yield breaking


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def here(server: FaultServer, clock: Clock) -> ClientConfig:
    credentials = Credentials({"Authorization": f"Bearer {TOKEN}"}, TOKEN)
    return ClientConfig(server.url, credentials, LocalPacer(rate=None), timeout=5.0, now=clock, chance=lambda: 0.5)


# Any: each test runs flows of its own.
Run = Callable[..., list[Any]]


@pytest.fixture
def run(flavour: str, here: ClientConfig, clock: Clock) -> Run:
    """Runs flows one after another on one connection; gives what each returns or raises."""

    def run_them(*flows: Flow[Any], **config: Any) -> list[Any]:
        changed = attrs.evolve(here, **config)
        if flavour == "blocking":
            return _run(flows, changed, clock)
        return anyio.run(_run_async, flows, changed, clock, backend=flavour)

    return run_them


def _run(flows: tuple[Flow[Any], ...], config: ClientConfig, clock: Clock) -> list[Any]:
    came: list[Any] = []
    with connections(limits=ONE) as http_client:
        driver = Driver(config, Pool(http_client), clock.sleep)
        for flow in flows:
            try:
                came.append(driver.run(flow))
            except tenantry.Error as error:
                came.append(error)
    return came


async def _run_async(flows: tuple[Flow[Any], ...], config: ClientConfig, clock: Clock) -> list[Any]:
    came: list[Any] = []
    async with async_connections(limits=ONE) as http_client:
        driver = AsyncDriver(config, AsyncPool(http_client), clock.asleep)
        for flow in flows:
            try:
                came.append(await driver.run(flow))
            except tenantry.Error as error:
                came.append(error)
    return came


def get() -> Flow[Any]:
    return namespaces.get(ACCOUNT, "production")


def create() -> Flow[Any]:
    return namespaces.create(ACCOUNT, "production")


def call(made: Any) -> Flow[Any]:
    return (yield from made)


# --- every fault, and what it is to a caller ---


def refusal(code: int) -> bytes:
    return envelope(None, success=False, errors=[{"code": code, "message": "no"}])


DEEP = b'{"success": true, "result": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
TWO = gzip.compress(b'{"success": true, ') + gzip.compress(b'"result": {"namespace_name": "n"}}')
LONG = b'{"success": true, "result": {"namespace_name": "n", "script_count": ' + b"9" * 5_000 + b"}}"

# What is answered, the error, and how often a call that may be repeated is sent.
FAULTS: dict[str, tuple[Reply, type[Exception], int]] = {
    "520": (reply(PAGE, 520), NoAnswer, 5),
    "522": (reply(PAGE, 522), NoAnswer, 5),
    "530": (reply(PAGE, 530), NoAnswer, 5),
    "526": (reply(PAGE, 526), NoAnswer, 1),
    "a problem of the edge": (reply(b'{"title": "Error 520", "status": 520}', 520), NoAnswer, 5),
    "200 and a page": (reply(PAGE), BadAnswer, 1),
    "200 and a page that says so": (reply(PAGE, headers={"Content-Type": "text/html"}), BadAnswer, 1),
    "403 and a page": (reply(PAGE, 403), Refused, 1),
    "a challenge": (reply(PAGE, 403, {"cf-mitigated": "challenge"}), Refused, 1),
    "200 and nothing": (reply(b""), BadAnswer, 1),
    "success that is false": (reply(refusal(100119)), tenantry.NamespaceNotFound, 1),
    "result null": (reply(envelope(None)), BadAnswer, 1),
    "no result": (reply(b'{"success": true, "errors": [], "messages": []}'), BadAnswer, 1),
    "deep nesting": (reply(DEEP), BadAnswer, 1),
    "a long number": (reply(LONG), BadAnswer, 1),
    "no UTF-8": (reply('{"success": true, "result": {"namespace_name": "é"}}'.encode("latin-1")), BadAnswer, 1),
    "a body that is cut short": (reply(b'{"success": tr'), BadAnswer, 1),
    "a connection that ends in the body": (reply(b'{"succ', missing=99, then="close"), NoAnswer, 5),
    "a connection reset in the body": (reply(b'{"succ', missing=99, then="reset"), NoAnswer, 5),
    "a connection that is reset": (RESETS, NoAnswer, 5),
    "a connection that is closed": (CLOSES, NoAnswer, 5),
    "what is not HTTP": (Reply([b"220 mail.example ESMTP\r\n"], "close"), NoAnswer, 5),
    "409": (reply(PAGE, 409), Refused, 1),
    "429": (reply(b"", 429, {"Retry-After": "1"}), tenantry.RateLimited, 5),
    "a redirect": (reply(b"", 307, {"Location": "http://127.0.0.1:9/elsewhere"}), BadAnswer, 1),
    "what is not gzip": (reply(b"no", headers={"Content-Encoding": "gzip"}), BadAnswer, 1),
    "gzip that ends early": (
        reply(gzip.compress(envelope({}))[:-12], headers={"Content-Encoding": "gzip"}),
        NoAnswer,
        5,
    ),
    "gzip whose second member ends early": (reply(TWO[:-9], headers={"Content-Encoding": "gzip"}), NoAnswer, 5),
    "gzip and one byte": (reply(TWO + b"x", headers={"Content-Encoding": "gzip"}), NoAnswer, 5),
    "gzip and something else": (reply(TWO + b"\0else", headers={"Content-Encoding": "gzip"}), BadAnswer, 1),
    "an encoding nobody asked for": (reply(b"no", headers={"Content-Encoding": "br"}), BadAnswer, 1),
}
every_fault = pytest.mark.parametrize(("fault", "error", "times"), FAULTS.values(), ids=FAULTS)


@every_fault
def test_a_fault_is_an_error_of_ours_and_the_next_call_works(
    run: Run, server: FaultServer, fault: Reply, error: type[Exception], times: int
) -> None:
    server.will(*[fault] * times, FOUND)
    failed, found = run(get(), get(), max_wait=30.0)

    assert type(failed) is error
    assert len(server.requests) == times + 1
    assert found.namespace_name == "production"


@pytest.mark.parametrize("fault", [fault for name, (fault, _, _) in FAULTS.items() if name != "429"])
def test_what_is_created_is_sent_once_whatever_happens(run: Run, server: FaultServer, fault: Reply) -> None:
    server.will(fault, FOUND)
    _, found = run(create(), get())

    assert sum(line.startswith("POST") for line in server.requests) == 1
    assert found.namespace_name == "production"


def test_a_limit_for_too_long_fails_at_once_and_holds_back_the_next_call(
    run: Run, server: FaultServer, clock: Clock
) -> None:
    server.will(reply(b"", 429, {"Retry-After": "61"}), FOUND)
    refused, next_one = run(get(), get())
    assert (refused.retry_after, next_one.retry_after) == (61.0, 61.0)
    assert len(server.requests) == 1

    (found,) = run(get(), max_wait=61.0)
    assert found.namespace_name == "production"
    assert clock.sleeps == [61.0]


@pytest.mark.parametrize(
    "body",
    [
        b'{"success": true, "errors": null, "messages": null, "result": {"namespace_name": "production"}}',
        b'{"success": true, "result": {"namespace_name": "production"}}',
        b'{"success": true, "result": {"namespace_name": "other"}, "result": {"namespace_name": "production"}}',
        b'{"success": true, "result": {"namespace_name": "production", "script_count": NaN}}',
        b'{"success": true, "result": {"namespace_name": "production", "created_on": "yesterday"}}',
        b'{"success": true, "result": {"namespace_name": "production", "created_on": null}}',
        b'\xef\xbb\xbf{"success": true, "result": {"namespace_name": "production"}}',
        b'{"success": true, "result": {"namespace_name": "production", "new": "field"}}',
    ],
    ids=["null lists", "no lists", "a key twice", "NaN", "no date", "date null", "byte order mark", "a new field"],
)
def test_a_success_that_is_odd_is_a_success(run: Run, server: FaultServer, body: bytes) -> None:
    server.will(reply(body))
    (found,) = run(get())

    assert getattr(found, "namespace_name", found) == "production"


def test_silence_is_no_answer_in_time(run: Run, server: FaultServer) -> None:
    server.will(SILENT, FOUND)
    (silent,) = run(get(), timeout=0.5, retries=0)
    (found,) = run(get())

    assert type(silent) is NoAnswer
    assert silent.sent
    assert found.namespace_name == "production"


def test_silence_in_the_middle_of_an_answer_is_no_answer(run: Run, server: FaultServer) -> None:
    server.will(reply(b'{"succ', missing=99, then="silence"), FOUND)
    (silent,) = run(get(), timeout=0.5, retries=0)
    (found,) = run(get())

    assert type(silent) is NoAnswer
    assert found.namespace_name == "production"


def test_where_nobody_listens_even_a_create_is_tried_again(run: Run, server: FaultServer, clock: Clock) -> None:
    (failed,) = run(create(), base_url="http://127.0.0.1:9/v4")

    assert type(failed) is NoAnswer
    assert not failed.sent
    assert clock.sleeps == [0.25, 0.5, 1.0, 2.0]


# --- how much is read ---

MIB = 2**20


def test_an_answer_that_is_too_large_is_not_read_to_its_end(run: Run, server: FaultServer) -> None:
    server.will(Reply([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[chunk(b" " * MIB)] * 70]), FOUND)
    large, found = run(get(), get())

    assert type(large) is BadAnswer
    assert "more than 64 MiB" in str(large)
    assert len(large.answer.start) == 200
    assert found.namespace_name == "production"


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


def test_a_small_answer_that_unpacks_to_a_large_one_does_not_fill_the_memory(run: Run, server: FaultServer) -> None:
    bomb = gzip.compress(b" " * (200 * MIB), 9)
    server.will(reply(bomb, headers={"Content-Encoding": "gzip"}), FOUND)
    tracemalloc.start()
    large, found = run(get(), get())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert type(large) is BadAnswer
    assert found.namespace_name == "production"
    # The limit, and what a growing buffer takes beside it.
    assert peak < 160 * MIB


def test_code_may_be_larger(run: Run, server: FaultServer) -> None:
    code = b"/" * (65 * MIB)
    server.will(reply(gzip.compress(code, 1), headers={"Content-Encoding": "gzip", "Content-Type": "text/plain"}))
    (found,) = run(download(ACCOUNT, "production", "shop", None))

    assert found["index.js"] == code


ANSWER = envelope({"namespace_name": "production"})
PACKED = {
    "a member": gzip.compress(ANSWER),
    "two members": gzip.compress(ANSWER[:20]) + gzip.compress(ANSWER[20:]),
    "padding": gzip.compress(ANSWER) + b"\0\0",
    "padding between": gzip.compress(ANSWER[:20]) + b"\0\0" + gzip.compress(ANSWER[20:]),
    "full pieces": gzip.compress(ANSWER.ljust(MIB)),
}


@pytest.mark.parametrize("cut", [1, MIB], ids=["bytes", "whole"])
@pytest.mark.parametrize("packed", PACKED.values(), ids=PACKED)
def test_gzip_is_unpacked_however_it_is_cut(run: Run, server: FaultServer, packed: bytes, cut: int) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    server.will(Reply([head, *[chunk(packed[at : at + cut]) for at in range(0, len(packed), cut)], b"0\r\n\r\n"]))
    (found,) = run(get())

    assert found.namespace_name == "production"


# --- the server acts, and then the connection breaks ---


def test_a_delete_whose_answer_was_lost_has_succeeded(run: Run, server: FaultServer) -> None:
    server.will(RESETS, reply(refusal(10007), 404))
    (outcome,) = run(call(delete_script.request(ACCOUNT, "production", "shop")))

    assert not isinstance(outcome, Exception)
    assert len(server.requests) == 2


def test_an_upload_whose_answer_was_lost_is_sent_again_but_not_with_migrations(run: Run, server: FaultServer) -> None:
    body = models.ScriptUpload(models.ScriptMetadata(main_module="a.js"))
    upload = upload_script.request(ACCOUNT, "production", "shop", body=body)
    server.will(RESETS, reply(envelope({"id": "shop"})))
    (uploaded,) = run(call(upload))
    assert uploaded.result.id == "shop"

    server.replies.clear()
    server.requests.clear()
    server.will(RESETS, reply(envelope({"id": "shop"})))
    (unknown,) = run(call(upload.once()))
    assert type(unknown) is NoAnswer
    assert unknown.sent
    assert len(server.requests) == 1


# --- the server answers before it has read all ---


def large_upload() -> Flow[Any]:
    body = models.ScriptUpload(models.ScriptMetadata(main_module="a.js"))
    body.additional_properties["a.js"] = File(payload=BytesIO(b" " * (9 * MIB)), file_name="a.js")
    return call(upload_script.request(ACCOUNT, "production", "shop", body=body))


def test_an_early_answer_is_seen(run: Run, server: FaultServer, flavour: str) -> None:
    server.reads_bodies = False
    server.will(reply(refusal(10027), 413, then="close"))
    (refused,) = run(large_upload())

    assert type(refused) is tenantry.ScriptTooLarge
    # asyncio misses one that comes in the very moment in which it sends.
    assert len(server.requests) <= 1 + (flavour == "asyncio")


def test_that_an_answer_is_to_come_is_no_answer(run: Run, server: FaultServer) -> None:
    server.decide = lambda heard: reply(envelope({"id": str(len(heard.body) > 9 * MIB)}))
    server.greeting = b"HTTP/1.1 100 Continue\r\n\r\n"
    (uploaded, again) = run(large_upload(), large_upload())

    assert (uploaded.result.id, again.result.id) == ("True", "True")


@pytest.mark.parametrize("fault", [RESETS, CLOSES], ids=["resets", "closes"])
@pytest.mark.parametrize("reads", [True, False], ids=["in its answer", "in its body"])
def test_an_upload_that_breaks_twice_is_given_up(run: Run, server: FaultServer, fault: Reply, reads: bool) -> None:
    server.reads_bodies = reads
    server.will(fault)
    (unknown,) = run(large_upload())

    assert type(unknown) is NoAnswer
    assert unknown.sent
    assert len(server.requests) == 2
