"""Requests of other people's clients, as they were captured on the wire; they are kept beside the repository."""

from __future__ import annotations

import base64
import json
from typing import Any

from drift.spec.document import SPEC

from .exchange import HttpRequest, Part, part_name

FOLDER = SPEC.parents[1] / "shared" / "wire"

# Where the described operations are, below the account: whatever else is requested there is an operation we lack.
OURS = ("workers/dispatch/", "workers/assets/")

# Any: JSON of another program.
Captured = dict[str, Any]


def captures() -> list[str]:
    """Names of all captured requests."""
    return sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*/*.json"))


def is_elsewhere(request: HttpRequest) -> bool:
    """Whether a request is for another part of Cloudflare's API, which is not described here."""
    below_the_account = "/".join(request.path.split("/")[5:])
    return not below_the_account.startswith(OURS)


def captured(name: str) -> HttpRequest:
    """The captured request of that name."""
    record: Captured = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    parts = tuple(_part(part) for part in record.get("multipart", []))
    return HttpRequest(
        record["method"],
        record["path"],
        record["query"],
        _header(record, "content-type"),
        record.get("body_text", "").encode(),
        parts,
    )


def _part(record: Captured) -> Part:
    content = base64.b64decode(record["base64"]) if "base64" in record else record["text"].encode()
    return Part(part_name(_header(record, "content-disposition") or ""), content)


def _header(record: Captured, wanted: str) -> str | None:
    return next((value for name, value in record["headers"] if name.lower() == wanted), None)
