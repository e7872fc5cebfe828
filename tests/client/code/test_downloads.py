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

    assert production(lambda client: shop(client).get_content()) == content


def download(
    ask: Ask, server: Server, *parts: bytes, kind: str = "multipart/form-data; boundary=zz", **headers: str
) -> Any:
    server.answer(200, b"".join([*parts, b"--zz--\r\n"]), content_type=kind, **headers)
    return ask(lambda client: shop(client).get_content())


def test_the_answer_names_the_main_module(ask: Ask, server: Server) -> None:
    content = download(ask, server, part("a.js", b"1"), part("b.js", b"2"), cf_entrypoint="b.js")

    assert (dict(content), content.main) == ({"a.js": b"1", "b.js": b"2"}, "b.js")


@pytest.mark.parametrize("headers", [{}, {"cf_entrypoint": "gone.js"}, {"cf_entrypoint": ""}], ids=repr)
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
}


# httpx does not close its generators where a body is not read to its end, of which trio warns.
@pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")
@pytest.mark.parametrize(("kind", "body"), NO_DOWNLOADS.values(), ids=NO_DOWNLOADS)
def test_a_download_is_a_bad_answer_with(ask: Ask, server: Server, kind: str, body: bytes) -> None:
    server.answer(200, body, content_type=kind)
    with pytest.raises(tenantry.BadAnswer, match="a success that cannot be read"):
        ask(lambda client: shop(client).get_content())
