"""The state of all accounts, in SQLite. Only the modules of this folder know SQL."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from tenantry_emulator.clock import Clock
from tenantry_emulator.state_file import StateFile
from tenantry_emulator.wire import identifiers
from tenantry_emulator.wire.json_types import JsonObject, as_object, as_text

from .assets import AssetStore
from .contents import Contents
from .database import Checkpoints, changing, clear, opened, rolled_back
from .kv import KvStore
from .namespaces import NAMELESS, NamespaceStore
from .queues import QueueStore
from .records import DURABLE, DurableClass, Namespace, Script, expected_classes, is_own_class
from .scripts import ScriptStore


def _target(binding: JsonObject, namespace: str) -> tuple[str, str]:
    """Where a binding looks for a Worker: the namespace, and a name, which is empty if it looks for none."""
    if binding["type"] == DURABLE:
        return as_text(binding.get("dispatch_namespace")) or namespace, as_text(binding.get("script_name"))
    if binding["type"] == "dispatch_namespace":
        return NAMELESS, as_text(as_object(as_object(binding.get("outbound")).get("worker")).get("service"))
    return namespace, as_text(binding.get("service"))


class Store:
    """Everything that outlives a request; in memory unless there is a path."""

    def __init__(self, path: Path | None, clock: Clock, *, most_kv_bytes: int, most_delay: int) -> None:
        self._file = StateFile(path) if path else None
        try:
            self._db = opened(path)
        except BaseException:
            self._let_go()
            raise
        self._checkpoints = Checkpoints(path) if path else None
        self.namespaces: NamespaceStore = NamespaceStore(self._db, clock)
        self.contents: Contents = Contents(self._db)
        self.scripts: ScriptStore = ScriptStore(self._db, clock, self.contents)
        self.assets: AssetStore = AssetStore(self._db, clock)
        self.kv: KvStore = KvStore(self._db, clock, most_kv_bytes)
        self._promised: dict[tuple[str, str, str, str], str] = {}
        self.queues: QueueStore = QueueStore(self._db, clock, most_delay)

    @property
    def signing_key(self) -> bytes:
        """The key that signs this state's own tokens."""
        (key,) = self._db.execute("SELECT key FROM seal").fetchone()
        return bytes(key)

    def found(self, account: str, namespace: str, name: str) -> tuple[Namespace, Script] | None:
        """A script, and the namespace that has it."""
        within = self.namespaces.get(account, namespace)
        script = self.scripts.get(within, name) if within else None
        return (within, script) if within and script else None

    def bound(self, account: str, namespace: str, name: str) -> tuple[Namespace, Script] | None:
        """The script that a binding names: of the namespace or, where it has none of that name, of the account."""
        return self.found(account, namespace, name) or self.found(account, NAMELESS, name)

    def bound_to(self, account: str, script: Script) -> Iterator[tuple[Script, JsonObject]]:
        """Other scripts that bind to this one, each with such a binding of its."""
        for namespace, name in self.scripts.mentioning(account, script.name):
            found = self.found(account, namespace, name)
            if found is None or found[1].row == script.row:
                continue
            for binding in self.scripts.bindings(found[1]):
                within, target = _target(binding, namespace)
                led = self.bound(account, within, target) if target == script.name else None
                if led and led[1].row == script.row:
                    yield found[1], binding

    def durable_class(self, account: str, namespace: str, binding: JsonObject) -> DurableClass | None:
        """The class to which a binding with the name of a script, or with an identifier alone, leads, if it is there.

        One that this script expects from another is where it was, until the other lets it go.
        """
        if not binding.get("class_name"):
            return self._identified_class(account, as_text(binding.get("namespace_id")))
        within = as_text(binding.get("dispatch_namespace")) or namespace
        found, name = self.bound(account, within, as_text(binding.get("script_name"))), as_text(binding["class_name"])
        if not found or name in found[1].durable.classes:
            return found[1].durable.classes[name] if found else None
        giver, theirs = expected_classes(found[1].settings.get("exports")).get(name, ("", ""))
        script = self.scripts.get(found[0], giver)
        return script.durable.classes.get(theirs) if script else None

    def _identified_class(self, account: str, key: str) -> DurableClass | None:
        """The class whose data belongs to this key, whichever script of the account has it."""
        owner = self.scripts.with_class(key)
        found = self.found(*owner) if owner and owner[0] == account else None
        classes = found[1].durable.classes.values() if found else ()
        return next((each for each in classes if each.key == key), None)

    def class_of(self, account: str, namespace: str, script: Script, binding: JsonObject) -> DurableClass | None:
        """The class to which a binding of the script leads, if it is there."""
        own = script.durable.classes.get(as_text(binding.get("class_name")))
        if own and is_own_class(binding, namespace, script.name):
            return own
        named = {"script_name": script.name} if not binding.get("script_name") else {}
        return self.durable_class(account, namespace, {**binding, **named})

    def promised_class(self, account: str, namespace: str, binding: JsonObject) -> str:
        """The key of the class to which a binding leads; the class may be made later, and has this key then."""
        if found := self.durable_class(account, namespace, binding):
            return found.key
        within, script = as_text(binding.get("dispatch_namespace")) or namespace, as_text(binding["script_name"])
        return self._promised.setdefault(
            (account, within, script, as_text(binding["class_name"])), identifiers.new_tag()
        )

    def new_class_key(self, account: str, namespace: str, script: str, class_name: str) -> str:
        """The key for a class that is made: that which was promised, unless a class has it."""
        promised = self._promised.get((account, namespace, script, class_name))
        return promised if promised and not self.scripts.with_class(promised) else identifiers.new_tag()

    def changing(self) -> AbstractContextManager[None]:
        """A block whose changes are made all or none."""
        return changing(self._db)

    def rolled_back(self) -> AbstractContextManager[None]:
        """A block whose changes can be read inside it, and are rolled back at its end."""
        return rolled_back(self._db)

    def clear(self) -> None:
        """Forget everything, of all accounts."""
        clear(self._db)
        self.kv.forget()

    def close(self) -> None:
        """Let go of the file."""
        if self._checkpoints:
            self._checkpoints.close()
        self._db.close()
        self._let_go()

    def _let_go(self) -> None:
        if self._file:
            self._file.close()
