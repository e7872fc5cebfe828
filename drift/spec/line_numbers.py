"""Lines of openapi.yaml by JSON pointer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import yaml


@dataclass(frozen=True)
class Lines:
    """The lines of a YAML document, counted from one."""

    text: str

    def line(self, pointer: str) -> int:
        """Where a place begins; where there is no such place, that of the nearest one around it."""
        *_, last = self._lines(pointer)
        return last

    def _lines(self, pointer: str) -> Iterator[int]:
        """Lines on the way to a place, as far as it goes: of a value in a mapping that of its key."""
        node = self._root
        yield 1
        for step in steps(pointer):
            found = _child(node, step)
            if found is None:
                return
            key, node = found
            yield key.start_mark.line + 1

    @cached_property
    def _root(self) -> yaml.Node:
        return yaml.compose(self.text, Loader=yaml.SafeLoader) or yaml.MappingNode("", [])


def steps(pointer: str) -> list[str]:
    """The steps of a JSON pointer (RFC 6901)."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def step(name: str | int) -> str:
    """A name as one step of a JSON pointer, with the slash before it."""
    return "/" + str(name).replace("~", "~0").replace("/", "~1")


def _child(node: yaml.Node, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    """What begins the entry of that name in a mapping or a list, and its value."""
    match node:
        case yaml.MappingNode(value=pairs):
            return next(((key, value) for key, value in pairs if key.value == name), None)
        case yaml.SequenceNode(value=items) if name.isdecimal() and int(name) < len(items):
            return items[int(name)], items[int(name)]
        case _:
            return None
