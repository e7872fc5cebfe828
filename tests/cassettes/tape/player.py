"""vcrpy, which puts itself between httpx and the network: the one place that knows it.

Of vcrpy are the patching of httpx and the search for a recorded answer; what is kept, how requests are compared and
how a cassette is written is ours. https://vcrpy.readthedocs.io/en/latest/advanced.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import vcr  # type: ignore[import-untyped]  # vcrpy 9.4.2 has no types: what comes from it is Any here
from vcr.persisters.filesystem import CassetteNotFoundError  # type: ignore[import-untyped]

from drift.cassette import bodies, file
from drift.cassette.recording import Answer, Exchange, Request
from tenantry_emulator import same_upload

from .numbering import numbered
from .rules import Rules, of_the_story


class LeftOver(AssertionError):
    """A story did not make every request that was recorded."""


@contextmanager
def recording(rules: Rules) -> Iterator[list[Exchange]]:
    """Fills the list with the exchanges that were had inside, once all are there and none failed."""
    taken = _Taking()
    exchanges: list[Exchange] = []
    with _cassette(rules, taken, "all"):
        yield exchanges
    # Not while vcrpy saves: what is raised there leaves httpx patched until the garbage is collected.
    exchanges.extend(numbered(of_the_story(exchange) for exchange in taken.exchanges()))


@contextmanager
def replaying(path: Path, rules: Rules) -> Iterator[None]:
    """Answers what is asked inside from the cassette, each exchange once; sends nothing, and leaves none over."""
    with _cassette(rules, _Giving(path), "none") as cassette:
        yield
    left = [request for index, request in enumerate(cassette.requests) if not cassette.play_counts[index]]
    if left:
        raise LeftOver(f"{path.name} has more: " + ", ".join(f"{request.method} {request.uri}" for request in left))


def _cassette(rules: Rules, persister: object, record_mode: str) -> Any:
    player = vcr.VCR(
        before_record_request=lambda request: _kept_request(rules, request),
        before_record_response=lambda response: _kept_response(rules, response),
    )
    # vcrpy prints the request's body, secrets and all, if a matcher is called `body`.
    player.register_matcher("same upload", same_upload)
    player.persister = persister
    return player.use_cassette(
        "in memory", record_mode=record_mode, match_on=("method", "uri", "headers", "same upload")
    )


class _Taking:
    """Where vcrpy saves: in memory."""

    def __init__(self) -> None:
        self._saved: Mapping[str, list[Any]] = {"requests": [], "responses": []}

    def load_cassette(self, path: str, serializer: object) -> tuple[list[Any], list[Any]]:
        raise CassetteNotFoundError

    def save_cassette(self, path: str, cassette: Mapping[str, list[Any]], serializer: object) -> None:
        self._saved = cassette

    def exchanges(self) -> Iterator[Exchange]:
        for request, response in zip(self._saved["requests"], self._saved["responses"], strict=True):
            yield Exchange(_request(request), _answer(response))


class _Giving:
    """Where vcrpy loads from: our file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load_cassette(self, path: str, serializer: object) -> tuple[list[Any], list[Any]]:
        exchanges = file.read(self._path).exchanges
        return [_vcr_request(each.request) for each in exchanges], [_vcr_response(each.answer) for each in exchanges]

    def save_cassette(self, path: str, cassette: Mapping[str, list[Any]], serializer: object) -> None:
        raise AssertionError(f"{self._path.name} would be changed by a replay")


def _kept_request(rules: Rules, request: Any) -> Any:
    return _vcr_request(rules.request(_request(request)))


def _kept_response(rules: Rules, response: Any) -> Any:
    return _vcr_response(rules.answer(_answer(response)))


def _request(request: Any) -> Request:
    headers = {name.lower(): value for name, value in request.headers.items()}
    body = bodies.read(headers.get("content-type", ""), request.body or b"")
    return Request(request.method, request.uri, headers, body)


def _vcr_request(request: Request) -> Any:
    return vcr.request.Request(request.method, request.uri, bodies.written(request.body), {**request.headers})


def _answer(response: Any) -> Answer:
    """The answer, unpacked as httpx would: the encoding is not part of what was said."""
    headers = {name.lower(): ", ".join(values) for name, values in response["headers"].items()}
    status, packed = response["status"]["code"], response["body"]["string"]
    content = httpx.Response(status, headers=headers, content=packed).content
    return Answer(status, headers, bodies.read(headers.get("content-type", ""), content))


def _vcr_response(answer: Answer) -> Any:
    return {
        "status": {"code": answer.status, "message": None},
        "headers": {name: [value] for name, value in answer.headers.items()},
        "body": {"string": bodies.written(answer.body)},
    }
