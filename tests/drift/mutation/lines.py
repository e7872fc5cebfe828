"""Damage to the lines of a text that knows nothing of what they mean: deleted, doubled, swapped, a word changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

WORD = re.compile(r"\w+")
WAYS = ("deleted", "doubled", "swapped", "word changed")


@dataclass(frozen=True)
class Damage:
    """What was done to which line of a text, counted from one, and the text that it leaves."""

    way: str
    line: int
    was: str
    text: str

    def __str__(self) -> str:
        return f"line {self.line} {self.way}: {self.was.strip()}"


def damages(text: str, often: int, seed: str) -> Iterator[Damage]:
    """So many pieces of damage anywhere in a text, in all ways alike; the same ones for the same seed."""
    chance = Random(seed)
    lines = text.splitlines(keepends=True)
    words = sorted({*WORD.findall(text), "colour", "Colour9"})
    for number in range(often):
        index, way = chance.randrange(len(lines) - 1), WAYS[number % len(WAYS)]
        damaged = _damaged(lines, index, way, chance.choice(words), chance)
        yield Damage(way, index + 1, lines[index], "".join(damaged))


def _damaged(lines: list[str], index: int, way: str, word: str, chance: Random) -> list[str]:
    before, line, after = lines[:index], lines[index], lines[index + 1 :]
    match way:
        case "deleted":
            return [*before, *after]
        case "doubled":
            return [*before, line, line, *after]
        case "swapped":
            return [*before, after[0], line, *after[1:]]
        case _:
            found = [*WORD.finditer(line)]
            if not found:
                return [*before, line.rstrip("\n") + word + "\n", *after]
            changed = chance.choice(found)
            return [*before, line[: changed.start()] + word + line[changed.end() :], *after]
