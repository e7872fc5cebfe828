"""What an upload may look like, and what of it comes back."""

import json
from typing import Any

import httpx
import pytest

from tests.emulator.account import MODULE, PRODUCTION, SCRIPT, Account, Part, module, parts

SHOP = f"{PRODUCTION}/scripts/shop"
CODE = b"export default { fetch() {} }"
LISTENER = b"addEventListener('fetch', () => {})"
HOSTILE = b'1\r\n--+++\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n{}\r\n--+++--\r\n'


def download(account: Account) -> tuple[httpx.Response, list[tuple[str, bytes]]]:
    """The answer, and the head and content of each of its parts."""
    answer = account.http.get(f"{SHOP}/content")
    boundary = answer.headers["content-type"].removeprefix("multipart/form-data; boundary=").encode()
    pieces = answer.content.split(b"--" + boundary)
    assert (pieces[0], pieces[-1]) == (b"", b"--\r\n")
    split = [piece.removeprefix(b"\r\n").partition(b"\r\n\r\n") for piece in pieces[1:-1]]
    return answer, [(head.decode(), content.removesuffix(b"\r\n")) for head, _, content in split]


def head(name: str, content_type: str = MODULE) -> str:
    """The head of a part, as it must come back."""
    return f'Content-Disposition: form-data; name="{name}"; filename="{name}"\r\nContent-Type: {content_type}'


def test_modules_come_back_byte_for_byte(production: Account) -> None:
    modules = [
        module("index.mjs", b"import './sub/x.js'; export default { fetch() {} }"),
        module("sub/x.js", b"export const x = 1;\r\n\r\n"),
        module("add.wasm", bytes(range(256)) * 5000, "application/wasm"),
        module("note.txt", "ünï\n".encode(), "text/plain"),
        module("empty.bin", b"", "application/octet-stream"),
        module("hostile.js", HOSTILE),
        module("index.mjs.map", b"{}", "application/source-map"),
    ]
    production.deploy(main_module="index.mjs", modules=modules)
    answer, found = download(production)

    assert answer.headers["cf-entrypoint"] == "index.mjs"
    assert [(head(name, kind), content) for name, (_, content, kind) in modules] == found


def test_no_two_downloads_share_a_boundary(production: Account) -> None:
    production.deploy()

    assert download(production)[0].headers["content-type"] != download(production)[0].headers["content-type"]


def test_a_name_that_is_not_latin_can_begin_a_worker(production: Account) -> None:
    production.deploy(main_module="начало.js", modules=[module("начало.js", CODE)])
    answer = production.http.get(f"{SHOP}/content")

    assert dict(answer.headers.raw)[b"cf-entrypoint"].decode() == "начало.js"
    assert 'filename="начало.js"'.encode() in answer.content


def test_a_quote_in_a_name_is_written_as_browsers_write_it(production: Account) -> None:
    production.deploy(main_module='a"b.js', modules=[module('a"b.js', CODE)])
    answer = production.http.get(f"{SHOP}/content")

    assert answer.headers["cf-entrypoint"] == 'a"b.js'
    assert b'name="a%22b.js"; filename="a%22b.js"' in answer.content


def test_the_official_sdk_may_send_metadata_last_and_call_all_parts_files(production: Account) -> None:
    modules: list[Part] = [("files", ("index.js", CODE, MODULE)), ("files", ("b.js", b"2", MODULE))]
    metadata = ("metadata", (None, json.dumps({"main_module": "index.js"}).encode(), "application/json"))
    production.granted("PUT", SHOP, files=[*modules, metadata])

    assert download(production)[1] == [(head("index.js"), CODE), (head("b.js"), b"2")]


def test_metadata_may_be_a_file_part_as_browsers_send_blobs(production: Account) -> None:
    metadata = ("metadata", ("blob", b'{"main_module": "index.js"}', "application/json"))

    assert production.granted("PUT", SHOP, files=[metadata, module("index.js", CODE)])


def test_metadata_may_be_large(production: Account) -> None:
    text = "x" * 3_000_000
    production.deploy(bindings=[{"type": "service", "name": "BIG", "service": "shop", "props": {"text": text}}])

    assert [text] == [binding["props"]["text"] for binding in production.granted("GET", f"{SHOP}/bindings")]


def test_modules_may_be_many(production: Account) -> None:
    modules = [module(f"{number}.js", CODE) for number in range(1500)]
    production.deploy(main_module="7.js", modules=modules)

    assert len(download(production)[1]) == 1500


