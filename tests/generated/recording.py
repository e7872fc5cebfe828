"""What the recording server holds, and how the tests send to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tenantry_api.types import Response

TOKEN = "a-token-that-nobody-must-see-in-any-text"


@dataclass(frozen=True)
class Recorded:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """What arrived, and what is answered to all of it."""

    url: str
    status: int = 200
    content_type: str = "application/json"
    body: bytes = b'{"success": true, "errors": [], "messages": [], "result": null}'
    requests: list[Recorded] = field(default_factory=list)


# Any: an operation module, whose functions take what the operation takes.
Send = Callable[..., Response[Any]]
