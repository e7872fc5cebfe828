"""The flow that reads code back, into memory or into a folder."""

from __future__ import annotations

import os
from functools import partial

import httpx

from tenantry._code.bundle import Bundle
from tenantry._code.destinations import Folder, Memory, Saved
from tenantry._flow import Flow, InThread, Sink, Streamed
from tenantry_api.api import scripts
from tenantry_api.types import Call


def download(account: str, namespace: str, name: str, to: str | os.PathLike[str] | None) -> Flow[Bundle | Saved]:
    """A Bundle, or what was written."""
    # The parser is needed only here, and takes as long to import as all the rest.
    from tenantry._code import multipart_parser

    call: Call[object] = scripts.get_content.request(account, namespace, name).reading(_taken)

    def into_memory(response: httpx.Response) -> Sink | None:
        return multipart_parser.body_sink(response, Memory())

    def into_folder(response: httpx.Response) -> Sink | None:
        return multipart_parser.body_sink(response, folder.begin())

    if to is None:
        bundle: Bundle = yield from Streamed(call, into_memory)
        return bundle
    folder = yield from InThread(partial(Folder, to))
    try:
        saved: Saved = yield from Streamed(call, into_folder)
    finally:
        folder.clear()
    return saved


def _taken(response: httpx.Response) -> object:
    """What came of the body, where it could be code."""
    if "taken" not in response.extensions:
        raise ValueError("there is no code in it")
    return response.extensions["taken"]
