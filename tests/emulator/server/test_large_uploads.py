"""While an upload is read, however large it is, the event loop and other threads go on."""

import asyncio
import gc
import json
from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.types import Message

from tenantry_emulator.deployment.inspection import exports_of
from tenantry_emulator.runtime.configuration.exports import Exports
from tenantry_emulator.store.records import Module
from tenantry_emulator.wire.json_types import from_json
from tenantry_emulator.wire.multipart import Part, parts_of
from tenantry_emulator.wire.turns import PIECE
from tests.emulator.server.turns import turns_after, turns_beside, turns_of_another_thread

PARTS = 3000
# So few that they cannot come by chance, where all is done in one turn.
TURNS = 50


@pytest.fixture(autouse=True, params=[0.00001, 1000], ids=["interrupted", "stepping aside"])
def _turns(request: pytest.FixtureRequest) -> Iterator[None]:
    with turns_after(request.param):
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


def test_parts_do_not_wait_for_the_garbage_collector() -> None:
    body = b'--end\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\ncode\r\n--end--\r\n'
    gc.collect()
    gc.disable()
    try:
        (part,) = asyncio.run(parts_of(uploaded(body)))
        assert part.content == b"code"
        del part

        assert [each for each in gc.get_objects() if isinstance(each, Part)] == []
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "value",
    [{"files": [{"size": size} for size in range(200_000)]}, [*range(800_000)], [["\U0001f600"]] * 200_000],
    ids=["objects", "numbers", "emoji"],
)
def test_other_threads_go_on_while_json_is_read(value: object) -> None:
    text = json.dumps(value).encode()

    assert turns_of_another_thread(lambda: from_json(text)) > 4 * TURNS
    assert from_json(text) == value


@pytest.mark.parametrize(
    "code", [b" " * 64 * 1024 * 1024, b"export " * 200_000, b"export default {};" * 100_000], ids=["no", "many", "all"]
)
def test_other_threads_go_on_while_code_is_searched(code: bytes) -> None:
    modules = [Module("index.js", "index.js", "application/javascript+module", code)]

    assert turns_of_another_thread(lambda: exports_of("index.js", modules, has_modules=True)) > TURNS


@pytest.mark.parametrize("before", range(PIECE - 16, PIECE + 1))
def test_a_word_is_found_across_the_end_of_a_piece(before: int) -> None:
    code = b" " * before + b"export default { fetch() {} }"
    modules = [Module("index.js", "index.js", "application/javascript+module", code)]

    assert exports_of("index.js", modules, has_modules=True) == Exports(True, False, frozenset())
