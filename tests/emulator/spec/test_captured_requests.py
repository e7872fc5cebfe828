"""Requests of clients that no one here wrote, rebuilt from what they sent and sent again."""

import base64
import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from tenantry_emulator import Emulator
from tests.emulator.account import Account, module, parts

# Captures of wrangler 4.164.0 and of the official SDK 5.9.0, kept beside the checkout.
CAPTURES = Path(__file__).parents[4] / "shared" / "wire"
RECORDED: dict[str, dict[str, Any]] = {
    str(file.relative_to(CAPTURES).with_suffix("")): json.loads(file.read_text())
    for file in sorted(CAPTURES.glob("*/*/*.json"))
}
# These show a token that this server never gave.
WITH_FOREIGN_TOKEN = {"/assets/upload": (401, 10000), "/scripts/tenant-assets": (400, 10021)}
# wrangler asks the account for a Worker of the tenant's name, although the tenant is in a namespace.
OF_THE_ACCOUNT = re.compile("/workers/scripts/[^/]+/(settings|secrets)$")
WITH_ASSETS = "/deploy_assets/06_PUT"
UPLOADS = [
    name
    for name, recorded in RECORDED.items()
    if recorded["method"] == "PUT" and re.search("/scripts/[^/]+$", recorded["path"]) and WITH_ASSETS not in name
]

pytestmark = pytest.mark.skipif(not RECORDED, reason="the captured requests are not beside this checkout")


def content(part: dict[str, Any]) -> bytes:
    """The bytes of a part, which must be those that were recorded."""
    found: bytes = base64.b64decode(part["base64"]) if "base64" in part else part["text"].encode()
    assert part["sha256"] == sha256(found).hexdigest()
    return found


def rebuilt(recorded: dict[str, Any]) -> bytes:
    """The body as it was sent, line by line."""
    if "multipart" not in recorded:
        return str(recorded.get("body_text", "")).encode()
    headers = {name.lower(): value for name, value in recorded["headers"]}
    boundary = headers["content-type"].partition("boundary=")[2]
    body = b""
    for part in recorded["multipart"]:
        head = "".join(f"{name}: {value}\r\n" for name, value in part["headers"])
        body += f"--{boundary}\r\n{head}\r\n".encode() + content(part) + b"\r\n"
    return body + f"--{boundary}--\r\n".encode()


def send(account: Account, emulator: Emulator, recorded: dict[str, Any]) -> httpx.Response:
    """Send it again, with its own headers, for the test's account."""
    own = str(account.http.base_url).removesuffix("/workers/dispatch/")
    path = re.sub("^/client/v4/accounts/[0-9a-f]{32}", "", recorded["path"])
    kept = [(name, value) for name, value in recorded["headers"] if name.lower() not in ("host", "content-length")]
    return account.http.request(
        recorded["method"],
        httpx.URL(own + path, query=recorded["query"].encode()),
        headers=kept,
        content=rebuilt(recorded),
    )


def prepare(account: Account, recorded: dict[str, Any]) -> None:
    """What the request takes for granted: namespaces, script unless it uploads one, and what its bindings lead to."""
    place = re.search("/dispatch/namespaces/([^/]+)(/scripts/([^/]+)(/.*)?)?$", recorded["path"])
    if place is None:
        return
    account.granted("POST", "/namespaces", json={"name": place[1]})
    if place[3] and (place[4] or recorded["method"] != "PUT"):
        files = parts(main_module="a.js", modules=[module("a.js", b"export default { fetch() {} }")])
        account.granted("PUT", f"/namespaces/{place[1]}/scripts/{place[3]}", files=files)
    # The service before the class, for both may be of one script.
    for binding in sorted(sent_bindings(recorded), key=lambda binding: binding["type"] != "service"):
        if binding["type"] == "dispatch_namespace":
            account.granted("POST", "/namespaces", json={"name": binding["namespace"]})
        if binding["type"] == "service":
            files = parts(main_module="a.js", modules=[module("a.js", b"export default { fetch() {} }")])
            account.granted("PUT", f"/namespaces/{place[1]}/scripts/{binding['service']}", files=files)
        if binding["type"] == "durable_object_namespace" and "script_name" in binding:
            name = binding["class_name"]
            code = f"export class {name} {{}} export default {{ fetch() {{}} }}"
            made = {"new_tag": "v1", "new_sqlite_classes": [name]}
            files = parts(main_module="a.js", modules=[module("a.js", code.encode())], migrations=made)
            account.granted("PUT", f"/namespaces/{place[1]}/scripts/{binding['script_name']}", files=files)


def sent_bindings(recorded: dict[str, Any]) -> list[dict[str, Any]]:
    """The bindings that the request brings."""
    described = [part["json"] for part in recorded.get("multipart", []) if "json" in part]
    return [binding for each in described for binding in each.get("bindings", [])]


@pytest.mark.parametrize("name", RECORDED or ["none"])
def test_a_captured_request_is_granted_unless_its_token_is_foreign_or_its_worker_missing(
    account: Account, emulator: Emulator, name: str
) -> None:
    recorded = RECORDED[name]
    prepare(account, recorded)
    answer = send(account, emulator, recorded)

    refusals = [
        refusal
        for path, refusal in WITH_FOREIGN_TOKEN.items()
        if recorded["method"] in ("PUT", "POST") and recorded["path"].endswith(path)
    ]
    if OF_THE_ACCOUNT.search(recorded["path"]) and recorded["method"] == "GET":
        refusals = [(404, 10007)]
    if refusals:
        assert refusals == [(answer.status_code, answer.json()["errors"][0]["code"])]
    else:
        assert (answer.status_code, answer.json()["success"]) == (200, True), answer.text


@pytest.mark.parametrize("name", UPLOADS or ["none"])
def test_the_code_of_a_captured_upload_comes_back(account: Account, emulator: Emulator, name: str) -> None:
    recorded = RECORDED[name]
    prepare(account, recorded)
    send(account, emulator, recorded)
    namespace, script = recorded["path"].split("/")[-3], recorded["path"].split("/")[-1]
    answer = account.http.get(f"/namespaces/{namespace}/scripts/{script}/content")

    sent = {str(filename_of(part)): content(part) for part in recorded["multipart"] if filename_of(part)}
    (metadata,) = (part["json"] for part in recorded["multipart"] if not filename_of(part))
    if "main_module" in metadata:
        assert answer.headers["cf-entrypoint"] == metadata["main_module"]
        assert metadata["main_module"] in sent
        assert all(f'filename="{name}"\r\n'.encode() in answer.content for name in sent)
        assert all(code + b"\r\n--" in answer.content for code in sent.values())
    else:
        assert answer.content == sent[metadata["body_part"]]


def filename_of(part: dict[str, Any]) -> str | None:
    found = re.search('filename="(.*)"', part["headers"][0][1])
    return found and found[1]
