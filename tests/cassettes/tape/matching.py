"""Whether a request is the one that was recorded; where not, the names of what differs, and never a value."""

from __future__ import annotations

from collections.abc import Iterator

from drift.cassette.recording import Request, Tree


def differences(asked: Request, recorded: Request) -> list[str]:
    """Where headers and bodies differ, as JSON pointers."""
    return [
        *_pointers("headers", {**asked.headers}, {**recorded.headers}),
        *_pointers("body", asked.body, recorded.body),
    ]


def _pointers(where: str, asked: Tree, recorded: Tree) -> Iterator[str]:
    match asked, recorded:
        case dict(), dict():
            for name in {**asked, **recorded}:
                if name in asked and name in recorded:
                    yield from _pointers(f"{where}/{name}", asked[name], recorded[name])
                else:
                    yield f"{where}/{name}"
        case list(), list() if len(asked) == len(recorded):
            for index, (mine, theirs) in enumerate(zip(asked, recorded, strict=True)):
                yield from _pointers(f"{where}/{index}", mine, theirs)
        # In Python 1 is True, and 1.0 as well; in JSON they are three.
        case _ if type(asked) is not type(recorded) or asked != recorded:
            yield where
