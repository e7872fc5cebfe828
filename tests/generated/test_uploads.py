"""Multipart bodies: one part for each module, whatever is in it, behind a boundary that nobody can know."""

import re
from email import message_from_bytes
from email.message import Message

import httpx
import pytest

from tenantry_api import errors, models
from tenantry_api.api.assets import upload_assets
from tenantry_api.api.scripts import upload_script
from tenantry_api.api.settings import patch_settings
from tenantry_api.types import File

from .recording import Recorded, Send, Server

FORGED = b'export default {}\r\n--+++\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n{}\r\n--+++--\r\n'


def upload(**modules: bytes) -> models.ScriptUpload:
    metadata = models.ScriptMetadata(main_module="index.js", compatibility_date="2026-01-01")
    return models.ScriptUpload(
        metadata=metadata,
        additional_properties={
            name: File(code, file_name=name, mime_type="application/javascript+module")
            for name, code in modules.items()
        },
    )


def parts_of(request: Recorded) -> list[Message]:
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = message_from_bytes(head + request.body)
    return [part for part in message.walk() if not part.is_multipart()]


def boundary_of(request: Recorded | httpx.Request) -> str:
    found = re.fullmatch(r"multipart/form-data; boundary=(\S+)", request.headers["content-type"])
    assert found is not None
    return found[1]


def test_a_module_cannot_forge_another_part(send: Send, server: Server) -> None:
    send(upload_script, "account", "production", "shop", body=upload(**{"index.js": FORGED}))

    metadata, module = parts_of(server.requests[0])
    assert (metadata.get_param("name", header="content-disposition"), metadata.get_filename()) == ("metadata", None)
    assert metadata.get_content_type() == "application/json"
    assert "index.js" == module.get_param("name", header="content-disposition") == module.get_filename()
    assert module.get_payload(decode=True) == FORGED


def test_no_two_uploads_share_a_boundary(send: Send, server: Server) -> None:
    for _ in range(3):
        send(
            upload_script,
            "account",
            "production",
            "shop",
            body=upload(**{"index.js": b"export default { fetch() {} }"}),
        )

    boundaries = {boundary_of(request) for request in server.requests}
    assert len(boundaries) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", boundary) for boundary in boundaries)


def test_each_attempt_of_one_call_has_a_boundary_of_its_own_and_the_same_parts() -> None:
    call = upload_script.request(
        "account", "production", "shop", body=upload(**{"index.js": b"export default { fetch() {} }"})
    )
    with httpx.Client() as client:
        first, second = (call.build(client, "http://localhost/client/v4", {}) for _ in range(2))

    assert boundary_of(first) != boundary_of(second)
    bodies = [each.read().replace(boundary_of(each).encode(), b"+") for each in (first, second)]
    assert bodies[0] == bodies[1]


def test_a_module_called_metadata_is_refused() -> None:
    with pytest.raises(errors.ReservedPart, match="metadata"):
        upload_script.request("account", "production", "shop", body=upload(metadata=b"export default { fetch() {} }"))


def test_settings_travel_as_one_json_part(send: Send, server: Server) -> None:
    patch = models.SettingsPatch(logpush=False, tags=None)
    send(patch_settings, "account", "production", "shop", body=models.SettingsUpload(patch))

    [part] = parts_of(server.requests[0])
    assert (
        part.get_param("name", header="content-disposition"),
        part.get_content_type(),
    ) == ("settings", "application/json")
    assert part.get_payload(decode=True) == b'{"tags": null, "logpush": false}'


def test_assets_travel_under_their_hashes_and_say_that_they_are_base64(send: Send, server: Server) -> None:
    body = models.AssetUpload()
    body["0" * 32] = File(b"aGk=", file_name="0" * 32, mime_type="text/html")
    send(upload_assets, "account", body=body, base64=True)

    [part] = parts_of(server.requests[0])
    assert server.requests[0].path.endswith("/workers/assets/upload?base64=true")
    assert (part.get_filename(), part.get_content_type()) == ("0" * 32, "text/html")
