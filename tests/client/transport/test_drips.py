"""Whatever drips, from a server or from a disk, ends at the deadline."""

import gzip
import itertools
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry import Assets
from tests.client.servers.faults import FaultServer, Reply, faulty
from tests.client.support.flavours import ACCOUNT, TOKEN, Ask, Verb

DEADLINE, SLACK = 1.0, 0.3
# Often enough that no wait for a single piece is near the deadline.
PAUSE = 0.04

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
WORKER = {"index.js": "export default { fetch() { return new Response('hi') } }"}


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with faulty() as breaking:
        yield breaking


@pytest.fixture
def ask(flavour: str, server: FaultServer) -> Ask:
    return Ask(flavour, {"base_url": server.url, "account_id": ACCOUNT, "api_token": TOKEN, "deadline": DEADLINE})


def asking(*pieces: bytes) -> Callable[[FaultServer, Path], Verb]:
    """A call whose answer is these pieces, the last of them again and again."""

    def drip(server: FaultServer, _: Path) -> Verb:
        server.will(Reply(itertools.chain(pieces, itertools.repeat(pieces[-1])), pause=PAUSE))
        return lambda client: client.namespace("production").get()

    return drip


def uploading(code: str) -> Callable[[FaultServer, Path], Verb]:
    """A deploy to a server that reads nothing of it, and answers nothing."""

    def drip(server: FaultServer, _: Path) -> Verb:
        server.reads_bodies = False
        server.will(Reply([], "silence"))
        return lambda client: deploy(client, {"index.js": f"{WORKER['index.js']}\n{code}"})

    return drip


def deploy(client: Any, code: object = WORKER, **options: object) -> Any:
    script = client.namespace("production").script("shop")
    return script.deploy(code, compatibility_date="2026-11-01", keep_settings=False, **options)


def many_rules(_: FaultServer, folder: Path) -> Verb:
    (folder / ".assetsignore").write_text("".join(f"{'*a' * 60}*{number}\n" for number in range(20_000)))
    for name in "abcdefgh":
        (folder / (name + "a" * 200)).touch()
    return lambda client: deploy(client, assets=Assets(folder))


def much_to_hash(_: FaultServer, folder: Path) -> Verb:
    """More than a processor hashes in a second: files that take no room on the disk."""
    for number in range(600):
        (folder / str(number)).touch()
        os.truncate(folder / str(number), 25 * 2**20)
    return lambda client: deploy(client, assets=Assets(folder))


DRIPS = {
    "head": asking(OK, b"X", b"-"),
    "headers": asking(OK, *[b"X-%d: 1\r\n" % number for number in range(200)]),
    "early hints": asking(b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "body": asking(OK + b"Content-Length: 99999\r\n\r\n", b" "),
    "chunks": asking(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "gzip": asking(
        OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n",
        *[b"1\r\n%c\r\n" % byte for byte in gzip.compress(os.urandom(500))],
    ),
    "upload": uploading("//" + " " * 9_000_000),
    "rules": many_rules,
    "hashing": much_to_hash,
}


# httpx leaves its own generators to the garbage collector here, and trio says so.
@pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")
@pytest.mark.parametrize("drip", DRIPS.values(), ids=DRIPS)
def test_the_deadline_holds_whatever_drips(
    ask: Ask, server: FaultServer, tmp_path: Path, drip: Callable[[FaultServer, Path], Verb]
) -> None:
    verb, began = drip(server, tmp_path), 0.0

    def timed(client: Any) -> Any:
        nonlocal began
        began = time.monotonic()
        return verb(client)

    with pytest.raises(tenantry.NoAnswer, match="deadline"):
        ask(timed)
    assert DEADLINE <= time.monotonic() - began < DEADLINE + SLACK
