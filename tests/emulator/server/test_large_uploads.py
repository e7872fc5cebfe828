"""While an upload is read, however large it is, the event loop and other threads go on."""

import asyncio
import json
import time
from collections.abc import Iterator
from threading import Event, Thread

import pytest
from starlette.requests import Request
from starlette.types import Message

from tenantry_emulator.wire.json_types import from_json
from tenantry_emulator.wire.multipart import parts_of
from tests.emulator.server.turns import turns_beside, turns_often

PARTS = 3000
# So few that they cannot come by chance, where all is done in one turn.
TURNS = 50


@pytest.fixture(autouse=True)
def _turns_often() -> Iterator[None]:
    with turns_often():
        yield


def uploaded(body: bytes) -> Request:
    """The body, all of which has come."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [(b"content-type", b"multipart/form-data; boundary=end")]
    return Request({"type": "http", "method": "PUT", "headers": headers}, receive)


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
