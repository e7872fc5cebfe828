"""What all parts of a fleet share: the namespace, the journal, who acts, the clock, and whom to tell."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from attrs import frozen

import tenantry

from .clock import Clock
from .events import Event
from .journal.database import Database


@frozen(kw_only=True)
class Context:
    """A namespace and its journal."""

    namespace: tenantry.Namespace
    database: Database
    actor: str
    clock: Clock
    tell: Callable[[Event], None]
    client_factory: Callable[..., tenantry.Client] = tenantry.Client
    """Makes the client of a worker that is another process, in that process."""

    def with_priority(self, priority: Literal["interactive", "bulk"]) -> tenantry.Namespace:
        """The namespace by a client that waits as long as Cloudflare asks it to."""
        client = self.namespace.client.with_options(priority=priority, max_wait=math.inf)
        return client.namespace(self.namespace.name)

    @property
    def place(self) -> str:
        """The namespace in its account: an etag is known there, and nowhere else."""
        return f"{self.namespace.client.account_id}/{self.namespace.name}"