@pytest.mark.parametrize(
    "content_type", ["application/javascript", "text/javascript", "text/javascript; charset=utf-8"]
)
def test_bare_javascript_is_a_service_worker(production: Account, content_type: str) -> None:
    code = b"addEventListener('fetch', event => event.respondWith(new Response('x')))\r\n"
    deployed = production.granted("PUT", SHOP, content=code, headers={"content-type": content_type})
    answer = production.http.get(f"{SHOP}/content")

    assert (deployed["has_modules"], deployed["handlers"]) == (False, ["fetch"])
    assert ("application/javascript", code) == (answer.headers["content-type"], answer.content)
    assert "cf-entrypoint" not in answer.headers


def test_a_service_worker_with_blobs_comes_back_as_its_script(production: Account) -> None:
    blob: Part = ("ADD", ("../add.wasm", b"\0asm", "application/wasm"))
    bindings = [{"type": "wasm_module", "name": "WASM", "part": "ADD"}]
    production.deploy(body_part="sw.js", bindings=bindings, modules=[blob, module("sw.js", LISTENER, SCRIPT)])

    assert production.http.get(f"{SHOP}/content").content == LISTENER
    assert bindings == production.granted("GET", f"{SHOP}/bindings")


def test_a_blob_is_exactly_one_part(production: Account) -> None:
    bindings = [{"type": "text_blob", "name": "NOTE", "part": "NOTE"}]
    worker = module("sw.js", LISTENER, SCRIPT)
    notes: list[Part] = [("NOTE", (name, b"note", "text/plain")) for name in ("a.txt", "b.txt")]

    production.deploy(body_part="sw.js", bindings=bindings, modules=[worker, notes[0]])
    for modules in ([worker], [worker, *notes]):
        refusal = production.deploy_refused(body_part="sw.js", bindings=bindings, modules=modules)
        assert refusal[:2] == (400, 10021)
        assert "NOTE" in refusal[2]


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_other_content_types_are_not_supported(production: Account, content_type: str) -> None:
    refusal = production.refused("PUT", SHOP, content=b"{}", headers={"content-type": content_type})

    text = "Content-Type must be one of: application/javascript, text/javascript, multipart/form-data"
    assert (415, 10001, text) == refusal


def test_a_body_without_a_content_type_is_not_supported(production: Account) -> None:
    assert production.refused("PUT", SHOP)[:2] == (415, 10001)


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_a_multipart_body_that_is_none_is_refused(production: Account, content_type: str) -> None:
    refusal = production.refused("PUT", SHOP, content=b"no parts", headers={"content-type": content_type})

    assert refusal[:2] == (400, 10026)


def test_a_multipart_body_whose_end_is_missing_is_refused_and_changes_nothing(production: Account) -> None:
    files = parts(main_module="index.js", modules=[module("index.js", CODE), module("other.js", b"export const a = 1")])
    request = production.http.build_request("PUT", SHOP, files=files)
    body, headers = request.read(), {"content-type": request.headers["content-type"]}
    end = body.rindex(b"\r\n--")

    for cut in (end - 3, end, len(body) - len(b"--\r\n")):
        refusal = production.refused("PUT", SHOP, content=body[:cut], headers=headers)
        assert refusal[:2] == (400, 10026)
    assert production.refused("GET", SHOP)[:2] == (404, 10092)
    # The boundary is whole without the end of its line.
    production.granted("PUT", SHOP, content=body[:-2], headers=headers)


def test_a_main_module_that_is_not_there_is_named(production: Account) -> None:
    status, code, message = production.deploy_refused(main_module="worker.js", modules=[module("index.js", b"")])

    assert (status, code) == (400, 10021)
    assert "No such module: worker.js" in message
    assert "index.js" in message


def test_a_module_without_a_filename_is_not_there(production: Account) -> None:
    nameless: Part = ("worker.js", (None, CODE, MODULE))
    refusal = production.deploy_refused(main_module="worker.js", modules=[nameless])

    assert refusal[:2] == (400, 10021)
    assert "No such module: worker.js" in refusal[2]


