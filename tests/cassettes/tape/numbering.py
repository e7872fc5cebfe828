"""Ids, rays, mail addresses, tokens and instants of answers, replaced by numbers that are the same in each recording.

What a story sent by itself stays, also where an answer repeats it: a replay sends it again. Ids are numbered as they
appear and instants by their time, so that what was equal or earlier in reality still is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from drift.cassette.recording import Exchange, Tree

from .trees import rewritten

PATTERNS = {
    "token": r"eyJ[\w-]+\.[\w-]+\.[\w-]*",
    "mail": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "uuid": r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
    "ray": r"\b[0-9a-f]{16}(?:-[A-Z]{3})?\b",
    "id": r"\b[0-9a-f]{32}\b",
    "instant": r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)",
}
ANY = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in PATTERNS.items()))
NUMBERS = {
    "token": "jwt-{}",
    "mail": "someone-{}@example.com",
    "uuid": "00000000-0000-4000-8000-{:012x}",
    "ray": "{:016x}-XXX",
    "id": "{:032x}",
}
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def numbered(exchanges: Iterable[Exchange]) -> tuple[Exchange, ...]:
    """The exchanges of a story, with numbers for what differs from one recording to the next."""
    exchanges = tuple(exchanges)
    names = _names(exchanges)

    def named(text: str) -> str:
        return ANY.sub(lambda found: names[found[0]], text)

    return tuple(_named(exchange, named) for exchange in exchanges)


def _names(exchanges: Iterable[Exchange]) -> dict[str, str]:
    """What stands in for each id and instant; for one that was sent first, itself."""
    came: dict[str, str] = {}
    sent: set[str] = set()
    for exchange in exchanges:
        sent |= {text for _, text in _found(_request(exchange))}
        came |= {text: kind for kind, text in _found(_answer(exchange)) if text not in sent}
    # What was sent back had come before, and has the number that it got then.
    return {text: text for text in sent} | _ids(came) | _instants(text for text in came if came[text] == "instant")


def _ids(came: Mapping[str, str]) -> dict[str, str]:
    counts = dict.fromkeys(NUMBERS, 0)
    names = {}
    for text, kind in came.items():
        if kind in NUMBERS:
            counts[kind] += 1
            names[text] = NUMBERS[kind].format(counts[kind])
    return names


def _instants(found: Iterable[str]) -> dict[str, str]:
    """Instants a second apart from each other, in their order, each written with as many digits as it was."""
    at = {text: datetime.fromisoformat(text) for text in found}
    order = {moment: number for number, moment in enumerate(sorted({*at.values()}), start=1)}
    return {text: _written(EPOCH + timedelta(seconds=order[at[text]]), text) for text in at}


def _written(moment: datetime, like: str) -> str:
    """The moment, written as the other was."""
    seconds, _, fraction = re.sub(r"Z$|[+-]\d\d:\d\d$", "", like).partition(".")
    zone = like.removeprefix(f"{seconds}.{fraction}" if fraction else seconds)
    there = moment.astimezone(datetime.fromisoformat(like).tzinfo).replace(tzinfo=None)
    return there.isoformat() + ("." + "123456789"[: len(fraction)] if fraction else "") + zone


def _request(exchange: Exchange) -> Tree:
    asked = exchange.request
    return [asked.uri, {**asked.headers}, asked.body]


def _answer(exchange: Exchange) -> Tree:
    return [{**exchange.answer.headers}, exchange.answer.body]


def _found(tree: Tree) -> Iterator[tuple[str, str]]:
    """Kind and text of all that could be numbered."""
    match tree:
        case str():
            yield from ((str(found.lastgroup), found[0]) for found in ANY.finditer(tree))
        case list():
            for item in tree:
                yield from _found(item)
        case dict():
            for name, value in tree.items():
                yield from _found([name, value])


def _named(exchange: Exchange, named: Callable[[str], str]) -> Exchange:
    asked, answered = exchange.request, exchange.answer
    return Exchange(
        replace(asked, uri=named(asked.uri), body=rewritten(asked.body, named)),
        replace(
            answered,
            headers={name: named(value) for name, value in answered.headers.items()},
            body=rewritten(answered.body, named),
        ),
    )
