"""While an upload is read, however large it is, the event loop and other threads go on."""

import asyncio
import json
import sys
import time
from collections.abc import Coroutine, Iterator
from threading import Event, Thread
from typing import Any

import pytest
from starlette.requests import Request
from starlette.types import Message

from tenantry_emulator.wire.json_types import from_json
from tenantry_emulator.wire.multipart import parts_of

PARTS = 3000
# So few that they cannot come by chance, where all is done in one turn.
TURNS = 50


@pytest.fixture
def turns_often() -> Iterator[None]:
    """Threads that ask for their turn get it at the next opportunity, so that what gives none shows."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.00001)
    yield
    sys.setswitchinterval(usual)


async def turns_beside(work: Coroutine[Any, Any, object]) -> int:
    """How often the event loop comes around while the work is done."""
    working, turns = asyncio.create_task(work), 0
    while not working.done():
        await asyncio.sleep(0)
        turns += 1
    await working
    return turns


def uploaded(body: bytes) -> Request:
    """The body, all of which has come."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [(b"content-type", b"multipart/form-data; boundary=end")]
    return Request({"type": "http", "method": "PUT", "headers": headers}, receive)


@pytest.mark.usefixtures("turns_often")
def test_thousands_of_parts_are_taken_apart_beside_the_event_loop() -> None:
    part = '--end\r\nContent-Disposition: form-data; name="{0}"; filename="{0}"\r\n\r\ncode\r\n'
    body = "".join(part.format(number) for number in range(PARTS)) + "--end--\r\n"
    found = []

    async def read() -> None:
        found.extend(await parts_of(uploaded(body.encode())))

    assert asyncio.run(turns_beside(read())) > TURNS
    assert [part.filename for part in found] == [str(number) for number in range(PARTS)]


@pytest.mark.parametrize(
    "value",
    [{"files": [{"size": size} for size in range(200_000)]}, [*range(800_000)], [["\U0001f600"]] * 200_000],
    ids=["objects", "numbers", "emoji"],
)
@pytest.mark.usefixtures("turns_often")
def test_other_threads_go_on_while_json_is_read(value: object) -> None:
    text, done = json.dumps(value).encode(), Event()
    turns = 0

    def count() -> None:
        nonlocal turns
        while not done.is_set():
            turns += 1
            # Each needs another turn of the lock that Python's threads share.
            time.sleep(0)

    other = Thread(target=count)
    other.start()
    try:
        before = turns
        read = from_json(text)
        switches = turns - before
    finally:
        done.set()
        other.join()

    assert switches > 4 * TURNS
    assert read == value
