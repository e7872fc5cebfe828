"""Code that is downloaded into a folder: whole or not at all, nowhere else, and with little memory."""

import os
import stat
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry import Bundle
from tests.client.servers.recording import Server
from tests.client.support.bundles import BUNDLES, part
from tests.client.support.flavours import Ask
from tests.client.support.scripts import deploy, shop

# httpx does not close its generators where a body is not read to its end, of which trio warns.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")

MIB = 2**20
MULTIPART = "multipart/form-data; boundary=zz"


def download(ask: Ask, server: Server, to: Any, *parts: bytes, **headers: str) -> Any:
    server.answer(200, b"".join([*parts, b"--zz--\r\n"]), **{"content_type": MULTIPART, **headers})
    return ask(lambda client: shop(client).get_content(to=to))


def inside(folder: Path) -> dict[str, bytes]:
    """The files below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("bundle", BUNDLES.values(), ids=BUNDLES)
def test_a_folder_has_what_was_deployed(production: Ask, tmp_path: Path, bundle: Bundle) -> None:
    deploy(production, bundle)
    saved = production(lambda client: shop(client).get_content(to=tmp_path / "shop"))

    assert saved.folder == tmp_path / "shop"
    assert bundle == Bundle.read(saved.folder, main=saved.main, types=saved.types)
    assert [*tmp_path.iterdir()] == [saved.folder]


def test_what_was_saved_is_deployed_again_with_the_types_that_it_had(production: Ask, tmp_path: Path) -> None:
    types = {"data.json": "text/plain", "node_modules/a.js": "application/javascript"}
    code = {"index.js": "export default { fetch() {} }", **dict.fromkeys(types, "{}")}
    deploy(production, Bundle(code, types=types))
    before = production(lambda client: shop(client).get_content())
    saved = production(lambda client: shop(client).get_content(to=tmp_path / "shop"))

    for again in (before, saved):
        deploy(production, again)
        assert production(lambda client: shop(client).get_content()) == before == Bundle(code, types=types)


def test_what_was_saved_can_be_put_back(production: Ask, tmp_path: Path) -> None:
    deploy(production, BUNDLES["many modules"])
    saved = production(lambda client: shop(client).get_content(to=str(tmp_path / "shop")))
    production(lambda client: shop(client).put_content(Bundle.read(saved.folder, main=saved.main, types=saved.types)))

    assert BUNDLES["many modules"] == production(lambda client: shop(client).get_content())


def test_folders_on_the_way_are_made_and_an_empty_one_is_taken(ask: Ask, server: Server, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    download(ask, server, tmp_path / "a" / "b", part("index.js", b"1"))
    download(ask, server, tmp_path / "empty", part("index.js", b"1"))

    assert inside(tmp_path) == {"a/b/index.js": b"1", "empty/index.js": b"1"}


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these permissions")
def test_the_folder_is_made_as_any_other(ask: Ask, server: Server, tmp_path: Path) -> None:
    (tmp_path / "ordinary").mkdir()
    saved = download(ask, server, tmp_path / "shop", part("index.js", b"1"))

    assert stat.S_IMODE((tmp_path / "ordinary").stat().st_mode) == stat.S_IMODE(saved.folder.stat().st_mode)


def test_a_relative_path_begins_here(ask: Ask, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    download(ask, server, "shop", part("index.js", b"1"))

    assert inside(tmp_path) == {"shop/index.js": b"1"}


UNUSABLE = {
    "a folder with something in it": ("full", "is there already"),
    "a file": ("full/file", "is there already"),
    "a folder below a file": ("full/file/below", "Cannot write into"),
    "an empty path": ("", "to= is the path of a folder"),
    "a number": (5, "to= is the path of a folder"),
    "bytes": (b"shop", "to= is the path of a folder"),
    "a path with a NUL": ("a\0b", "Cannot write into"),
}


@pytest.mark.parametrize(("to", "text"), UNUSABLE.values(), ids=UNUSABLE)
def test_nothing_is_asked_where_nothing_can_be_written(
    ask: Ask, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: Any, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_bytes(b"kept")

    with pytest.raises(tenantry.NotSent, match=text):
        ask(lambda client: shop(client).get_content(to=to))
    assert server.requests == []
    assert inside(tmp_path) == {"full/file": b"kept"}


LEADING_OUT = ["../a.js", "/a.js", "x/../../a.js", "..", ".", "x/..", "a\x01.js", "metadata"]


@pytest.mark.parametrize("path", LEADING_OUT)
def test_a_path_that_leaves_the_folder_is_a_bad_answer(ask: Ask, server: Server, tmp_path: Path, path: str) -> None:
    with pytest.raises(tenantry.BadAnswer, match="a success that cannot be read"):
        download(ask, server, tmp_path / "in" / "the" / "shop", part("index.js", b"1"), part(path, b"2"))

    assert [*tmp_path.iterdir()] == []


BROKEN = {
    "cut short": part("index.js", b"1")[:-20],
    "two of one path": part("index.js", b"1") + part("./index.js", b"2"),
    "no parts": b"",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_a_download_that_breaks_off_leaves_nothing(ask: Ask, server: Server, tmp_path: Path, body: bytes) -> None:
    with pytest.raises(tenantry.BadAnswer):
        download(ask, server, tmp_path / "shop", body)

    assert [*tmp_path.iterdir()] == []


def test_a_file_that_is_also_a_folder_cannot_be_written(ask: Ask, server: Server, tmp_path: Path) -> None:
    with pytest.raises(tenantry.Error, match="was answered, but the answer cannot be written"):
        download(ask, server, tmp_path / "shop", part("a.js", b"1"), part("a.js/b.js", b"2"))

    assert [*tmp_path.iterdir()] == []


def test_a_refusal_leaves_nothing_and_is_the_refusal(ask: Ask, server: Server, tmp_path: Path) -> None:
    server.refuse(10007, status=404)
    with pytest.raises(tenantry.ScriptNotFound):
        ask(lambda client: shop(client).get_content(to=tmp_path / "shop"))

    assert [*tmp_path.iterdir()] == []


def test_a_status_200_that_says_success_false_is_refused(ask: Ask, server: Server, tmp_path: Path) -> None:
    server.answer_json({"success": False, "errors": [{"code": 10007, "message": "gone"}]})
    with pytest.raises(tenantry.ScriptNotFound):
        ask(lambda client: shop(client).get_content(to=tmp_path / "shop"))


def test_a_download_that_was_cut_begins_anew(ask: Ask, server: Server, tmp_path: Path) -> None:
    body = part("index.js", b"1" * 1000) + part("b.js", b"2")
    server.break_off("stops in the middle", body)
    server.answer(200, body + b"--zz--\r\n", content_type=MULTIPART)
    # The broken one says no type, and is taken for one script.
    ask(lambda client: shop(client).get_content(to=tmp_path / "shop"), retries=1)

    assert inside(tmp_path) == {"shop/index.js": b"1" * 1000, "shop/b.js": b"2"}
    assert len(server.requests) == 2


def test_a_large_download_passes_through_little_memory(ask: Ask, server: Server, tmp_path: Path) -> None:
    body = part("index.js", b"/" * (64 * MIB)) + b"--zz--\r\n"
    server.answer(200, body, content_type=MULTIPART)

    tracemalloc.start()
    try:
        saved = ask(lambda client: shop(client).get_content(to=tmp_path / "shop"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert (saved.folder / "index.js").stat().st_size == 64 * MIB
    assert peak < 8 * MIB, f"{peak / MIB:.0f} MiB"
