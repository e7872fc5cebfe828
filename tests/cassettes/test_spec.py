"""What cassettes hold is in openapi.yaml, with unknown fields forbidden."""

from __future__ import annotations

from dataclasses import replace
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from drift.cassette import bodies, file
from drift.cassette.recording import Answer, Exchange, Request, Tree
from drift.document import committed
from drift.reality import exchange as seen
from drift.reality.reality import Reality

from .recorder import FOLDER

REALITY = Reality(committed())
CASSETTES = sorted(FOLDER.rglob("*.yaml"))
DEPLOYED = FOLDER / "a_worker_is_deployed_and_read_back.yaml"


@pytest.mark.parametrize("path", CASSETTES, ids=[path.stem for path in CASSETTES])
def test_every_exchange_is_as_the_spec_says(path: Path) -> None:
    exchanges = file.read(path).exchanges

    assert exchanges
    assert [found for exchange in exchanges for found in findings(exchange)] == []


def test_an_unknown_field_of_an_answer_is_found() -> None:
    created, *_ = file.read(DEPLOYED).exchanges
    odd: Tree = {"json": {"result": {"colour": "red"}, "success": True, "errors": [], "messages": []}}

    assert findings(replace(created, answer=replace(created.answer, body=odd))) == [
        "create_namespace /body/result: colour is not in the spec"
    ]


def test_an_unknown_field_of_a_request_is_found() -> None:
    created, *_ = file.read(DEPLOYED).exchanges
    odd: Tree = {"json": {"name": "a", "colour": "red"}}

    assert findings(replace(created, request=replace(created.request, body=odd))) == [
        "create_namespace /body: colour is not in the spec"
    ]


def test_metadata_of_an_upload_is_looked_at() -> None:
    _, deployed, *_ = file.read(DEPLOYED).exchanges
    odd: Tree = {
        "parts": [{"headers": {"Content-Disposition": "form-data; name=metadata"}, "body": {"json": {"x": 1}}}]
    }

    assert findings(replace(deployed, request=replace(deployed.request, body=odd))) == [
        "upload_script /body/metadata: x is not in the spec"
    ]


def findings(exchange: Exchange) -> list[str]:
    """What is wrong with the request, and with the answer."""
    asked = request(exchange.request)
    operation = REALITY.operation(asked.method, asked.path)
    answers = REALITY.of_answer(operation, answer(exchange.answer)) if operation else []
    return [str(found) for found in (*REALITY.of_request(asked), *answers)]


def request(asked: Request) -> seen.Request:
    uri, parts = urlsplit(asked.uri), tuple(part(*one) for one in bodies.parts(asked.body))
    body = b"" if parts else bodies.written(asked.body)
    return seen.Request(asked.method, uri.path, uri.query, asked.headers.get("content-type"), body, parts)


def answer(answered: Answer) -> seen.Answer:
    return seen.Answer(answered.status, answered.headers.get("content-type"), bodies.written(answered.body))


def part(headers: dict[str, str], body: Tree) -> seen.Part:
    disposition = Message()
    disposition["Content-Disposition"] = headers["Content-Disposition"]
    name = disposition.get_param("name", header="Content-Disposition")
    return seen.Part(str(name), bodies.written(body))
