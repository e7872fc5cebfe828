"""Code that is downloaded is the code that was deployed, byte for byte."""

from typing import Any

import pytest

import tenantry
from tenantry import Bundle
from tests.client.servers.recording import Server
from tests.client.support.bundles import BUNDLES, FORGERY, part
from tests.client.support.flavours import Ask
from tests.client.support.scripts import deploy, shop


@pytest.mark.parametrize("bundle", BUNDLES.values(), ids=BUNDLES)
def test_code_comes_back_as_it_went(production: Ask, bundle: Bundle) -> None:
    deploy(production, bundle)

    assert production(lambda client: shop(client).get_content()) == bundle


def test_a_service_worker_comes_back_without_its_name(production: Ask) -> None:
    code = b"addEventListener('fetch', h)\r\n"
    deploy(production, {"sw.js": code})
    content = production(lambda client: shop(client).get_content())

    assert content == Bundle({"index.js": code})
    assert content.is_service_worker


def test_what_was_downloaded_can_be_deployed(production: Ask) -> None:
    deploy(production, BUNDLES["many modules"])
    content = production(lambda client: shop(client).get_content())
    deploy(production, content)

    assert production(lambda client: shop(client).get_content()) == content == BUNDLES["many modules"]


def download(
    ask: Ask, server: Server, *parts: bytes, kind: str = "multipart/form-data; boundary=zz", **headers: str
) -> Any:
    server.answer(200, b"".join([*parts, b"--zz--\r\n"]), content_type=kind, **headers)
    return ask(lambda client: shop(client).get_content())


def test_the_answer_names_the_main_module(ask: Ask, server: Server) -> None:
    content = download(ask, server, part("a.js", b"1"), part("b.js", b"2"), cf_entrypoint="b.js")

    assert (dict(content), content.main) == ({"a.js": b"1", "b.js": b"2"}, "b.js")


def test_a_path_may_begin_with_the_folder_that_it_is_in(ask: Ask, server: Server) -> None:
    """As wrangler calls modules that it has hashed."""
    content = download(ask, server, part("index.js", b"1"), part("./0a-b.js", b"2"), cf_entrypoint="./0a-b.js")

    assert (dict(content), content.main) == ({"index.js": b"1", "0a-b.js": b"2"}, "0a-b.js")


def test_the_one_module_that_can_be_the_main_one_is_taken(ask: Ask, server: Server) -> None:
    assert download(ask, server, part("a.js", b"1"), cf_entrypoint="gone.js").main == "a.js"


@pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")
def test_an_answer_may_not_name_a_main_module_that_is_not_there(ask: Ask, server: Server) -> None:
    with pytest.raises(tenantry.BadAnswer, match="the main module that it names is not among its parts"):
        download(ask, server, part("a.js", b"1"), part("b.js", b"2"), cf_entrypoint="gone.js")


OTHER_PATHS = ["x/../a.js", "a//b.js", "a/./b.js", "a/", "C:\\x\\a.js", "\\\\host\\a.js", "lib\\a.js", "././a.js"]


# httpx does not close its generators where a body is not read to its end, of which trio warns.
@pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")
@pytest.mark.parametrize("path", OTHER_PATHS)
def test_a_module_is_not_renamed(ask: Ask, server: Server, path: str) -> None:
    with pytest.raises(tenantry.BadAnswer, match="is not the plain path of a module"):
        download(ask, server, part("index.js", b"1"), part(path, b"2"))


@pytest.mark.parametrize("name", ["q%22uo.js", 'q\\"uo.js'])
def test_a_quote_in_a_path_is_read_however_it_is_written(ask: Ask, server: Server, name: str) -> None:
    assert dict(download(ask, server, part(name, b"1"))) == {'q"uo.js': b"1"}


@pytest.mark.parametrize("headers", [{}, {"cf_entrypoint": ""}], ids=repr)
def test_an_answer_may_name_no_main_module(ask: Ask, server: Server, headers: Any) -> None:
    content = download(
        ask, server, part("note.txt", b"", "text/plain"), part("a.js", b"1"), part("b.js", b"2"), **headers
    )

    assert content.main == "a.js"


@pytest.mark.parametrize(
    "kind", ['Multipart/Form-Data; boundary="zz"', "multipart/form-data;charset=utf-8;boundary=zz"]
)
def test_a_boundary_may_be_quoted_and_not_alone(ask: Ask, server: Server, kind: str) -> None:
    assert dict(download(ask, server, part("a.js", b"1"), kind=kind)) == {"a.js": b"1"}


