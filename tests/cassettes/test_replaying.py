"""Every cassette tells its story again, to each flavour of the client; one that was changed does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import tenantry
from drift.cassette import file
from drift.cassette.recording import Exchange, Recording, Request, Tree
from drift.reality.checker import ExchangeChecker
from drift.spec.document import committed

from .recorder import FOLDER, NOWHERE, replay
from .stories import CANARY, stories
from .tape.flavours import FLAVOURS

CASSETTES = sorted(FOLDER.rglob("*.yaml"))
NAMES = [path.relative_to(FOLDER).with_suffix("").as_posix() for path in CASSETTES]
SENT = [
    (path, index)
    for path in CASSETTES
    for index, exchange in enumerate(file.read(path).exchanges)
    if exchange.request.body is not None
]
REFUSALS = range(400, 500)
OPERATIONS = {operation.name for operation in committed().operations}
ENSURED = "a_namespace_is_ensured_and_trusted"


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("path", CASSETTES, ids=NAMES)
def test_a_story_is_told_again(path: Path, flavour: str) -> None:
    replay(stories()[path.stem], path, flavour=FLAVOURS[flavour])


def test_there_is_a_cassette_for_each_story() -> None:
    assert stories().keys() == {path.stem for path in FOLDER.glob("*.yaml")}


def test_every_operation_is_in_a_story() -> None:
    assert OPERATIONS - told() == set()


def test_every_operation_is_refused_in_a_story() -> None:
    # The account of a story is there, so that its lists are refused only to who may not read them.
    assert OPERATIONS - told(REFUSALS) == {"list_namespaces", "list_workers"}


@pytest.mark.parametrize(("path", "index"), SENT, ids=lambda value: value.stem if isinstance(value, Path) else value)
def test_a_story_that_sends_another_body_than_was_recorded_fails(path: Path, index: int, tmp_path: Path) -> None:
    def other(number: int, exchange: Exchange) -> Exchange:
        body = spoilt(exchange.request.body) if number == index else exchange.request.body
        return replace(exchange, request=replace(exchange.request, body=body))

    changed = copy(path, tmp_path, other)

    # Where the same request is made twice, the second answer comes first. A cassette has short tokens, so that an error
    # about a call that has one says no more than its kind.
    with pytest.raises(tenantry.Error, match=r"Can't play back this request|CannotOverwriteExisting|already exists"):
        replay(stories()[path.stem], changed)


@pytest.mark.parametrize(
    "change",
    [
        lambda request: replace(request, method="PATCH"),
        lambda request: replace(request, uri=request.uri + "?colour=red"),
        lambda request: replace(request, headers={"accept": "text/html"}),
    ],
    ids=["method", "uri", "headers"],
)
def test_a_story_that_asks_for_something_else_than_was_recorded_fails(
    change: Callable[[Request], Request], tmp_path: Path
) -> None:
    def other(number: int, exchange: Exchange) -> Exchange:
        return replace(exchange, request=change(exchange.request)) if number == 0 else exchange

    changed = copy(FOLDER / f"{ENSURED}.yaml", tmp_path, other)

    with pytest.raises(tenantry.NoAnswer, match="Can't play back this request"):
        replay(stories()[ENSURED], changed)


@pytest.mark.parametrize("path", CASSETTES, ids=NAMES)
def test_a_story_that_leaves_an_exchange_over_fails(path: Path, tmp_path: Path) -> None:
    recording = file.read(path)
    longer = tmp_path / path.name
    file.write(longer, replace(recording, exchanges=(*recording.exchanges, recording.exchanges[-1])))

    with pytest.raises(AssertionError, match=rf"{path.name} has more: [A-Z]+ https://api.cloudflare.com/"):
        replay(stories()[path.stem], longer)


def test_an_answer_is_not_given_twice() -> None:
    def curious(client: tenantry.Client, name: str) -> None:
        client.namespace(name).ensure()
        for _ in range(9):
            client.namespace(name).get()

    with pytest.raises(tenantry.NoAnswer, match="have all been played back"):
        replay(curious, FOLDER / f"{ENSURED}.yaml")


def test_a_story_without_a_cassette_sends_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replay(stories()[ENSURED], tmp_path / "missing.yaml")


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_request_that_was_not_recorded_fails_without_telling_secrets(flavour: str) -> None:
    def indiscreet(client: tenantry.Client, name: str) -> None:
        client.namespace(name).create()
        client.namespace(name).script("acme-shop").deploy(
            {"index.js": f"export default {{}} // {CANARY}"},
            compatibility_date="2026-11-01",
            secrets={"PAYMENT_KEY": CANARY},
        )

    with pytest.raises(tenantry.NoAnswer, match="no recorded interaction matches") as failure:
        replay(indiscreet, FOLDER / "a_worker_is_deployed_and_read_back.yaml", flavour=FLAVOURS[flavour])

    assert "body/index.js/0/content" in str(failure.value)
    assert CANARY not in str(failure.value)
    assert NOWHERE.api_token not in str(failure.value)


def copy(path: Path, folder: Path, change: Callable[[int, Exchange], Exchange]) -> Path:
    """A changed copy of a cassette."""
    recording = file.read(path)
    exchanges = tuple(change(number, exchange) for number, exchange in enumerate(recording.exchanges))
    file.write(folder / path.name, Recording(recording.recorded, exchanges))
    return folder / path.name


def spoilt(body: Tree) -> Tree:
    """The body with something in it that was not there; of several parts, in the last."""
    match body:
        case {"parts": [*others, {"headers": headers, "body": last}]}:
            return {"parts": [*others, {"headers": headers, "body": spoilt(last)}]}
        case {"text": str(text)}:
            return {"text": text + "spoilt"}
        case {"binary": bytes(content)}:
            return {"binary": content + b"spoilt"}
        case {"json": dict(value)}:
            return {"json": {**value, "spoilt": True}}
        case {"json": list(values)}:
            return {"json": [*values, "spoilt"]}
        case {"json spaced": dict(value)}:
            return {"json spaced": {**value, "spoilt": True}}
        case _:
            raise AssertionError("a body of a form that this test cannot spoil")


def told(statuses: range = range(200, 600)) -> set[str]:
    """The operations that are in the cassettes of the emulator, and were answered so."""
    reality = ExchangeChecker(committed())
    exchanges = [exchange for path in FOLDER.glob("*.yaml") for exchange in file.read(path).exchanges]
    requests = [exchange.request for exchange in exchanges if exchange.answer.status in statuses]
    found = [reality.operation(request.method, urlsplit(request.uri).path) for request in requests]
    return {operation.name for operation in found if operation}
