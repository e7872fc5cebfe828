"""The emulator with tenants in it, deployed with tenantry."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import tenantry
from tenantry_emulator import Bounds, Emulator

NAMESPACE = "production"


@dataclass(frozen=True)
class Tenants:
    """A namespace, and where its scripts answer."""

    emulator: Emulator
    namespace: tenantry.Namespace

    @property
    def url(self) -> str:
        """The front door."""
        assert self.emulator.front_door
        return self.emulator.front_door

    def deploy(self, name: str, code: str) -> str:
        """Deploy this, and say at which path it answers."""
        self.namespace.script(name).deploy({"index.js": code}, compatibility_date="2026-11-01")
        return f"{urlsplit(self.emulator.script_url(name, NAMESPACE)).path}/"


@contextmanager
def tenants(processes: int) -> Iterator[Tenants]:
    """An emulator that keeps so many tenants running."""
    with Emulator(runs_workers=True, bounds=Bounds(processes=processes)) as emulator:
        emulator.create_namespace(NAMESPACE)
        # No queue: the emulator has no limit to keep to here.
        with tenantry.Client(
            account_id=emulator.account_id, api_token=emulator.api_token, base_url=emulator.url, rate=None
        ) as client:
            yield Tenants(emulator, client.namespace(NAMESPACE))
