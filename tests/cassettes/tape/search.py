"""Secrets in a tree, however they are wrapped: base64, gzip, zlib, percent signs, escapes of JSON, one in the other."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from urllib.parse import unquote_to_bytes

from drift.cassette.recording import Tree

from .rules import ACCOUNT

# How credentials look. https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/
LOOKS = {
    "a Cloudflare token": rb"\bcf(?:k|ut|at)_[\w-]{20}",
    "an older API token": rb"(?<![\w-])(?=[\w-]{0,39}[A-Z])(?=[\w-]{0,39}[a-z])(?=[\w-]{0,39}\d)[\w-]{40}(?![\w-])",
    "a Global API key": rb"\b[0-9a-f]{37}\b",
    "a bearer token": rb"(?i)\bbearer\s+[\w.~+/-]{8}",
    "a JWT": rb"eyJ[\w-]{8,}\.[\w-]+\.",
    "a private key": rb"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a mail address": rb"[\w.+-]+@(?!example\.com\b)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}",
    # The placeholders begin with zeros; 32 digits are an account or a user.
    "an id": rb"\b(?!0{20})(?!%b)[0-9a-f]{32}\b" % ACCOUNT.encode(),
    "a UUID": rb"\b(?!0{8}-)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
}
# Deeper than anyone wraps.
DEPTH = 5
# A little is enough to find what is there, and no bomb.
UNPACKED = 1_000_000


def secrets_in(tree: Tree, known: Mapping[str, str] | None = None) -> list[str]:
    """What is in the tree that should not be, and where; never the thing itself.

    `known` are texts to look for, and what to call them. What the tree itself sends as the hash of an asset looks like
    an id, but is not one.
    """
    hashes = {name.encode() for name in _hashes(tree)}
    looks = {what: re.compile(look) for what, look in LOOKS.items()}
    looks |= {f"{what} ({number})": _exactly(text) for number, (text, what) in enumerate((known or {}).items(), 1)}
    found = {
        f"{what} at {where}"
        for where, content in _leaves("", tree)
        for layer in _layers(content)
        for what, look in looks.items()
        if any(match[0] not in hashes for match in look.finditer(layer))
    }
    return sorted(found)


def _hashes(tree: Tree) -> Iterator[str]:
    """The hashes in manifests of assets."""
    match tree:
        case list():
            for item in tree:
                yield from _hashes(item)
        case {"manifest": dict(manifest)}:
            for entry in manifest.values():
                if isinstance(entry, dict) and isinstance(name := entry.get("hash"), str):
                    yield name
        case dict():
            for value in tree.values():
                yield from _hashes(value)


def _exactly(text: str) -> re.Pattern[bytes]:
    return re.compile(re.escape(text.encode()), re.IGNORECASE)


def _leaves(where: str, tree: Tree) -> Iterator[tuple[str, bytes]]:
    """All texts and bytes in the tree, names of fields included."""
    match tree:
        case str():
            yield where, tree.encode(errors="surrogatepass")
        case bytes():
            yield where, tree
        case list():
            for index, item in enumerate(tree):
                yield from _leaves(f"{where}/{index}", item)
        case dict():
            for name, value in tree.items():
                yield f"{where} (a name)", name.encode(errors="surrogatepass")
                yield from _leaves(f"{where}/{name}", value)


def _layers(content: bytes) -> set[bytes]:
    """The content, and everything that comes out of it by unwrapping."""
    seen, wrapped = {content}, {content}
    for _ in range(DEPTH):
        wrapped = {inner for outer in wrapped for inner in _unwrapped(outer)} - seen
        seen |= wrapped
    return seen


def _unwrapped(content: bytes) -> Iterator[bytes]:
    yield from _unpacked(content)
    yield from _from_base64(content)
    if b"%" in content:
        yield unquote_to_bytes(content)
    if b"\\" in content:
        yield from _from_json(content)


def _unpacked(content: bytes) -> Iterator[bytes]:
    """gzip and zlib streams, wherever they begin, and a content that is raw deflate as a whole."""
    for start in re.finditer(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]", content):
        yield from _inflated(content[start.start() :], zlib.MAX_WBITS | 32)
    yield from _inflated(content, -zlib.MAX_WBITS)


def _inflated(content: bytes, wbits: int) -> Iterator[bytes]:
    try:
        inflated = zlib.decompressobj(wbits).decompress(content, UNPACKED)
    except zlib.error:
        return  # not compressed
    if inflated:
        yield inflated


def _from_base64(content: bytes) -> Iterator[bytes]:
    """Whatever could be base64, in either alphabet, in lines or not, also behind other letters."""
    for text in {content, re.sub(rb"\s", b"", content)}:
        for run in re.findall(rb"[\w+/-]{12,}", text, re.ASCII):
            for start in range(4):
                letters = run[start:].translate(bytes.maketrans(b"-_", b"+/"))
                whole = letters[: len(letters) // 4 * 4]
                yield from _decoded(whole)
                yield from _decoded(letters + b"=" * (-len(letters) % 4))


def _decoded(letters: bytes) -> Iterator[bytes]:
    try:
        yield base64.b64decode(letters, validate=True)
    except binascii.Error:
        return  # not base64


def _from_json(content: bytes) -> Iterator[bytes]:
    """Texts in which JSON wrote letters by their numbers."""
    for literal in re.findall(rb'"(?:[^"\\]|\\.)*"', content):
        try:
            yield json.loads(literal).encode(errors="surrogatepass")
        except ValueError:
            continue  # not JSON
