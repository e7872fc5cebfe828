"""Bodies of a cassette, changed or read otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable

from drift.cassette.recording import Tree


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


def as_json(body: Tree) -> Tree:
    """The body as `{json: …}` if it is JSON, in whichever style; else as it is."""
    match body:
        case {"json spaced": value}:
            return {"json": value}
        case {"text": str(text)}:
            try:
                return {"json": json.loads(text)}
            except (ValueError, RecursionError):
                return body
        case _:
            return body