def test_types_of_parts_have_no_parameters_and_may_be_left_out(ask: Ask, server: Server) -> None:
    content = download(
        ask, server, part("a.js", b"", "text/javascript; charset=utf-8"), part("b", b"", None), part("c", b"", "")
    )

    assert content.types == {
        "a.js": "text/javascript",
        "b": "application/octet-stream",
        "c": "application/octet-stream",
    }


@pytest.mark.parametrize("kind", ["application/javascript", "text/javascript; charset=utf-8", "text/plain"])
def test_raw_javascript_is_one_script(ask: Ask, server: Server, kind: str) -> None:
    server.answer(200, FORGERY, content_type=kind)

    assert ask(lambda client: shop(client).get_content()) == Bundle(
        {"index.js": FORGERY}, types={"index.js": "application/javascript"}
    )


SCRIPTS = [b"{ let a; }", b'{ "use strict"; }', b"<!-- a comment", b"[{}]", b"{}; f()", b"  "]


@pytest.mark.parametrize("code", SCRIPTS, ids=repr)
def test_a_script_may_begin_as_it_likes(ask: Ask, server: Server, code: bytes) -> None:
    server.answer(200, code, content_type="application/javascript")

    assert dict(ask(lambda client: shop(client).get_content())) == {"index.js": code}


def test_a_script_may_be_empty(ask: Ask, server: Server) -> None:
    server.answer(200, b"", content_type="application/javascript")

    assert dict(ask(lambda client: shop(client).get_content())) == {"index.js": b""}


NO_DOWNLOADS = {
    "no boundary": ("multipart/form-data", b"--zz--\r\n"),
    "another boundary": ("multipart/form-data; boundary=yy", part("a.js", b"") + b"--zz--\r\n"),
    "no end": ("multipart/form-data; boundary=zz", part("a.js", b"") + part("b.js", b"")),
    "cut short": ("multipart/form-data; boundary=zz", part("a.js", b"")[:-20]),
    "nothing": ("multipart/form-data; boundary=zz", b""),
    "no parts": ("multipart/form-data; boundary=zz", b"--zz--\r\n"),
    "no main module": ("multipart/form-data; boundary=zz", part("a.txt", b"", "text/plain") + b"--zz--\r\n"),
    "no name": ("multipart/form-data; boundary=zz", b"--zz\r\nContent-Type: text/plain\r\n\r\nx\r\n--zz--\r\n"),
    "two of one name": ("multipart/form-data; boundary=zz", part("a.js", b"1") + part("a.js", b"2") + b"--zz--\r\n"),
    "a name outside": ("multipart/form-data; boundary=zz", part("../a.js", b"") + b"--zz--\r\n"),
    "a name without UTF-8": (
        "multipart/form-data; boundary=zz",
        b'--zz\r\nContent-Disposition: form-data; name="\xff.js"\r\n\r\nx\r\n--zz--\r\n',
    ),
    "HTML": ("text/html; charset=utf-8", b"<h1>Sorry</h1>"),
    "JSON": ("application/json", b'{"success": true, "result": null}'),
    "no type": ("", b"export default {}"),
    "JSON without a type": ("", b'{"success": true, "result": null}'),
    "JSON that is called text": ("text/plain", b'\n{ "success" : true, "result": null}'),
    "JSON that is called code": ("application/javascript", b'\xef\xbb\xbf{"errors": []}'),
    "an empty object": ("text/plain", b"{}\n"),
    "a list": ("application/octet-stream", b'[ {"a": 1}]'),
    "a page that is called code": ("application/javascript", b"\n<!doctype html>"),
    "a part of a page": ("text/plain", b"<div>Sorry</div>"),
    "no text": ("text/plain", b""),
}


# httpx does not close its generators where a body is not read to its end, of which trio warns.
@pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")
@pytest.mark.parametrize(("kind", "body"), NO_DOWNLOADS.values(), ids=NO_DOWNLOADS)
def test_a_download_is_a_bad_answer_with(ask: Ask, server: Server, kind: str, body: bytes) -> None:
    server.answer(200, body, content_type=kind)
    with pytest.raises(tenantry.BadAnswer, match="a success that cannot be read"):
        ask(lambda client: shop(client).get_content())
