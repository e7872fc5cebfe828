"""JSON pointers, and the lines of openapi.yaml to which they point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import yaml


@dataclass(frozen=True)
class LineNumbers:
    """The lines of a YAML document, counted from one."""

    text: str

    def line(self, pointer: str) -> int:
        """Where a place begins; of a place that is not there, where the nearest one around it begins."""
        *_, last = self._lines(pointer)
        return last

    def _lines(self, pointer: str) -> Iterator[int]:
        """The line of each step to a place, as far as it exists; an entry of a mapping begins with its key."""
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
    """The entry of that name in a mapping or a list: the node with which it begins, and its value."""
    match node:
        case yaml.MappingNode(value=pairs):
            return next(((key, value) for key, value in pairs if key.value == name), None)
        case yaml.SequenceNode(value=items) if name.isdecimal() and int(name) < len(items):
            return items[int(name)], items[int(name)]
        case _:
            return None
