"""The state of all accounts, in SQLite. Only the modules of this folder know SQL."""

from contextlib import AbstractContextManager
from pathlib import Path

from tenantry_emulator.state_file import StateFile

from .assets import AssetStore
from .clock import Clock
from .database import clear, opened, rolled_back
from .kv import KvStore
from .namespaces import NamespaceStore
from .queues import QueueStore
from .scripts import ScriptStore


class Store:
    """Everything that outlives a request; in memory unless there is a path."""

    def __init__(self, path: Path | None, clock: Clock) -> None:
        self._file = StateFile(path) if path else None
        try:
            self._db = opened(path)
        except BaseException:
            self._let_go()
            raise
        self.namespaces: NamespaceStore = NamespaceStore(self._db, clock)
        self.scripts: ScriptStore = ScriptStore(self._db, clock)
        self.assets: AssetStore = AssetStore(self._db, clock)
        self.kv: KvStore = KvStore(self._db, clock)
        self.queues: QueueStore = QueueStore(self._db, clock)

    @property
    def signing_key(self) -> bytes:
        """The key that signs this state's own tokens."""
        (key,) = self._db.execute("SELECT key FROM seal").fetchone()
        return bytes(key)

    def rolled_back(self) -> AbstractContextManager[None]:
        """A block whose changes can be read inside it, and are rolled back at its end."""
        return rolled_back(self._db)

    def clear(self) -> None:
        """Forget everything, of all accounts."""
        clear(self._db)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
        self._let_go()

    def _let_go(self) -> None:
        if self._file:
            self._file.close()
