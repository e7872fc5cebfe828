"""Uploads that wrangler 4.164.0 sent, kept beside the checkout."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .recording import Part, part_with_headers

FOLDER = Path(__file__).parents[3] / "shared" / "wire" / "wrangler"

needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="the captured requests are not beside this checkout")


@dataclass(frozen=True)
class Captured:
    """An upload as it was sent."""

    query: str
    metadata: dict[str, Any]
    modules: list[Part]

    @property
    def code(self) -> dict[str, bytes]:
        """The modules by their paths; in a header a quote is %22."""
        return {str(module.filename).replace("%22", '"'): module.content for module in self.modules}


def captured(name: str) -> Captured:
    """The upload among the requests of one command."""
    (file,) = FOLDER.glob(f"{name}/*_PUT_*.json")
    request = json.loads(file.read_text("utf-8"))
    (metadata,) = (part["json"] for part in request["multipart"] if "json" in part and _is_metadata(part))
    modules = [
        part_with_headers(part["headers"], _content(part)) for part in request["multipart"] if not _is_metadata(part)
    ]
    return Captured(request["query"], metadata, modules)


def _is_metadata(part: dict[str, Any]) -> bool:
    return ["Content-Disposition", 'form-data; name="metadata"'] in part["headers"]


def _content(part: dict[str, Any]) -> bytes:
    return base64.b64decode(part["base64"]) if "base64" in part else str(part["text"]).encode()
