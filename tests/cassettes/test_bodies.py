"""Bodies are readable in a cassette, and come back byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drift.cassette import bodies, file, multipart
from drift.cassette.recording import Answer, Exchange, Recording, Request, Tree

RANDOM = "5d1f0c"
TYPE = f"multipart/form-data; boundary={RANDOM}"
WASM = b"\0asm\x01\0\0\0"


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b"", None),
        (b'{"a":[1,2.5,null,true]}', {"json": {"a": [1, 2.5, None, True]}}),
        (b'{"a": 1, "b": 2}', {"json spaced": {"a": 1, "b": 2}}),
        ('{"a":"Grüße"}'.encode(), {"json": {"a": "Grüße"}}),
        (b'{\n  "a": 1\n}', {"text": '{\n  "a": 1\n}'}),
        (b'{"a":"\\u00fc"}', {"text": '{"a":"\\u00fc"}'}),
        (b'{"a":1,"a":2}', {"text": '{"a":1,"a":2}'}),
        (b'{"a":1.10}', {"text": '{"a":1.10}'}),
        (b"hello", {"text": "hello"}),
        (b"a\r\nb\n", {"text": "a\r\nb\n"}),
        (WASM, {"binary": WASM}),
        (b"\xff\xfe", {"binary": b"\xff\xfe"}),
    ],
)
def test_a_body_is_read_and_comes_back(content: bytes, body: Tree) -> None:
    assert bodies.read("", content) == body
    assert bodies.written(body) == content


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-01",
        "yes",
        "1e3",
        "null",
        " spaces ",
        "a\n\n",
        "\n",
        "tab\tand \\",
        "line\u2028\u2029",
        "\x85",
        "a: b",
        "#",
        "😀",
    ],
)
def test_a_text_comes_back_from_a_file(text: str, tmp_path: Path) -> None:
    body: Tree = {"json": {"text": text, text: [text, 1, 1.5, 1e300, True, None]}}
    recording = Recording("emulator 0", (Exchange(Request("PUT", "/", {}, body), Answer(200, {}, {"text": text})),))
    path = tmp_path / "text.yaml"

    file.write(path, recording)

    assert json.dumps(body) == json.dumps(file.read(path).exchanges[0].request.body)
    assert file.read(path) == recording


def test_what_would_not_come_back_is_not_written(tmp_path: Path) -> None:
    request = Request("GET", "/", {}, {"json": float("nan")})

    with pytest.raises(ValueError, match=r"nan\.yaml would not be read as it was recorded"):
        file.write(tmp_path / "nan.yaml", Recording("emulator 0", (Exchange(request, Answer(200, {}, None)),)))

    assert list(tmp_path.iterdir()) == []


def test_the_parts_of_a_body_come_back_with_another_boundary() -> None:
    content = together([({"Content-Disposition": 'form-data; name="a"'}, b"x\r\n--"), ({"Content-Type": "b"}, WASM)])

    body = bodies.read(TYPE, content)

    assert body == {
        "parts": [
            {"headers": {"Content-Disposition": 'form-data; name="a"'}, "body": {"text": "x\r\n--"}},
            {"headers": {"Content-Type": "b"}, "body": {"binary": WASM}},
        ]
    }
    assert bodies.written(body) == content.replace(RANDOM.encode(), multipart.BOUNDARY.encode())
    assert bodies.read(f"multipart/form-data; boundary={multipart.BOUNDARY}", bodies.written(body)) == body


@pytest.mark.parametrize("content", [b"no parts", b"preamble--5d1f0c\r\n\r\nx\r\n--5d1f0c--\r\n", b"--5d1f0c--"])
def test_a_multipart_body_of_an_unknown_form_is_not_recorded(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"unknown form|not enough values"):
        bodies.read(TYPE, content)


def test_a_part_that_holds_the_boundary_of_cassettes_is_not_recorded() -> None:
    body = bodies.read(TYPE, together([({"a": "b"}, f"--{multipart.BOUNDARY}".encode())]))

    with pytest.raises(ValueError, match="a part holds the boundary"):
        bodies.written(body)


def together(parts: list[tuple[dict[str, str], bytes]]) -> bytes:
    """As a client sends it."""
    pieces = [
        f"--{RANDOM}\r\n".encode() + "".join(f"{k}: {v}\r\n" for k, v in headers.items()).encode() + b"\r\n" + content
        for headers, content in parts
    ]
    return b"".join(piece + b"\r\n" for piece in pieces) + f"--{RANDOM}--\r\n".encode()
