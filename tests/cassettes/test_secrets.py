"""No cassette holds a secret, however it is wrapped; and one that did would be found."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml

from drift.cassette import bodies, file
from drift.cassette.recording import Answer, Exchange, Recording, Request, Tree

from .recorder import FOLDER, NOWHERE
from .stories import CANARY
from .tape.hiding import PLACEHOLDER, hidden, write_only
from .tape.rules import Rules
from .tape.search import secrets_in

KNOWN = {CANARY: "the value of a secret", NOWHERE.api_token: "the token"}
CASSETTES = sorted(FOLDER.rglob("*.yaml"))
PLANT = f"before {CANARY} after".encode()
PARTS = (
    b'--b\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n{}\r\n'
    b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n'
    + base64.b64encode(gzip.compress(PLANT))
    + b"\r\n--b--\r\n"
)
WRAPPED = {
    "text": PLANT,
    "upper case": PLANT.upper(),
    "binary": b"\0\xff" + PLANT + b"\xff",
    "base64": base64.b64encode(PLANT),
    "base64 for addresses": base64.urlsafe_b64encode(b"\xfb\xff\xfe" + PLANT),
    "base64 without padding": base64.b64encode(b"x" + PLANT).rstrip(b"="),
    "base64 in lines": base64.encodebytes(PLANT * 4),
    "base64 behind letters": b'"data:text/plain;base64,' + base64.b64encode(PLANT) + b'"',
    "base64 behind one letter": b"x" + base64.b64encode(PLANT),
    "base64 in base64": base64.b64encode(base64.b64encode(PLANT)),
    "gzip": gzip.compress(PLANT),
    "gzip behind bytes": b"\0\0\0" + gzip.compress(PLANT) + b"\0",
    "zlib": zlib.compress(PLANT),
    "deflate": zlib.compress(PLANT)[2:-4],
    "gzip in gzip": gzip.compress(gzip.compress(PLANT)),
    "base64 of gzip": base64.b64encode(gzip.compress(PLANT)),
    "percent signs": quote(PLANT).replace("-", "%2D").encode(),
    "escapes of JSON": json.dumps({"a": CANARY}).replace("-", "\\u002d").encode(),
    "JSON in JSON": json.dumps(json.dumps({"a": CANARY}).replace("-", "\\u002d")).encode(),
    "a part": PARTS,
    "a part in base64": base64.b64encode(PARTS),
}


@pytest.mark.parametrize("path", CASSETTES, ids=[path.stem for path in CASSETTES])
def test_no_secret_is_in_a_cassette(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert secrets_in([text, yaml.safe_load(text)], KNOWN) == []


def test_the_stories_send_secrets_and_the_cassettes_show_where() -> None:
    texts = [path.read_text("utf-8") for path in CASSETTES]

    assert sum(text.count(PLACEHOLDER) for text in texts) >= 3


@pytest.mark.parametrize("wrapped", WRAPPED.values(), ids=WRAPPED)
def test_a_secret_in_a_body_is_found(wrapped: bytes, tmp_path: Path) -> None:
    assert secrets_in(in_a_file(Answer(200, {}, bodies.read("", wrapped)), tmp_path), KNOWN) != []


@pytest.mark.parametrize("wrapped", WRAPPED.values(), ids=WRAPPED)
def test_a_secret_in_bytes_is_found(wrapped: bytes, tmp_path: Path) -> None:
    assert secrets_in(in_a_file(Answer(200, {}, {"binary": wrapped}), tmp_path), KNOWN) != []


@pytest.mark.parametrize("wrapped", WRAPPED.values(), ids=WRAPPED)
def test_a_secret_in_a_part_is_found(wrapped: bytes, tmp_path: Path) -> None:
    body: Tree = {"parts": [{"headers": {"Content-Type": "x"}, "body": bodies.read("", wrapped)}]}

    assert secrets_in(in_a_file(Answer(200, {}, body), tmp_path), KNOWN) != []


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, {"location": f"https://x/?key={CANARY}"}, None),
        Answer(200, {CANARY: "a"}, None),
        Answer(200, {}, {"json": {"result": [{CANARY: None}]}}),
        Answer(200, {}, {"json": {"result": {"a": {"b": [0, CANARY]}}}}),
    ],
)
def test_a_secret_anywhere_else_is_found(answer: Answer, tmp_path: Path) -> None:
    assert secrets_in(in_a_file(answer, tmp_path), KNOWN) != []


# Put together here, so that who searches this repository for tokens does not find these.
@pytest.mark.parametrize(
    ("look", "text"),
    [
        ("a Cloudflare token", "cfut" + "_" + "aB3" * 14),
        ("a Cloudflare token", "cfat" + "_" + "aB3" * 14),
        ("a Cloudflare token", "cfk" + "_" + "aB3" * 14),
        ("an older API token", "Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY"[::-1]),
        ("a Global API key", "144c9" + "0f1e" * 8),
        ("a bearer token", "Authorization: Bearer abcdefgh"),
        ("a JWT", "eyJhbGciOiJIUzI1NiJ9" + ".e30.c2ln"),
        ("a private key", "-----BEGIN EC " + "PRIVATE KEY-----"),
        ("a mail address", "ann@acme.co.uk"),
        ("an id", "9a7806061c88ada191ed06f989cc3dac"),
        ("a UUID", "7c9e6679-7425-40de-944b-e07fc1f90ae7"),
    ],
)
def test_what_looks_like_a_secret_is_found(look: str, text: str) -> None:
    assert secrets_in(["", f"see {text}, please"]) == [f"{look} at /1"]
    assert f"{look} at /a" in secrets_in({"a": base64.b64encode(f"see {text}, please".encode())})


def test_the_hash_of_an_asset_is_not_an_id_and_another_one_is() -> None:
    name, other = "9a7806061c88ada191ed06f989cc3dac", "9a7806061c88ada191ed06f989cc3dad"
    manifest: Tree = {"manifest": {"/index.html": {"hash": name, "size": 1}}}

    assert secrets_in([f"bucket {name}"]) == ["an id at /0"]
    assert secrets_in([f"bucket {name}", {"json": manifest}]) == []
    assert secrets_in([f"buckets {name} {other}", {"json": manifest}]) == ["an id at /0"]


def test_what_is_found_is_not_repeated() -> None:
    found = secrets_in({"body": f"Bearer {CANARY}"}, KNOWN)

    assert found == ["a bearer token at /body", "the value of a secret (1) at /body"]


@pytest.mark.parametrize(
    "text", ["someone-1@example.com", "0" * 31 + "7", "acc0000000000000000000000000acc0", "ab" * 32, "jwt-1"]
)
def test_a_placeholder_is_not_a_secret(text: str) -> None:
    assert secrets_in([text]) == []


def test_these_fields_are_secrets() -> None:
    assert write_only() == {
        ("secret_text", "text"),
        ("secret_key", "key_base64"),
        ("secret_key", "key_jwk"),
        (None, "jwt"),
    }


@pytest.mark.parametrize(
    "secret",
    [
        {"type": "secret_text", "name": "K", "text": CANARY},
        {"type": "secret_key", "name": "K", "key_base64": CANARY},
        {"type": "secret_key", "name": "K", "key_jwk": {"k": CANARY}},
        {"assets": {"jwt": CANARY}},
        {"secrets": {"K": {"type": "secret_text", "name": "K", "text": CANARY}, "L": None}},
    ],
)
@pytest.mark.parametrize(
    "style", [{"separators": (",", ":")}, {}, {"indent": 2}], ids=["compact", "spaced", "indented"]
)
def test_a_secret_that_is_sent_is_replaced(secret: object, style: dict[str, object]) -> None:
    sent = json.dumps({"bindings": [secret, {"type": "plain_text", "text": "seen"}]}, **style)  # type: ignore[arg-type]
    content = f"--mark\r\nContent-Disposition: form-data; name=m\r\n\r\n{sent}\r\n--mark--\r\n".encode()

    for body in (
        bodies.read("application/json", sent.encode()),
        bodies.read("multipart/form-data; boundary=mark", content),
    ):
        kept = Rules({}).request(Request("PUT", "https://x", {}, body)).body
        assert PLACEHOLDER in str(kept)
        assert "seen" in str(kept)
        assert secrets_in(kept, KNOWN) == []


def test_a_field_for_a_secret_that_has_none_is_kept() -> None:
    body: Tree = {"json": {"type": "secret_text", "name": "K", "text": None}}

    assert hidden(body) == body


def test_a_body_without_a_secret_is_kept_as_it_is() -> None:
    for body in ({"text": '{\n"text": "a"}'}, {"json": {"type": "plain_text", "text": "a"}}, {"binary": b"\0"}, None):
        assert hidden(body) == body  # type: ignore[arg-type]  # of each of these types


def in_a_file(answer: Answer, folder: Path) -> Tree:
    """A cassette with this answer, as YAML has it."""
    path = folder / "planted.yaml"
    file.write(path, Recording("emulator 0", (Exchange(Request("GET", "https://x", {}, None), answer),)))
    loaded: Tree = yaml.safe_load(path.read_text("utf-8"))
    return loaded
