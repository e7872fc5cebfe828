"""Faults on request, and which requests meet which.

Faults are deterministic: of the requests that a fault matches the first `skip` pass, and the next `times` fail. If
several match one request, the one that was added first is tried first.
"""

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Literal, get_args

from tenantry_emulator.arguments import MOST, check, check_instance
from tenantry_emulator.errors import WrongArgument
from tenantry_emulator.wire.json_types import JsonObject, as_object

FaultKind = Literal["rate_limit", "latency", "refuse", "edge", "reset"]
"""What happens:

- `rate_limit`: 429 with code 971 and Retry-After;
- `latency`: nothing else, but later;
- `refuse`: this status, with this code and message in the envelope;
- `edge`: this status from Cloudflare's edge, which speaks HTML, and RFC 9457 JSON to who accepts that alone;
- `reset`: the connection is cut.
"""


# What each field of a fault takes, in Python and over HTTP.
FIELDS: JsonObject = {
    "kind": {"enum": [*get_args(FaultKind)]},
    "operation": {"type": "string"},
    "method": {"enum": ["GET", "PUT", "POST", "PATCH", "DELETE"]},
    "path": {"type": "string", "pattern": "^[/*](?!client/v4)"},
    "skip": {"type": "integer", "minimum": 0, "maximum": MOST},
    "times": {"type": "integer", "minimum": 1, "maximum": MOST},
    "status": {"type": "integer", "minimum": 200, "maximum": 599},
    "code": {"type": "integer", "minimum": 0, "maximum": MOST},
    "message": {"type": "string"},
    "retry_after": {"type": "integer", "minimum": 0, "maximum": MOST},
    "seconds": {"type": "number", "minimum": 0, "maximum": 60},
    "format": {"enum": ["negotiated", "html", "json"]},
    "when": {"enum": ["before", "after"]},
}

# What the kinds have beside the fields that say which requests are meant.
OF_KIND: Mapping[FaultKind, tuple[str, ...]] = {
    "rate_limit": ("message", "retry_after"),
    "latency": ("seconds",),
    "refuse": ("status", "code", "message", "retry_after"),
    "edge": ("status", "message", "retry_after", "format"),
    "reset": ("when",),
}
OF_ALL = ("kind", "operation", "method", "path", "skip", "times")
OPTIONAL = ("operation", "method", "path", "times", "retry_after")


@dataclass(frozen=True)
class Fault:
    """What shall happen, and to which requests."""

    __module__ = "tenantry_emulator"

    kind: FaultKind
    operation: str | None = None
    """Id of the operation that is meant; any without."""
    method: str | None = None
    path: str | None = None
    """Pattern of the path below `/client/v4`, in which `*` stands for any text."""
    skip: int = 0
    times: int | None = 1
    """None is for ever."""
    status: int = 503
    code: int = 10002
    message: str = "A fault that was asked for."
    retry_after: int | None = None
    seconds: float = 0.0
    """How long a `latency` takes."""
    format: Literal["negotiated", "html", "json"] = "negotiated"
    """The language of an `edge`."""
    when: Literal["before", "after"] = "before"
    """Whether a `reset` comes before anything is done, or after all is."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None or field.name not in OPTIONAL:
                check(f"Fault: {field.name}", value, as_object(FIELDS[field.name]))
            if value != field.default and field.name not in (*OF_ALL, *OF_KIND[self.kind]):
                has = ", ".join(OF_KIND[self.kind])
                raise WrongArgument(f"Fault: {field.name} would change nothing of a {self.kind}, which has {has}")

    def is_about(self, method: str, path: str, operation: str | None) -> bool:
        """Whether this request is meant."""
        return (
            self.operation in (None, operation)
            and self.method in (None, method)
            and (self.path is None or fnmatchcase(path, re.sub(r"[\[?]", r"[\g<0>]", self.path)))
        )


@dataclass
class Progress:
    """A fault, and how far it is."""

    id: int
    fault: Fault
    seen: int = 0
    """Requests that it is about."""
    met: int = 0
    """Requests that it met."""

    @property
    def is_over(self) -> bool:
        """Whether it will meet no more."""
        return self.fault.times is not None and self.met >= self.fault.times


class Faults:
    """The faults that were asked for. Tests add them from their own threads."""

    def __init__(self, operations: Iterable[str]) -> None:
        self._operations = frozenset(operations)
        self._lock = threading.Lock()
        self._progress: list[Progress] = []
        self._added = 0

    def add(self, fault: Fault) -> int:
        """Ask for a fault; its number. One about an operation that there is not would never be met."""
        check_instance("faults.add()", fault, Fault)
        if fault.operation is not None and fault.operation not in self._operations:
            near = get_close_matches(fault.operation, self._operations, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(self._operations))}"
            raise WrongArgument(f"Fault: operation is {fault.operation!r}, which does not exist; {hint}")
        with self._lock:
            self._added += 1
            self._progress.append(Progress(self._added, fault))
            return self._added

    def list(self) -> tuple[Progress, ...]:
        """All faults, including those that are over."""
        with self._lock:
            return tuple(self._progress)

    def clear(self) -> None:
        """Remove all."""
        with self._lock:
            self._progress.clear()

    def met_by(self, method: str, path: str, operation: str | None) -> Fault | None:
        """The fault that this request meets, if it meets one."""
        with self._lock:
            about = [each for each in self._progress if each.fault.is_about(method, path, operation)]
            due = [each for each in about if not each.is_over and each.seen >= each.fault.skip]
            for each in about:
                each.seen += 1
            if not due:
                return None
            due[0].met += 1
            return due[0].fault
