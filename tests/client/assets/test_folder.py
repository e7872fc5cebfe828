"""Which files of a folder are served, and what is refused before anything is sent."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import tenantry
from tenantry import events
from tests.client.support.flavours import Ask
from tests.client.support.folders import deployed, dry_run, write

CONTENT = {"index.html": b"<h1>hi</h1>"}


def paths(directory: Path) -> set[str]:
    return {*dry_run(directory).assets}


def test_paths_begin_with_a_slash_and_are_written_as_they_are(tmp_path: Path) -> None:
    write(tmp_path, {"spa ce+ü.txt": b"1", "sub/deep/a.css": b"2", ".well-known/x": b"3", "100%.html": b"4"})

    assert {"/spa ce+ü.txt", "/sub/deep/a.css", "/.well-known/x", "/100%.html"} == paths(tmp_path)


def test_a_dry_run_shows_paths_sizes_hashes_and_types_in_order(site: Path) -> None:
    shown = dry_run(site, salt=None)

    assert repr(shown.assets) == "Manifest(7 files, 58 bytes)"
    assert sorted(shown.assets) == [*shown.assets]
    logo = shown.assets["/img/logo.png"]
    assert (logo.path, logo.size, logo.content_type) == ("/img/logo.png", 4, "image/png")
    assert len(logo.hash) == 32
    assert str(site) not in repr(shown)


def test_what_is_hardly_meant_to_be_served_is_warned_of(
    blocking: Ask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    private = [".env", ".dev.vars.live", ".git/config", ".git/HEAD", "a/node_modules/x/i.js", "sub/.env.local"]
    write(tmp_path, {**CONTENT, ".envelope": b"", ".gitignore": b"", **dict.fromkeys(private, b"")})
    told: list[events.Event] = []

    blocking(lambda client: deployed(client, tenantry.Assets(tmp_path)), on_event=told.append)

    text = "/.dev.vars.live, /.env, /.git, /a/node_modules, /sub/.env.local; name it in .assetsignore"
    (warned,) = (event for event in told if isinstance(event, events.Warned))
    assert warned.script == "shop"
    assert text in warned.text
    assert f"shop: {warned.text}" in caplog.messages
    assert dry_run(tmp_path).warnings == (warned.text,)


def test_what_is_ignored_is_not_warned_of(tmp_path: Path) -> None:
    write(tmp_path, {**CONTENT, ".assetsignore": b".env\n.git\n", ".env": b"", ".git/HEAD": b""})

    assert dry_run(tmp_path).warnings == ()


def test_headers_and_redirects_are_said_and_not_served(tmp_path: Path) -> None:
    write(tmp_path, {**CONTENT, "_headers": b"/*\n  X-A: \xc3\xbc\n", "_redirects": b"/old /new 301\n"})
    shown = dry_run(tmp_path)

    assert {"/index.html"} == {*shown.assets}
    assert shown.metadata.assets.to_dict() == {
        "config": {"_headers": "/*\n  X-A: ü\n", "_redirects": "/old /new 301\n"}
    }


def test_only_those_of_the_folder_itself_are_special(tmp_path: Path) -> None:
    write(tmp_path, {"sub/_headers": b"1", "sub/_redirects": b"2", "sub/.assetsignore": b"*"})

    assert {"/sub/_headers", "/sub/_redirects", "/sub/.assetsignore"} == paths(tmp_path)
    assert dry_run(tmp_path).metadata.assets.config.to_dict() == {}


def test_a_link_to_a_file_of_the_folder_is_that_file(tmp_path: Path) -> None:
    write(tmp_path, CONTENT)
    (tmp_path / "home.html").symlink_to("index.html")
    found = dry_run(tmp_path).assets

    assert found["/home.html"].hash == found["/index.html"].hash
    assert found["/home.html"].size == 11


def outward(folder: Path) -> None:
    write(folder.parent, {"secret.txt": b"private"})
    (folder / "notes.txt").symlink_to(folder.parent / "secret.txt")


def to_folder(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "linked").symlink_to("sub")


def nowhere(folder: Path) -> None:
    (folder / "lost").symlink_to("gone")


def in_circles(folder: Path) -> None:
    (folder / "round").symlink_to("round")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


def other_case(folder: Path) -> None:
    write(folder, {"INDEX.html": b"<h1>other</h1>"})


def other_case_of_a_folder(folder: Path) -> None:
    write(folder, {"Img/a.png": b"", "img/a.png": b""})


def no_utf8(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_bytes(b"")


def pages_code(folder: Path) -> None:
    write(folder, {"_worker.js/index.js": b"export default { fetch() {} }"})


def latin_headers(folder: Path) -> None:
    write(folder, {"_headers": b"/*\n  X-A: \xfc\n"})


def headers_from_outside(folder: Path) -> None:
    write(folder.parent, {"secret.txt": b"private"})
    (folder / "_headers").symlink_to("../secret.txt")


def pipe_of_redirects(folder: Path) -> None:
    os.mkfifo(folder / "_redirects")


REFUSED = [
    (outward, r"notes\.txt is a link that leads out of the folder"),
    (to_folder, "linked is a link to a folder, and such are not followed"),
    (nowhere, "lost is a link that leads nowhere"),
    (in_circles, "round is a link that leads nowhere"),
    (pipe, "pipe is neither a file nor a folder"),
    (other_case, r"/INDEX\.html and /index\.html differ only by case"),
    (other_case_of_a_folder, r"/Img/a\.png and /img/a\.png differ only by case"),
    (no_utf8, r"caf.* is not UTF-8"),
    (pages_code, r"_worker\.js is the code of a Pages project.*\.assetsignore"),
    (latin_headers, "_headers is not UTF-8 at byte 10"),
    (headers_from_outside, "_headers is a link that leads out of the folder"),
    (pipe_of_redirects, "_redirects is not a file"),
]


@pytest.mark.parametrize(("spoil", "expected"), REFUSED, ids=[spoil.__name__ for spoil, _ in REFUSED])
def test_what_must_not_or_cannot_be_served_is_refused(tmp_path: Path, spoil: Any, expected: str) -> None:
    folder = tmp_path / "site"
    write(folder, CONTENT)
    spoil(folder)
    if len(list(folder.iterdir())) < 2:
        pytest.skip("this file system cannot hold it")
    with pytest.raises(tenantry.NotSent, match=expected):
        dry_run(folder)


@pytest.mark.parametrize("spoil", [outward, to_folder, nowhere, in_circles, pipe, pages_code])
def test_what_would_be_refused_can_be_left_out(tmp_path: Path, spoil: Any) -> None:
    folder = tmp_path / "site"
    write(folder, {**CONTENT, ".assetsignore": b"notes.txt\nlinked\nlost\nround\npipe\n_worker.js\n/sub\n"})
    spoil(folder)

    assert {"/index.html"} == paths(folder)


def test_names_that_differ_by_more_than_case_are_served(tmp_path: Path) -> None:
    write(tmp_path, {"straße.html": b"1", "strasse.html": b"2", "I.html": b"3", "l.html": b"4"})

    assert len(paths(tmp_path)) == 4


def test_code_of_pages_is_served_where_an_assetsignore_does_not_name_it(tmp_path: Path) -> None:
    write(tmp_path, {"_worker.js": b"public", ".assetsignore": b""})

    assert {"/_worker.js"} == paths(tmp_path)


def test_files_over_the_limit_are_named_with_what_to_do(tmp_path: Path) -> None:
    write(tmp_path, {"small.mp4": b"", **{f"{number}.mp4": b"" for number in range(7)}})
    for number in range(7):
        os.truncate(tmp_path / f"{number}.mp4", 31 * 2**20)
    os.truncate(tmp_path / "small.mp4", 25 * 2**20)
    with pytest.raises(tenantry.NotSent) as refused:
        dry_run(tmp_path)

    assert str(refused.value) == (
        "/0.mp4 is 31.0 MiB, /1.mp4 is 31.0 MiB, /2.mp4 is 31.0 MiB, /3.mp4 is 31.0 MiB, /4.mp4 is 31.0 MiB, "
        "and 2 more; a file can have 25 MiB. If it is not to be served, name it in .assetsignore."
    )


def test_a_file_of_exactly_the_limit_is_served(tmp_path: Path) -> None:
    write(tmp_path, {"a.mp4": b""})
    os.truncate(tmp_path / "a.mp4", 25 * 2**20)

    assert dry_run(tmp_path).assets["/a.mp4"].size == 25 * 2**20


def test_more_files_than_a_worker_can_have_are_refused() -> None:
    with TemporaryDirectory() as folder:
        for number in range(100_001):
            Path(folder, str(number)).touch()
        with pytest.raises(tenantry.NotSent, match=r"100,001 files in .*; a Worker can have 100,000.*\.assetsignore"):
            dry_run(Path(folder))


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"_headers": b"", "sub/a": b"", ".assetsignore": b"sub"})
    with pytest.raises(tenantry.NotSent, match=r"There are no files to serve in .* was it built"):
        dry_run(tmp_path)


@pytest.mark.parametrize("directory", ["", "missing", "index.html", "nul\0", Path("missing")])
def test_a_path_that_is_not_there_or_is_not_a_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, directory: str | Path
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, CONTENT)
    with pytest.raises(tenantry.NotSent, match="Cannot read the assets in"):
        dry_run(directory)


@pytest.mark.parametrize(
    "options",
    [
        {"directory": 5},
        {"directory": b"site"},
        {"salt": ""},
        {"salt": 5},
        {"salt": b"tenant"},
        {"base_path": 5},
        {"html_handling": True},
        {"not_found_handling": ["404-page"]},
        {"run_worker_first": "/api/*"},
        {"run_worker_first": [5]},
        {"run_worker_first": 1},
    ],
    ids=str,
)
def test_options_that_mean_nothing_are_refused_at_once(options: dict[str, Any]) -> None:
    with pytest.raises(tenantry.NotSent, match=next(iter(options))):
        tenantry.Assets(**{"directory": "site", **options})


def test_how_files_are_served_is_said_as_it_was_given(site: Path) -> None:
    shown = dry_run(
        site,
        base_path="/shop",
        html_handling="force-trailing-slash",
        not_found_handling=tenantry.models.NotFoundHandling("something-new"),
        run_worker_first=("/api/*", "!/api/docs"),
    )

    assert shown.metadata.assets.to_dict()["config"] == {
        "base_path": "/shop",
        "html_handling": "force-trailing-slash",
        "not_found_handling": "something-new",
        "run_worker_first": ["/api/*", "!/api/docs"],
    }
    assert dry_run(site, run_worker_first=False).metadata.assets.to_dict() == {"config": {"run_worker_first": False}}


def test_the_salt_is_not_printed() -> None:
    assert "tenant-1" not in repr(tenantry.Assets("site", salt="tenant-1"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("a.js", "application/javascript"),
        ("a.mjs", "application/javascript"),
        ("a.js.map", "application/json"),
        ("site.webmanifest", "application/manifest+json"),
        ("a.svg", "image/svg+xml"),
        ("PHOTO.JPG", "image/jpeg"),
        ("favicon.ico", "image/vnd.microsoft.icon"),
        ("a.woff2", "font/woff2"),
        ("a.wasm", "application/wasm"),
        ("feed.xml", "application/xml"),
        ("a.unknown", "application/null"),
        ("LICENSE", "application/null"),
        (".html", "application/null"),
        ("html", "application/null"),
        ("v1.html/readme", "application/null"),
    ],
)
def test_the_type_is_wranglers_with_the_charset_where_it_is_text(tmp_path: Path, name: str, expected: str) -> None:
    write(tmp_path, {name: b""})

    assert expected == dry_run(tmp_path).assets[f"/{name}"].content_type
