"""What a cassette holds: requests and answers, with bodies as they can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

# What YAML can say of a body.
Tree: TypeAlias = "bool | int | float | str | bytes | list[Tree] | dict[str, Tree] | None"


@dataclass(frozen=True)
class Request:
    """A request; names of headers in lower case."""

    method: str
    uri: str
    headers: Mapping[str, str]
    body: Tree


@dataclass(frozen=True)
class Answer:
    """An answer; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: Tree


@dataclass(frozen=True)
class Exchange:
    """A request and what came of it."""

    request: Request
    answer: Answer


@dataclass(frozen=True)
class Recording:
    """A whole cassette; `recorded` says from whom, as `emulator <version>` or `live <date>`."""

    recorded: str
    exchanges: tuple[Exchange, ...]


def rewritten(tree: Tree, text: Callable[[str], str]) -> Tree:
    """The tree with every text in it put through `text`; names of fields too."""
    match tree:
        case str():
            return text(tree)
        case list():
            return [rewritten(item, text) for item in tree]
        case dict():
            return {text(name): rewritten(value, text) for name, value in tree.items()}
        case _:
            return tree
