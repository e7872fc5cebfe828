"""Collects the files and the services of a configuration while it is made."""

from collections.abc import Sequence
from importlib.resources import files

from .capnp import Value, file, struct, text

OURS = files("tenantry_emulator") / "runtime" / "workers"
# The date of the Workers that are ours. From September 2026 on each takes half a megabyte more, in every process.
OUR_DATE = "2026-07-01"


def ours(name: str) -> bytes:
    """The code of one of our own Workers."""
    return (OURS / name).read_bytes()


class ConfigBuilder:
    """Files that the configuration embeds, and services that its bindings lead to."""

    def __init__(self, emulator: str) -> None:
        self._emulator = emulator
        self.files: dict[str, Sequence[bytes]] = {}
        self.services: dict[str, Value] = {}

    def file(self, *content: bytes) -> Value:
        """This content, in a file of its own; pieces, which may be large, are put together there alone."""
        name = f"part-{len(self.files)}"
        self.files[name] = content
        return file(name)

    def our_modules(self, *names: str) -> list[Value]:
        """Modules of our own."""
        return [struct(name=text(name), esModule=self.file(ours(name))) for name in names]

    def service(self, name: str, **kind: Value) -> Value:
        """A service of this name, added if it is not there."""
        self.services.setdefault(name, struct(name=text(name), **kind))
        return text(name)

    def emulator(self, name: str, options: Value) -> Value:
        """The emulator as a service, over the socket that it listens on for its processes."""
        return self.service(name, external=struct(address=text(self._emulator), http=options))
