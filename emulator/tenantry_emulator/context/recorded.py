"""What was asked of the API, for tests to assert on."""

import logging
from collections import deque
from dataclasses import dataclass

LOG = logging.getLogger("tenantry_emulator.requests")
KEPT = 10_000


@dataclass(frozen=True)
class RecordedRequest:
    """A request of the API, and how it was answered."""

    __module__ = "tenantry_emulator"

    method: str
    path: str
    """Below `/client/v4`, decoded."""
    query: str
    operation: str | None
    """Id of the operation; None where there is none."""
    status: int | None
    """None where the connection was cut."""


class Recorder:
    """The latest requests, the oldest first."""

    def __init__(self) -> None:
        self.clear()

    def add(self, request: RecordedRequest) -> None:
        """One more, which has ended."""
        self._requests.append(request)
        query = f"?{request.query}" if request.query else ""
        LOG.info("%s %s%s %s", request.method, request.path, query, request.status or "cut")

    def list(self) -> tuple[RecordedRequest, ...]:
        """All that are kept; may be asked from any thread."""
        return tuple(self._requests.copy())

    def clear(self) -> None:
        """Forget all."""
        self._requests: deque[RecordedRequest] = deque(maxlen=KEPT)
