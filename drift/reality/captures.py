"""Requests of clients that no one here wrote, as they were captured on the wire.

They are other people's, and are kept beside the repository instead of in it.
"""

from __future__ import annotations

import base64
import json
from email.message import Message
from typing import Any

from drift.spec.document import SPEC

from .exchange import Part, Request

FOLDER = SPEC.parents[1] / "shared" / "wire"

# Parts of the API that are described, below the account; all of it, so that a new operation there is found.
OURS = ("workers/dispatch/", "workers/assets/")

# Any: JSON of another program.
Captured = dict[str, Any]


def captures() -> list[str]:
    """Names of all captured requests."""
    return sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*/*.json"))


def is_elsewhere(request: Request) -> bool:
    """Whether a request of a captured session is for another part of Cloudflare's API, which is not described here."""
    below_the_account = "/".join(request.path.split("/")[5:])
    return not below_the_account.startswith(OURS)


def captured(name: str) -> Request:
    """One of them."""
    record: Captured = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    parts = tuple(_part(part) for part in record.get("multipart", []))
    return Request(
        record["method"],
        record["path"],
        record["query"],
        _header(record, "content-type"),
        record.get("body_text", "").encode(),
        parts,
    )


def _part(record: Captured) -> Part:
    disposition = Message()
    disposition["Content-Disposition"] = _header(record, "content-disposition") or ""
    name = disposition.get_param("name", header="Content-Disposition")
    content = base64.b64decode(record["base64"]) if "base64" in record else record["text"].encode()
    return Part(str(name), content)


def _header(record: Captured, wanted: str) -> str | None:
    return next((value for name, value in record["headers"] if name.lower() == wanted), None)
