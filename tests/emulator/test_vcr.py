"""vcrpy finds an upload again, and says where another one differs, without its values."""

from __future__ import annotations

import io
import runpy
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import tenantry
from tenantry_emulator import Emulator, same_upload
from tests.test_readme import blocks

FORM = {"Content-Type": "multipart/form-data; boundary=b"}
NAMELESS = b'--b\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nx\r\n--b--\r\n'


@dataclass
class Sent:
    body: bytes | Iterable[bytes] | None
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


def upload(boundary: str = "b1", metadata: str = '{"a": 1}', code: str = "x", name: str = "index.js") -> Sent:
    parts = [
        f'Content-Disposition: form-data; name="metadata"\r\nContent-Type: application/json\r\n\r\n{metadata}\r\n',
        f'Content-Disposition: form-data; filename="{name}"; name="{name}"\r\nContent-Type: a/b\r\n\r\n{code}\r\n',
    ]
    content = "".join(f"--{boundary}\r\n{part}" for part in parts) + f"--{boundary}--\r\n"
    return Sent(content.encode(), {"Content-Type": f"multipart/form-data; boundary={boundary}"})


@pytest.mark.parametrize(
    ("asked", "recorded"),
    [
        (upload(), upload("b2")),
        (upload(), upload(metadata='{"a":1}')),
        (Sent(b'{"a":1,"b":2}'), Sent(b'{"b": 2, "a": 1}')),
        (Sent(b"{"), Sent(b"{")),
        (Sent(None), Sent(b"")),
        (Sent(b"\0\xff", {}), Sent(b"\0\xff", {})),
        (Sent(io.BytesIO(b"[1,\n2]")), Sent(iter([b"[1,", b"2]"]))),
        (Sent(NAMELESS, FORM), Sent(NAMELESS, FORM)),
    ],
)
def test_the_same_is_found_again(asked: Sent, recorded: Sent) -> None:
    same_upload(asked, recorded)


@pytest.mark.parametrize(
    ("asked", "recorded", "where"),
    [
        (upload(), upload("b2", metadata='{"a": 2}'), "body/metadata/0/content/a"),
        (upload(), upload("b2", code="y"), "body/index.js/0/content"),
        (upload(code="1"), upload("b2", code="1 "), "body/index.js/0/content"),
        (upload(), upload("b2", name="main.js"), "body/index.js, body/main.js"),
        (upload(), Sent(b""), "body"),
        (Sent(b'{"a": 1}'), Sent(b'{"a": true}'), "body/a"),
        (Sent(b'{"a": 1}'), Sent(b'{"a": 1.0}'), "body/a"),
        (Sent(b'{"a": null}'), Sent(b"{}"), "body/a"),
        (Sent(b"[1, 2]"), Sent(b"[2, 1]"), "body/0, body/1"),
        (Sent(b"[1]"), Sent(b"[1, 2]"), "body"),
        (Sent(b"{} ", {}), Sent(b"{}", {}), "body"),
    ],
)
def test_another_is_not_and_the_error_says_where(asked: Sent, recorded: Sent, where: str) -> None:
    with pytest.raises(AssertionError) as caught:
        same_upload(asked, recorded)

    assert str(caught.value) == f"different: {where}"


def test_a_deploy_is_played_back_without_a_server_as_the_docs_show(tmp_path: Path) -> None:
    (example,) = (block for block in blocks("python", "docs/emulator.md") if "vcr" in block)
    (tmp_path / "example.py").write_text(example, "utf-8")
    player = runpy.run_path(str(tmp_path / "example.py"))["recorder"]
    with Emulator(runs_workers=False) as cloudflare:
        address, account = cloudflare.url, cloudflare.account_id
        cloudflare.create_namespace("production")
        with player.use_cassette(tmp_path / "deploy.yaml"):
            recorded = deploy(address, account)

    with player.use_cassette(tmp_path / "deploy.yaml", record_mode="none"):
        played = deploy(address, account)
        with pytest.raises(tenantry.NoAnswer) as caught:
            deploy(address, account, "another Worker")

    assert played == recorded
    assert "another Worker" not in str(caught.value)


def deploy(address: str, account: str, greeting: str = "hi") -> str | None:
    code = {"index.js": f"export default {{ fetch: () => new Response('{greeting}') }}"}
    with tenantry.Client(base_url=address, account_id=account, api_token="example-token", retries=0) as client:
        script = client.namespace("production").script("acme-shop")
        return script.deploy(code, compatibility_date="2026-01-01").etag
