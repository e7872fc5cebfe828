"""The Content-Type that each file is served with."""

from pathlib import Path

import pytest

from tests.client.support.folders import dry_run, write


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
