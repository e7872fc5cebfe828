"""openapi.yaml in blocks, a path or a component each, so that a damaged line costs the parsing of two blocks only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import yaml

from drift.spec.document import SPEC, Document, JsonObject, committed, parse
from drift.spec.line_numbers import step

# A path below `paths`, or a component below `schemas`, `parameters` and the like.
BEGINS = re.compile(r"(?m)^(?:  (?=/)|    (?=[A-Z][A-Za-z0-9]*:$))")
SECTION = re.compile(r"(?m)^(paths|components|  [a-z]\w+):$")


@dataclass(frozen=True)
class Block:
    """One or more entries of a section of openapi.yaml, as text."""

    section: tuple[str, ...]
    text: str

    def parsed(self) -> JsonObject:
        return parse(self.text).raw

    @property
    def pointer(self) -> str:
        return "".join(map(step, self.section))

    def replaced(self, damaged: str) -> Document | None:
        """openapi.yaml with another text instead of this one; None where that is not YAML."""
        try:
            new = parse(damaged).raw
        except yaml.YAMLError:
            return None
        return Document(_with(committed().raw, self.section, self.parsed().keys(), new))


def _with(node: JsonObject, way: tuple[str, ...], old: Any, new: JsonObject) -> JsonObject:
    """A node with other entries in the place to which the way leads; all else is shared with the old one."""
    if way:
        return node | {way[0]: _with(node[way[0]], way[1:], old, new)}
    return {name: value for name, value in node.items() if name not in old} | new


@cache
def blocks() -> tuple[Block, ...]:
    """Each path and component, together with the one after it if that is in the same section."""
    singles = [*_singles(SPEC.read_text(encoding="utf-8"))]
    pairs = pairwise(singles)
    return tuple(Block(one.section, one.text + other.text) for one, other in pairs if one.section == other.section)


def _singles(text: str) -> Iterator[Block]:
    ends = {match.start(): match.group(1).strip() for match in SECTION.finditer(text)}
    starts = sorted({*(match.start() for match in BEGINS.finditer(text)), *ends})
    section: tuple[str, ...] = ()
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if start in ends:
            name = ends[start]
            section = ("paths",) if name == "paths" else ("components", name)
        elif section[0] == "paths" or len(section) == 2:
            yield Block(section, text[start:end])
