"""The state of all accounts, in SQLite. Only this module and the `*_store` modules beside it know SQL."""

from pathlib import Path

from .asset_store import AssetStore
from .clock import Clock
from .database import opened
from .namespace_store import NamespaceStore
from .script_store import ScriptStore


class Store:
    """Everything that outlives a request; in memory unless there is a path."""

    def __init__(self, path: Path | None, clock: Clock) -> None:
        self._db = opened(path)
        self.namespaces = NamespaceStore(self._db, clock)
        self.scripts = ScriptStore(self._db, clock)
        self.assets = AssetStore(self._db, clock)

    @property
    def seal(self) -> bytes:
        """The key that signs this state's own tokens."""
        (key,) = self._db.execute("SELECT key FROM seal").fetchone()
        return bytes(key)

    def clear(self) -> None:
        """Forget everything, of all accounts."""
        with self._db:
            self._db.execute("DELETE FROM namespace")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
