"""What a real account answers, against openapi.yaml. It only asks: every request is a GET."""

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

from .collector import Witness
from .exchange import Answer, Request

# Where the names come from of which paths are made: who lists them, and in which field of a row they may be.
LISTS = {
    "list_namespaces": ("dispatch_namespace", ("namespace_name",)),
    "list_scripts": ("script_name", ("id", "script.id")),
    "list_secrets": ("secret_name", ("name",)),
}
TIMEOUT = 60.0


@dataclass(frozen=True)
class Account:
    """Whom to ask, and with what; the token is never told."""

    account_id: str
    api_token: str = field(repr=False)
    base_url: str

    def client(self) -> httpx.Client:
        """CannotTell, where httpx would tell the token in its refusal."""
        if not (self.api_token.isascii() and self.api_token.isprintable() and self.api_token.strip()):
            raise CannotTell("the API token is no token: it is empty, or has characters that no header may have")
        return httpx.Client(
            base_url=self.base_url, headers={"Authorization": f"Bearer {self.api_token}"}, timeout=TIMEOUT
        )


def check(specification: Specification, account: Account, most: int, *, never_seen: bool = False) -> Report:
    """Ask all that can be asked, of at most so many namespaces, scripts of each, and secrets of each."""
    witness = Witness(specification)
    try:
        with account.client() as client:
            _Asking(specification.document, client, witness, most).all({"account_id": account.account_id})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CannotTell(f"{account.base_url} did not answer: {type(error).__name__}") from error
    told = f"{witness.answers} answers of a real account, of at most {most} of each kind"
    return Report("live", witness.findings(never_seen=never_seen), (told,))


@dataclass(frozen=True)
class _Asking:
    document: Document
    client: httpx.Client
    witness: Witness
    most: int

    def all(self, names: Mapping[str, str]) -> None:
        """Every operation whose path is made of just these names; then those that one more name gives."""
        for operation in self.document.operations:
            if operation.method == "get" and operation.located("path").keys() == names.keys():
                answer = self._ask(operation, names)
                parameter, fields = LISTS.get(operation.name, ("", ()))
                for name in _names(answer, fields)[: self.most]:
                    self.all({**names, parameter: name})

    def _ask(self, operation: Operation, names: Mapping[str, str]) -> Answer:
        path = operation.path.format_map({name: quote(text, safe="") for name, text in names.items()})
        response = self.client.get(path, headers={"Accept": ", ".join(self._kinds(operation))})
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise CannotTell("Cloudflare's rate limit is met; wait five minutes")
        if operation.name in LISTS and response.is_error:
            raise CannotTell(f"{operation.name} was refused with {response.status_code}: there is nothing to look at")
        request = Request("GET", self.document.base_path + path)
        answer = Answer(response.status_code, response.headers.get("content-type"), response.content)
        source = partial(_source, f"GET {path.split('/', 3)[3]}")
        self.witness.request(request, source)
        self.witness.answer(request, answer, source)
        return answer

    def _kinds(self, operation: Operation) -> Iterator[str]:
        """Media types of all its answers; without JSON among them, refusals would come as pages of HTML."""
        responses = map(self.document.resolve, operation.spec["responses"].values())
        yield from dict.fromkeys(kind for response in responses for kind in response.get("content", {}))


def _source(asked: str, place: str) -> Source:
    return Source(asked, None, place)


def _names(answer: Answer, fields: tuple[str, ...]) -> list[str]:
    """The names in the rows of a list; what is no list was found to be none by the witness."""
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
