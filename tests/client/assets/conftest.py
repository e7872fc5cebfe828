"""A server that takes assets, clients of it, and a folder that is a small site."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.client.servers.assets import Cloudflare, taking_assets
from tests.client.support.flavours import ACCOUNT, TOKEN, Ask
from tests.client.support.folders import write


@pytest.fixture
def cloudflare() -> Iterator[Cloudflare]:
    with taking_assets() as server:
        yield server


@pytest.fixture
def ask(flavour: str, cloudflare: Cloudflare) -> Ask:
    """Calls a verb of a client that may retry."""
    return Ask(flavour, {"base_url": cloudflare.url, "account_id": ACCOUNT, "api_token": TOKEN, "rate": None})


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
