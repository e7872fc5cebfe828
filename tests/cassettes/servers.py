"""A server that gives one answer to all."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Saying:
    """What it says, and how often it was asked."""

    url: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    asked: int = 0
