"""What a cassette holds: requests and answers, with bodies that people can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

# A body as a tree of YAML.
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
