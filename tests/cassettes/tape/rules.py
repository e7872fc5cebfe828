"""What a cassette keeps of an exchange, and what stands in it for an account of one's own.

The same is done to a request that is recorded and to one that is looked for, so that both are alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from drift.cassette import bodies, multipart
from drift.cassette.recording import Answer, Exchange, Request, Tree, rewritten

from .hiding import hidden

# Where every cassette was recorded, so that it says, and so that none depends on a port.
SERVER = "https://api.cloudflare.com/client/v4"
ACCOUNT = "acc0000000000000000000000000acc0"
# The namespace of a story; whatever else a story calls by name begins so too.
NAMESPACE = "tenantry-story"

# All that the client reads of an answer, except `date` and `ratelimit`: they differ each time and decide nothing here.
OF_ANSWERS = frozenset({"cf-entrypoint", "cf-mitigated", "cf-ray", "content-type", "retry-after"})
# All that the server reads of a request, but for the credentials.
OF_REQUESTS = frozenset({"accept", "content-type"})


@dataclass(frozen=True)
class Rules:
    """For one server, one account and one namespace; `replaced` says what stands in for which text."""

    replaced: Mapping[str, str]
    of_requests: frozenset[str] = field(default=OF_REQUESTS)
    of_answers: frozenset[str] = field(default=OF_ANSWERS)

    def request(self, request: Request) -> Request:
        """What is kept of a request. Doing it twice changes nothing more."""
        return Request(
            request.method,
            self._text(request.uri),
            self._headers(request.headers, self.of_requests),
            rewritten(hidden(request.body), self._text),
        )

    def answer(self, answer: Answer) -> Answer:
        """What is kept of an answer. Doing it twice changes nothing more."""
        headers = self._headers(answer.headers, self.of_answers)
        return Answer(answer.status, headers, rewritten(answer.body, self._text))

    def _headers(self, headers: Mapping[str, str], kept: frozenset[str]) -> dict[str, str]:
        return {
            name: multipart.with_fixed_boundary(self._text(value)) if name == "content-type" else self._text(value)
            for name, value in sorted(headers.items())
            if name in kept
        }

    def _text(self, text: str) -> str:
        # The longest first: one may be the beginning of another.
        for mine in sorted(self.replaced, key=len, reverse=True):
            text = text.replace(mine, self.replaced[mine])
        return text


def of_the_story(exchange: Exchange) -> Exchange:
    """The exchange without what else is in the account.

    The answer to a request that names no namespace of the story may list those of others: their rows are left out.
    """
    if NAMESPACE in exchange.request.uri or exchange.answer.body is None:
        return exchange
    match bodies.as_json(exchange.answer.body):
        case {"json": value}:
            return replace(exchange, answer=replace(exchange.answer, body={"json": _without_others(value)}))
        case _:
            raise ValueError(f"{exchange.request.uri} answered no JSON: whose it is cannot be told")


def _without_others(envelope: Tree) -> Tree:
    match envelope:
        case dict() if isinstance(rows := envelope.get("result"), list):
            ours: Tree = [row for row in rows if any(text.startswith(NAMESPACE) for text in _texts(row))]
            return {**envelope, "result": ours}
        case _:
            return envelope


def _texts(tree: Tree) -> Iterator[str]:
    match tree:
        case str():
            yield tree
        case list():
            for item in tree:
                yield from _texts(item)
        case dict():
            for value in tree.values():
                yield from _texts(value)
