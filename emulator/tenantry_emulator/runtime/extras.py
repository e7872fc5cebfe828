"""What a caller brings that needs a process of its own, beside the one that all others reach."""

import json
from dataclasses import dataclass, replace

from tenantry_emulator.store.namespaces import NAMELESS
from tenantry_emulator.wire.json_types import JsonObject, as_object, as_text

from .configuration import brought_bindings
from .configuration.worker_version import WorkerVersion


@dataclass(frozen=True)
class Extras:
    """Nothing for most callers."""

    outbound: JsonObject
    """The outbound Worker that `fetch` leads to, and the parameters that it is given.

    A tenant's `fetch` does not say to which dispatch it belongs, so each outbound Worker with its parameters gets a
    process.
    """
    parameters: JsonObject
    """Those of this Worker, if it is an outbound Worker itself."""
    brought: JsonObject
    """Bindings that the props of a service binding bring, by their names there."""
    entrypoint: str
    """The entrypoint that they are brought to, if there are any."""

    @property
    def key(self) -> str:
        """Tells these from others."""
        return json.dumps([self.outbound, self.parameters, self.brought, self.entrypoint])

    def __bool__(self) -> bool:
        return bool(self.outbound or self.parameters or self.brought)

    def added_to(self, version: WorkerVersion) -> WorkerVersion:
        """The version as its own process runs it."""
        given: list[JsonObject] = [
            {"type": "json", "name": name, "json": value} for name, value in self.parameters.items()
        ]
        version = replace(version.beside_another(), bindings=[*version.bindings, *given])
        return brought_bindings.added(version, self.entrypoint, self.brought) if self.brought else version


def extras_of(account: str, target: JsonObject) -> Extras:
    """What the target of a request brings."""
    outbound, parameters = as_object(target.get("outbound")), as_object(target.get("parameters"))
    brought = brought_bindings.found(target.get("props"))
    entrypoint = (as_text(target.get("entrypoint")) or "default") if brought else ""
    if not outbound:
        return Extras({}, parameters if target.get("is_service") is True else {}, brought, entrypoint)
    way_out: JsonObject = {"account": account, "namespace": NAMELESS, "is_service": True, "parameters": parameters}
    return Extras({**way_out, **{field: value for field, value in outbound.items() if value}}, {}, brought, entrypoint)
