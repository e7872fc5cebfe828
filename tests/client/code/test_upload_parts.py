"""What a deploy puts on the wire, compared with what wrangler puts there."""

import re
from pathlib import Path

import pytest

import tenantry
from tenantry import Bundle, bindings
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask
from tests.client.support.scripts import DAY, deploy, shop, upload

PREAMBLE = b'\r\n--+++\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n{}\r\n--+++--\r\n'


def test_an_upload_is_metadata_and_then_one_part_for_each_module(ask: Ask, server: Server) -> None:
    code = {"b/x.js": "export const x = 1", "index.js": "export default { fetch() {} }", "note.txt": "ü"}
    request = upload(ask, server, code, main="index.js")

    module = "application/javascript+module"
    assert (request.method, request.query) == ("PUT", "bindings_inherit=strict")
    assert request.path.endswith("/workers/dispatch/namespaces/production/scripts/shop")
    assert [(part.name, part.filename, part.type) for part in request.parts] == [
        ("metadata", None, "application/json"),
        ("b/x.js", "b/x.js", module),
        ("index.js", "index.js", module),
        ("note.txt", "note.txt", "text/plain"),
    ]
    assert [part.content for part in request.parts[1:]] == [text.encode() for text in code.values()]
    assert request.metadata["main_module"] == "index.js"
    assert "body_part" not in request.metadata


def test_modules_arrive_byte_for_byte(ask: Ask, server: Server) -> None:
    everything = bytes(range(256)) * 1000
    code = {
        "index.js": b"export default { fetch() {} }\r\n\r\n",
        "all.wasm": everything,
        "empty.bin": b"",
        "dashes.bin": b"\r\n--",
    }
    request = upload(ask, server, code)

    assert {part.name: part.content for part in request.parts[1:]} == code


@pytest.mark.parametrize("options", [{"compatibility_date": DAY}, {}], ids=["deploy", "put_content"])
def test_no_module_takes_the_part_of_another(ask: Ask, server: Server, options: dict[str, str]) -> None:
    verb = "deploy" if options else "put_content"
    code = {"index.js": "addEventListener('fetch', () => {})", "a-b.txt": "one", "a_b.txt": "two"}
    with pytest.raises(tenantry.NotSent, match="a_b_txt"):
        ask(lambda client: getattr(shop(client), verb)(code, **options))

    assert server.requests == []


def test_a_module_cannot_forge_a_part(ask: Ask, server: Server) -> None:
    code = b"export default { fetch() {} }" + PREAMBLE
    request = upload(ask, server, {"index.js": code})

    assert [(part.name, part.content) for part in request.parts[1:]] == [("index.js", code)]
    assert request.metadata["main_module"] == "index.js"


def test_no_two_uploads_share_a_boundary(ask: Ask, server: Server) -> None:
    boundaries = {upload(ask, server, {"index.js": b""}).boundary for _ in range(3)}

    assert len(boundaries) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", boundary) for boundary in boundaries)


def test_a_custom_binding_is_sent_as_cloudflare_documents_it(ask: Ask, server: Server) -> None:
    given = {"$binding": {"type": "d1", "database_id": "1f"}}
    binding = bindings.Service(
        name="DB", service="platform", entrypoint="CustomD1", props={"D1": given}, binding_interface="d1"
    )
    request = upload(ask, server, bindings=[binding])

    assert request.metadata["bindings"] == [
        {
            "type": "service",
            "name": "DB",
            "service": "platform",
            "entrypoint": "CustomD1",
            "props": {"D1": given},
            "binding_interface": "d1",
        }
    ]


def test_a_name_cannot_forge_a_header(ask: Ask, server: Server) -> None:
    path = 'a"; name="metadata.js'
    request = upload(ask, server, {"index.js": b"", path: b"x"}, main="index.js")

    assert [part.name for part in request.parts] == ["metadata", "index.js", path.replace('"', "%22")]


def test_a_file_keeps_its_name(ask: Ask, server: Server, tmp_path: Path) -> None:
    (tmp_path / "worker.mjs").write_bytes(b"export default { fetch() {} }")
    request = upload(ask, server, tmp_path / "worker.mjs")

    assert request.metadata["main_module"] == "worker.mjs"
    assert [part.filename for part in request.parts] == [None, "worker.mjs"]


def test_all_that_is_given_is_sent_as_it_is_given(ask: Ask, server: Server) -> None:
    request = upload(
        ask,
        server,
        {"index.js": b""},
        compatibility_flags=("nodejs_compat",),
        bindings=(each for each in [bindings.KvNamespace(name="CACHE", namespace_id="0f")]),
        vars={"PLAN": "pro", "LIMITS": {"cpu": [1, 2.5, None, True]}, "NOTHING": None},
        secrets={"KEY": "s3cret"},
        assets=None,
        tags=["plan-pro"],
        logpush=False,
        tail_consumers=[],
    )

    assert request.metadata == {
        "main_module": "index.js",
        "compatibility_date": DAY,
        "compatibility_flags": ["nodejs_compat"],
        "bindings": [
            {"type": "plain_text", "name": "PLAN", "text": "pro"},
            {"type": "json", "name": "LIMITS", "json": {"cpu": [1, 2.5, None, True]}},
            {"type": "json", "name": "NOTHING", "json": None},
            {"type": "kv_namespace", "name": "CACHE", "namespace_id": "0f"},
            {"type": "secret_text", "name": "KEY", "text": "s3cret"},
        ],
        "keep_bindings": ["secret_text", "secret_key"],
        "tags": ["plan-pro"],
        "logpush": False,
        "tail_consumers": [],
    }


def test_bindings_of_types_to_come_are_sent_as_they_are_given(ask: Ask, server: Server) -> None:
    request = upload(ask, server, {"index.js": b""}, bindings=[bindings.Other(type="quantum", name="Q", qubits=3)])

    assert request.metadata["bindings"] == [{"type": "quantum", "name": "Q", "qubits": 3}]


def test_a_service_worker_reaches_its_blobs_through_bindings(ask: Ask, server: Server) -> None:
    code = {
        "sw.js": b"addEventListener('fetch', h)",
        "sw.js.map": b"{}",
        "lib/add-one.wasm": b"\0asm",
        "note.txt": b"note",
        "1.bin": b"\1",
    }
    request = upload(ask, server, Bundle(code, main="sw.js"))

    assert request.metadata["body_part"] == "sw.js"
    assert "main_module" not in request.metadata
    assert request.metadata["bindings"] == [
        {"type": "wasm_module", "name": "lib_add_one_wasm", "part": "lib_add_one_wasm"},
        {"type": "text_blob", "name": "note_txt", "part": "note_txt"},
        {"type": "data_blob", "name": "_1_bin", "part": "_1_bin"},
    ]
    assert [(part.name, part.filename, part.type) for part in request.parts[1:]] == [
        ("sw.js", "sw.js", "application/javascript"),
        ("sw.js.map", "sw.js.map", "application/source-map"),
        ("lib_add_one_wasm", "lib/add-one.wasm", "application/wasm"),
        ("note_txt", "note.txt", "text/plain"),
        ("_1_bin", "1.bin", "application/octet-stream"),
    ]


def test_two_blobs_cannot_have_one_name(ask: Ask, server: Server) -> None:
    code = {"sw.js": b"addEventListener('fetch', h)", "a-b.txt": b"", "a_b.txt": b""}
    with pytest.raises(tenantry.NotSent, match="a_b_txt"):
        deploy(ask, code)

    assert server.requests == []
