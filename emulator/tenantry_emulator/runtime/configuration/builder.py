"""Collects the files and the services of a configuration while it is made."""

from .capnp import Value, file, struct, text


class ConfigBuilder:
    """Files that the configuration embeds, and services that its bindings lead to."""

    def __init__(self, emulator: str) -> None:
        self._emulator = emulator
        self.files: dict[str, bytes] = {}
        self.services: dict[str, Value] = {}

    def file(self, content: bytes) -> Value:
        """This content, in a file of its own."""
        name = f"part-{len(self.files)}"
        self.files[name] = content
        return file(name)

    def service(self, name: str, **kind: Value) -> Value:
        """A service of this name, added if it is not there."""
        self.services.setdefault(name, struct(name=text(name), **kind))
        return text(name)

    def emulator(self, name: str, options: Value) -> Value:
        """The emulator as a service, over the socket that it listens on for its processes."""
        return self.service(name, external=struct(address=text(self._emulator), http=options))
