"""Downloads code, into memory or into a folder."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx

from tenantry._code.bundle import Bundle, Saved
from tenantry._code.destinations import Destination, Folder, Memory
from tenantry._flow import Flow, InThread, Streamed
from tenantry_api.api import scripts
from tenantry_api.types import Call


def download(account: str, namespace: str, name: str, to: str | os.PathLike[str] | None) -> Flow[Bundle | Saved]:
    """A Bundle, or what was written."""
    if to is None:
        return (yield from bundle(account, namespace, name))
    folder = yield from InThread(partial(Folder, to))
    try:
        saved: Saved = yield from _streamed((account, namespace, name), folder.begin)
    finally:
        folder.clear()
    return saved


def bundle(account: str, namespace: str, name: str) -> Flow[Bundle]:
    """The code in memory."""
    found: Bundle = yield from _streamed((account, namespace, name), Memory)
    return found


# Any: what the destination makes of the code.
def _streamed(path: tuple[str, str, str], begin: Callable[[], Destination]) -> Flow[Any]:
    # The parser is needed only here, and takes as long to import as all the rest.
    from tenantry._code import multipart_parser

    call: Call[object] = scripts.get_content.request(*path).reading(_taken)
    return (yield from Streamed(call, lambda head: multipart_parser.body_sink(head, begin())))


def _taken(response: httpx.Response) -> object:
    """What the sink made of the body."""
    if "taken" not in response.extensions:
        raise ValueError("it holds no code")
    return response.extensions["taken"]
