"""A server that takes assets, clients of every flavour, and a folder that is a small site."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tests.wrapper.flavours import FLAVOURS, Ask, connections

from .cloudflare import Cloudflare, taking_assets

ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353"
TOKEN = "a-token-that-nobody-must-see-in-any-text"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials of whoever runs the tests."""
    for name in ("API_TOKEN", "API_KEY", "EMAIL", "ACCOUNT_ID", "BASE_URL"):
        monkeypatch.delenv(f"CLOUDFLARE_{name}", raising=False)


@pytest.fixture
def cloudflare() -> Iterator[Cloudflare]:
    with taking_assets() as server:
        yield server


@pytest.fixture(params=FLAVOURS)
def ask(request: pytest.FixtureRequest, cloudflare: Cloudflare) -> Ask:
    """Calls a verb of a client, each kind one after another."""
    return Ask(request.param, {"base_url": cloudflare.url, "account_id": ACCOUNT, "api_token": TOKEN, "rate": None})


@pytest.fixture
def blocking(cloudflare: Cloudflare) -> Ask:
    """For what no flavour changes."""
    return Ask("blocking", {"base_url": cloudflare.url, "account_id": ACCOUNT, "api_token": TOKEN, "rate": None})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Seven files."""
    folder = tmp_path / "site"
    write(
        folder,
        {
            "index.html": b"<h1>Shop</h1>",
            "404.html": b"<h1>Nothing</h1>",
            "style.css": b"body{}",
            "app.js": b"console.log(1)",
            "img/logo.png": b"\x89PNG",
            "img/deep/er/photo.JPG": b"\xff\xd8",
            "LICENSE": b"MIT",
        },
    )
    return folder


def write(folder: Path, files: dict[str, bytes]) -> None:
    """These files, with the folders above them."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


# Any: a Client or an AsyncClient, and what its verb returns or is awaited for.
def deployed(client: Any, assets: object, name: str = "shop", **arguments: Any) -> Any:
    script = client.namespace("production").script(name)
    return script.deploy({"index.js": b""}, compatibility_date="2026-01-01", assets=assets, **arguments)


def dry_run(directory: Path | str, name: str = "shop", **options: Any) -> Any:
    """What a dry run shows of the folder; it sends nothing, wherever it is pointed."""
    with connections() as http_client:
        client = tenantry.Client(account_id=ACCOUNT, api_token=TOKEN, http_client=http_client)
        return deployed(client, tenantry.Assets(directory, **options), name, dry_run=True)
