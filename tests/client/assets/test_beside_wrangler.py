"""The same folder, deployed by wrangler 4.164 and by tenantry, is the same on the wire."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drift.reality.captures import FOLDER
from tenantry import Assets, bindings
from tenantry._assets.hashing import asset_hash
from tests.client.servers.assets import SESSION, UPLOAD, Cloudflare
from tests.client.support.flavours import Ask
from tests.client.support.folders import deployed, write

DEPLOY = FOLDER / "wrangler" / "deploy_assets"

pytestmark = pytest.mark.skipif(not DEPLOY.is_dir(), reason="the captured requests are not beside this repository")

# Any: JSON of another program.
Captured = dict[str, Any]


def captured(wanted: Callable[[Captured], bool]) -> list[Captured]:
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(DEPLOY.glob("*.json"))]
    return [record for record in records if wanted(record)]


@pytest.fixture
def manifest() -> Captured:
    (opening,) = captured(lambda record: record["path"].endswith(SESSION))
    told: Captured = opening["body_json"]["manifest"]
    return told


@pytest.fixture
def parts() -> dict[str, tuple[str, str]]:
    """What wrangler uploaded: types and contents in base64, by hashes."""
    uploads = captured(lambda record: record["path"].endswith(UPLOAD))
    return dict(_part(part) for upload in uploads for part in upload["multipart"])


def _part(record: Captured) -> tuple[str, tuple[str, str]]:
    (_, disposition), (_, kind) = record["headers"]
    name = disposition.split('"')[1]
    assert disposition == f'form-data; name="{name}"; filename="{name}"'
    return name, (kind, record["text"])


@pytest.fixture
def config() -> Captured:
    (upload,) = captured(lambda record: record["method"] == "PUT")
    said: Captured = upload["multipart"][0]["json"]["assets"]["config"]
    return said


@pytest.fixture
def folder(tmp_path: Path, manifest: Captured, parts: dict[str, tuple[str, str]], config: Captured) -> Path:
    """The folder that wrangler was given."""
    files = {path[1:]: base64.b64decode(parts[entry["hash"]][1]) for path, entry in manifest.items()}
    said = {name: config[name].encode() for name in ("_headers", "_redirects")}
    write(tmp_path, {**files, **said, ".assetsignore": b"*.private\n", "notes.private": b"1"})
    return tmp_path


def test_every_captured_hash_is_ours(manifest: Captured, parts: dict[str, tuple[str, str]]) -> None:
    assert len(manifest) >= 8
    for path, entry in manifest.items():
        assert entry["hash"] == asset_hash([parts[entry["hash"]][1].encode()], path, None)


def test_the_manifest_is_wranglers(ask: Ask, cloudflare: Cloudflare, folder: Path, manifest: Captured) -> None:
    ask(lambda client: deployed(client, Assets(folder, salt=None)))

    assert [manifest] == cloudflare.manifests
    assert [*manifest] == [*cloudflare.manifests[0]]


def test_the_parts_are_wranglers(
    ask: Ask, cloudflare: Cloudflare, folder: Path, parts: dict[str, tuple[str, str]]
) -> None:
    ask(lambda client: deployed(client, Assets(folder, salt=None)))

    sent = {part.name: (part.type, part.content.decode()) for part in cloudflare.stored.values()}
    assert parts == sent


def test_what_is_said_of_the_assets_with_the_script_is_wranglers(
    ask: Ask, cloudflare: Cloudflare, folder: Path, config: Captured
) -> None:
    options = {name: config[name] for name in ("html_handling", "not_found_handling", "run_worker_first")}
    assets = Assets(folder, salt=None, **options)
    ask(lambda client: deployed(client, assets, bindings=[bindings.Assets(name="ASSETS")]))

    metadata = cloudflare.requests[-1].metadata
    assert {"jwt": "completion.of-session.0", "config": config} == metadata["assets"]
    assert metadata["bindings"] == [{"name": "ASSETS", "type": "assets"}]
