"""A server that records, the two flavours of the low-level functions, and a small repository to generate in."""

import asyncio
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import generate
from generator.spec import Object, read_spec
from tenantry_api import AuthenticatedClient
from tenantry_api.types import Response

from .recording import TOKEN, Recorded, Send, Server

SMALL = Path(__file__).parent / "small.yaml"
SURFACE = "wrappers/tenantry/_sync"


@pytest.fixture
def server() -> Iterator[Server]:
    """A server for one test."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            recording.requests.append(Recorded(self.command, self.path, headers, body))
            self.send_response(recording.status)
            self.send_header("Content-Type", recording.content_type)
            self.send_header("Content-Length", str(len(recording.body)))
            self.end_headers()
            self.wfile.write(recording.body)

        do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = answer

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests look at what was recorded."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        recording = Server(f"http://127.0.0.1:{listening.server_port}/client/v4")
        thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield recording
        listening.shutdown()
        thread.join()


@pytest.fixture(params=["blocking", "async"])
def send(request: pytest.FixtureRequest, server: Server) -> Send:
    """Sends an operation to the server through `sync_detailed` or `asyncio_detailed`."""

    def blocking(operation: Any, *names: str, **arguments: Any) -> Response[Any]:
        with AuthenticatedClient(server.url, TOKEN) as client:
            answer: Response[Any] = operation.sync_detailed(*names, client=client, **arguments)
            return answer

    async def awaited(operation: Any, *names: str, **arguments: Any) -> Response[Any]:
        async with AuthenticatedClient(server.url, TOKEN) as client:
            answer: Response[Any] = await operation.asyncio_detailed(*names, client=client, **arguments)
            return answer

    if request.param == "blocking":
        return blocking
    return lambda *args, **kwargs: asyncio.run(awaited(*args, **kwargs))


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the small spec, as generate.py leaves it; tests copy it."""
    root = tmp_path_factory.mktemp("repository")
    shutil.copy(generate.ROOT / "pyproject.toml", root)
    shutil.copy(SMALL, root / "openapi.yaml")
    shutil.copytree(generate.ROOT / SURFACE, root / SURFACE, ignore=shutil.ignore_patterns("__pycache__"))
    assert generate.main([], root) == 0
    return root


@pytest.fixture
def repository(generated: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(generated, tmp_path / "repository"))


@pytest.fixture
def small(generated: Path) -> Object:
    """The small spec, for a test to spoil."""
    return read_spec(generated)
