"""The server, in a thread of its own, for as long as a `with` block lasts."""

import os
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn

from .application import application
from .guesses import Guesses
from .spec import bundled
from .store import Store

# Loopback, and no way to say otherwise: whoever reaches this server may do anything with it.
HOST = "127.0.0.1"


class Emulator:
    """Cloudflare's API on a port of this machine, from when it is made until it is closed.

    `state` is a file that keeps the state; without one it is in memory. `port` 0 takes a free one.
    """

    account_id = "e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0"
    """An account to use; every other of 32 hexadecimal digits works too, and has its own state."""

    api_token = "any-token-will-do"
    """A token to use; every other works too."""

    def __init__(self, *, port: int = 0, state: Path | str | None = None, guesses: Guesses | None = None) -> None:
        self._store = Store(None if state is None else Path(state))
        try:
            self._server = _Server(self._store, guesses or Guesses())
            self._socket = _listening(port)
        except BaseException:
            self._store.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="tenantry_emulator", daemon=True)
        self._thread.start()
        self._server.is_up.wait()
        if not self._server.started:
            self.close()
            raise RuntimeError("the emulator did not start; its log says why")

    def _serve(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._server.is_up.set()

    @property
    def url(self) -> str:
        """Where the API is, as a client's base URL."""
        return f"http://{HOST}:{self.port}{bundled().base_path}"

    @property
    def environment(self) -> dict[str, str]:
        """Variables that lead clients here: tenantry and the official SDK by the first three, wrangler by the last."""
        return {
            "CLOUDFLARE_BASE_URL": self.url,
            "CLOUDFLARE_API_TOKEN": self.api_token,
            "CLOUDFLARE_ACCOUNT_ID": self.account_id,
            "CLOUDFLARE_API_BASE_URL": self.url,
        }

    def close(self) -> None:
        """Answer what was asked, then stop. Closing twice does nothing more."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _listening(port: int) -> socket.socket:
    # The protocol is named because asyncio turns Nagle's algorithm off only for sockets that say they are TCP; with it
    # each answer of two packets, head and body, takes 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            # Elsewhere this would let two servers share a port; here it only forgets connections that are closed.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


class _Server(uvicorn.Server):
    """Says when it is up."""

    def __init__(self, store: Store, guesses: Guesses) -> None:
        config = uvicorn.Config(
            application(store, guesses),
            http="h11",
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
        super().__init__(config)
        self.is_up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()
