"""What the docs show is what we read and send: each documented answer, and each documented curl line."""

import json
import re
import shlex
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from drift.spec.document import SPEC, Document, Operation, committed
from tenantry_api import models

DOCS = SPEC.parent.parent / "shared" / "docs"
ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353"

DOCUMENT: Document = committed()
ANSWERS = [
    pytest.param(operation, content["example"], id=operation.name)
    for operation in DOCUMENT.operations
    for response in operation.spec["responses"].values()
    for content in DOCUMENT.resolve(response).get("content", {}).values()
    if "example" in content
]
VALUES = [
    pytest.param(name, example, id=name)
    for name, schema in DOCUMENT.schemas.items()
    for example in schema.get("examples", [])
]
# The pages that show a curl line and an answer, by how their files begin, and the operations they document.
PAGES = {
    "000": "list_namespaces",
    "001": "create_namespace",
    "004": "list_workers",
}


def module(operation: str) -> ModuleType:
    (found,) = (each for each in DOCUMENT.operations if each.name == operation)
    return import_module(f"tenantry_api.api.{found.spec['tags'][0]}.{operation}")


def comparable(value: object) -> object:
    """The value, with null and absent alike, and instants as instants."""
    if isinstance(value, dict):
        return {name: comparable(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        return datetime.fromisoformat(value)
    return value


def read_and_written(operation: str, answer: object) -> object:
    return module(operation).parse(httpx.Response(200, json=answer)).to_dict()


@pytest.mark.parametrize(("operation", "example"), ANSWERS)
def test_an_answer_of_the_spec_is_written_as_it_was_read(operation: Operation, example: object) -> None:
    assert comparable(read_and_written(operation.name, example)) == comparable(example)


@pytest.mark.parametrize(("name", "example"), VALUES)
def test_a_value_of_the_spec_is_written_as_it_was_read(name: str, example: object) -> None:
    assert comparable(getattr(models, name).from_dict(example).to_dict()) == comparable(example)


def test_an_instant_keeps_its_microseconds() -> None:
    envelope = {"result": {"created_on": "2026-11-22T01:02:03.123456Z"}}

    assert comparable(read_and_written("get_namespace", envelope)) == comparable(envelope)


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The operation that a page documents, and the page's text."""
    if not DOCS.is_dir():
        pytest.skip("the texts of Cloudflare's docs are not part of this repository, and not beside it")
    (file,) = DOCS.glob(f"{request.param}_*.txt")
    return PAGES[request.param], file.read_text("utf-8")


def test_a_documented_answer_is_written_as_it_was_read(page: tuple[str, str]) -> None:
    operation, text = page
    answer, _ = json.JSONDecoder().raw_decode(text, re.search(r'^\{\n  "errors"', text, re.MULTILINE).start())  # type: ignore[union-attr]  # every page has one

    assert comparable(read_and_written(operation, answer)) == comparable(answer)


def test_a_documented_curl_line_is_the_request_that_we_send(page: tuple[str, str]) -> None:
    operation, text = page
    method, url, headers, body = curl(text)
    arguments = {"body": models.CreateNamespace.from_dict(body)} if isinstance(body, dict) else {}

    with httpx.Client() as client:
        call = module(operation).request(ACCOUNT, **arguments)
        sent = call.build(
            client, "https://api.cloudflare.com/client/v4", {"Authorization": "Bearer $CLOUDFLARE_API_TOKEN"}
        )

    assert (sent.method, str(sent.url)) == (method, url)
    assert {name: sent.headers.get(name) for name in headers} == headers
    assert (json.loads(sent.content) if sent.content else None) == body


def curl(text: str) -> tuple[str, str, dict[str, str], object]:
    """Method, URL, headers and body of the first curl line of a page."""
    (line,) = re.findall(r"^curl .*?(?<!\\)$(?=\n\{)", text, re.DOTALL | re.MULTILINE)[:1]
    _, address, *options = shlex.split(line.replace("\\\n", ""))
    given = list(zip(options[::2], options[1::2], strict=True))
    headers = dict(value.split(": ", 1) for option, value in given if option == "-H")
    data = next((json.loads(value) for option, value in given if option == "-d"), None)
    return "POST" if data else "GET", address.replace("$ACCOUNT_ID", ACCOUNT), headers, data


def test_every_page_that_shows_a_curl_line_is_compared() -> None:
    if not DOCS.is_dir():
        pytest.skip("the texts of Cloudflare's docs are not part of this repository, and not beside it")
    showing = {Path(file).name[:3] for file in DOCS.glob("*.txt") if "curl http" in file.read_text("utf-8")}

    # 003 is the page 001 once more, as Markdown on one line.
    assert showing == {*PAGES, "003"}