@pytest.mark.parametrize(
    "files",
    [
        [module("index.js", b"")],
        [("metadata", (None, b"{", "application/json")), module("index.js", b"")],
        [("metadata", (None, b'{"main_module": "index.js", "x": 1e400}', "")), module("index.js", CODE)],
        [("metadata", (None, b"{}", "")), ("metadata", (None, b"{}", "")), module("index.js", b"")],
        [("metadata", (None, b"[]", "")), module("index.js", b"")],
        [("metadata", (None, b"{}", "")), module("index.js", b"")],
    ],
    ids=["none", "not JSON", "a number that is none", "two", "not an object", "no main module"],
)
def test_metadata_that_is_no_metadata_is_refused(production: Account, files: list[Part]) -> None:
    assert production.refused("PUT", SHOP, files=files)[:2] == (400, 10021)


def test_two_modules_of_one_name_are_refused(production: Account) -> None:
    modules = [module("index.js", b"1"), module("index.js", b"2")]

    assert production.deploy_refused(main_module="index.js", modules=modules)[:2] == (400, 10021)


def test_a_module_of_an_unknown_type_is_refused_by_name(production: Account) -> None:
    refusal = production.deploy_refused(
        main_module="index.js", modules=[module("index.js", b""), module("a.bin", b"", "application/zip")]
    )

    assert refusal == (400, 10021, "module a.bin has unsupported Content-Type application/zip")


@pytest.mark.parametrize(
    ("metadata", "pointer"),
    [
        ({"compatibility_date": "yesterday"}, "/compatibility_date"),
        ({"keep_bindings": True}, "/keep_bindings"),
        ({"limits": {"cpu_ms": "50"}}, "/limits/cpu_ms"),
        ({"observability": {"head_sampling_rate": 2}}, "/observability/head_sampling_rate"),
        ({"tail_consumers": [{}]}, "/tail_consumers/0"),
        ({"bindings": [{"type": "kv_namespace", "name": "KV"}]}, "/bindings/0"),
        ({"bindings": [{"type": "plain_text", "name": "A", "text": 5}]}, "/bindings/0/text"),
        ({"bindings": [{"type": "r2_bucket", "name": "A", "bucket_name": "b", "jurisdiction": "x"}]}, "/bindings/0"),
    ],
)
def test_a_wrong_field_of_the_metadata_is_refused_by_its_pointer(
    production: Account, metadata: dict[str, Any], pointer: str
) -> None:
    files = parts(main_module="index.js", modules=[module("index.js", b"")], **metadata)
    answer = production.http.put(SHOP, files=files)

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"]) == (400, 10021)
    assert error["source"]["pointer"].startswith(pointer)
    assert error["source"]["pointer"] in error["message"]


def test_unknown_fields_are_accepted(production: Account) -> None:
    bindings = [{"type": "ai", "name": "AI"}]
    production.deploy(bindings=bindings, colour="red")

    assert bindings == production.granted("GET", f"{SHOP}/bindings")


def test_a_binding_of_a_type_that_does_not_exist_is_refused(production: Account) -> None:
    bindings = [{"type": "ai", "name": "AI"}, {"type": "time_machine", "name": "TARDIS"}]
    production.deploy(bindings=bindings[:1])
    files = [("settings", (None, json.dumps({"bindings": bindings}).encode(), "application/json"))]

    for refusal in (
        production.deploy_refused(bindings=bindings),
        production.refused("PATCH", f"{SHOP}/settings", files=files),
    ):
        assert refusal[:2] == (400, 10021)
        assert "time_machine" in refusal[2]


def test_an_assets_binding_needs_assets(production: Account) -> None:
    refusal = production.deploy_refused(bindings=[{"type": "assets", "name": "ASSETS"}])

    assert refusal == (400, 10021, "Cannot use an assets binding without assets")


def test_a_refused_upload_changes_nothing(production: Account) -> None:
    production.deploy(tags=["plan-pro"])
    before = production.granted("GET", SHOP)
    production.deploy_refused(tags=["x,y"])

    assert before == production.granted("GET", SHOP)


@pytest.mark.parametrize(
    "text",
    ["export{", "export { a as ", "export function ", "export default async ", "export default (", "export\n"],
)
def test_code_that_begins_what_it_never_ends_is_read_in_the_time_of_any_other(production: Account, text: str) -> None:
    """Where what was read is read again, this lasts for minutes."""
    for endless in (text * 2**16, text + " " * 2**19, text + "a" * 2**19):
        modules = [module("index.js", CODE + f"\n{endless}".encode())]

        assert production.deploy(main_module="index.js", modules=modules)
