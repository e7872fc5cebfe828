"""What a real account answers, against openapi.yaml. Every request is a GET and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import quote

import httpx

from drift.findings.finding import CannotTell, Report, Source
from drift.spec.document import Document, Operation
from drift.spec.specification import Specification

from .collector import Collector
from .exchange import HttpRequest, HttpResponse

# Where the names in paths come from: the operation that lists them, the parameter, and the fields that may hold one.
LISTS = {
    "list_namespaces": ("dispatch_namespace", ("namespace_name",)),
    "list_scripts": ("script_name", ("id", "script.id")),
    "list_secrets": ("secret_name", ("name",)),
}
TIMEOUT = 60.0


@dataclass(frozen=True)
class Account:
    """An account and its API token, which is never printed."""

    account_id: str
    api_token: str = field(repr=False)
    base_url: str

    def client(self) -> httpx.Client:
        """CannotTell, where httpx would print the token in its refusal."""
        if not (self.api_token.isascii() and self.api_token.isprintable() and self.api_token.strip()):
            raise CannotTell("the API token cannot be one: it is empty, or has characters that headers may not have")
        headers = {"Authorization": f"Bearer {self.api_token}"}
        return httpx.Client(base_url=self.base_url, headers=headers, timeout=TIMEOUT)


def check_account(specification: Specification, account: Account, most: int, *, never_seen: bool = False) -> Report:
    """Send every GET that there is, for at most so many namespaces, scripts of each, and secrets of each."""
    collector = Collector(specification)
    try:
        with account.client() as client:
            _Requests(specification.document, client, collector, most).all({"account_id": account.account_id})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CannotTell(f"{account.base_url} did not answer: {type(error).__name__}") from error
    summary = f"{collector.answers} answers of a real account, of at most {most} of each kind"
    return Report("live", collector.findings(never_seen=never_seen), (summary,))


@dataclass(frozen=True)
class _Requests:
    document: Document
    client: httpx.Client
    collector: Collector
    most: int

    def all(self, names: Mapping[str, str]) -> None:
        """Every operation whose path has just these names; then those with one more name, which it listed."""
        for operation in self.document.operations:
            if operation.method == "get" and operation.parameters_in("path").keys() == names.keys():
                answer = self._send(operation, names)
                parameter, fields = LISTS.get(operation.name, ("", ()))
                for name in _names(answer, fields)[: self.most]:
                    self.all({**names, parameter: name})

    def _send(self, operation: Operation, names: Mapping[str, str]) -> HttpResponse:
        path = operation.path.format_map({name: quote(text, safe="") for name, text in names.items()})
        response = self.client.get(path, headers={"Accept": ", ".join(self._kinds(operation))})
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise CannotTell("Cloudflare's rate limit is reached; wait five minutes")
        if operation.name in LISTS and response.is_error:
            raise CannotTell(f"{operation.name} was refused with {response.status_code}: there is nothing to look at")
        request = HttpRequest("GET", self.document.base_path + path)
        answer = HttpResponse(response.status_code, response.headers.get("content-type"), response.content)
        source = partial(Source, f"GET {path.split('/', 3)[3]}", None)
        self.collector.request(request, source)
        self.collector.answer(request, answer, source)
        return answer

    def _kinds(self, operation: Operation) -> Iterator[str]:
        """The media types of all its answers; without JSON among them, refusals would be pages of HTML."""
        responses = map(self.document.resolve, operation.spec["responses"].values())
        yield from dict.fromkeys(kind for response in responses for kind in response.get("content", {}))


def _names(answer: HttpResponse, fields: tuple[str, ...]) -> list[str]:
    """The names in the rows of a list; an answer that is not a list is a finding already."""
    try:
        rows = json.loads(answer.body)["result"] if fields else ()
    except (ValueError, KeyError, TypeError):
        return []
    listed = rows if isinstance(rows, list) else ()
    found = (next(filter(None, (_at(row, name) for name in fields)), None) for row in listed)
    return [name for name in found if isinstance(name, str)]


def _at(row: Any, path: str) -> Any:  # Any: JSON of a server
    for name in path.split("."):
        row = row.get(name) if isinstance(row, dict) else None
    return row
