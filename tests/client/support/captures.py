"""Uploads that wrangler 4.164.0 sent, kept beside the checkout."""

import base64
import json
from dataclasses import dataclass
from typing import Any

import pytest

from drift.reality import captures
from tests.client.servers.recording import Part, part_with_headers

FOLDER = captures.FOLDER / "wrangler"

needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="the captured requests are not beside this checkout")


@dataclass(frozen=True)
class Captured:
    """An upload as it was sent."""

    query: str
    parts: list[Part]

    @property
    def metadata(self) -> dict[str, Any]:
        """What is said beside the code. Any: it is JSON."""
        (found,) = (part for part in self.parts if part.name == "metadata")
        said: dict[str, Any] = json.loads(found.content)
        return said

    @property
    def modules(self) -> list[Part]:
        return [part for part in self.parts if part.name != "metadata"]

    @property
    def code(self) -> dict[str, bytes]:
        """The modules by their paths; in a header a quote is %22."""
        return {str(module.filename).replace("%22", '"'): module.content for module in self.modules}


def captured(name: str) -> Captured:
    """The upload among the requests of one command."""
    (file,) = FOLDER.glob(f"{name}/*_PUT_*.json")
    request = json.loads(file.read_text("utf-8"))
    return Captured(
        request["query"], [part_with_headers(part["headers"], _content(part)) for part in request["multipart"]]
    )


def _content(part: dict[str, Any]) -> bytes:
    return base64.b64decode(part["base64"]) if "base64" in part else str(part["text"]).encode()
