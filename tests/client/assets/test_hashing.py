"""The hash of an asset: wrangler's without a salt, and no one else's with one."""

import base64
import io
from pathlib import Path

import pytest
from blake3 import blake3
from hypothesis import given, settings
from hypothesis import strategies as st

from tenantry._assets.hashing import asset_hash, encoded, extension
from tests.client.support.folders import dry_run, write

PROPERTY = settings(deadline=None, database=None, derandomize=True)


class Dripping(io.RawIOBase):
    """A file that gives as much as it likes, and not as much as it is asked for."""

    def __init__(self, content: bytes, portions: list[int]) -> None:
        self._content, self._portions = io.BytesIO(content), portions

    def read(self, size: int = -1) -> bytes:
        portion = self._portions.pop() if self._portions else size
        return self._content.read(min(portion, size) if size > 0 else portion)


def wranglers(content: bytes, path: str) -> str:
    """As wrangler's source has it: of the whole content at once."""
    return blake3(base64.b64encode(content) + extension(path).encode()).hexdigest()[:32]


@PROPERTY
@given(st.binary(max_size=3_000), st.lists(st.integers(1, 50), max_size=40))
def test_a_content_in_pieces_is_encoded_as_the_whole(content: bytes, portions: list[int]) -> None:
    assert base64.b64encode(content) == b"".join(encoded(Dripping(content, portions), lambda: None))


@PROPERTY
@given(st.binary(max_size=3_000), st.from_regex(r"/[a-z./]{0,8}", fullmatch=True))
def test_without_a_key_the_hash_is_that_of_base64_and_extension(content: bytes, path: str) -> None:
    assert wranglers(content, path) == asset_hash(encoded(Dripping(content, []), lambda: None), path, None)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a.txt", "txt"),
        ("/a.tar.gz", "gz"),
        ("/A.TXT", "TXT"),
        ("/LICENSE", ""),
        ("/.gitignore", ""),
        ("/.well-known/security", ""),
        ("/v1.2/readme", ""),
        ("/..txt", "txt"),
        ("/a.", ""),
        ("/a.b.", ""),
    ],
)
def test_the_extension_is_what_node_takes_for_it(path: str, expected: str) -> None:
    assert expected == extension(path)


def test_content_of_more_than_one_piece_has_wranglers_hash(tmp_path: Path) -> None:
    content = bytes(range(256)) * 4_000
    write(tmp_path, {"large.bin": content})

    assert wranglers(content, "/large.bin") == dry_run(tmp_path, salt=None).assets["/large.bin"].hash


def test_equal_content_with_other_extensions_has_other_hashes(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": b"same", "b.txt": b"same", "c.html": b"same", "c.HTML~": b"same"})
    found = {path: asset.hash for path, asset in dry_run(tmp_path, salt=None).assets.items()}

    assert found["/a.txt"] == found["/b.txt"]
    assert len(set(found.values())) == 3
    assert {32} == {len(name) for name in found.values()}


def test_by_default_no_two_scripts_share_a_hash_and_none_has_wranglers(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": b"<h1>hi</h1>"})
    acme, acme_again, zen = (_hash(tmp_path, name) for name in ("acme", "acme", "zen"))

    assert acme == acme_again
    assert len({acme, zen, wranglers(b"<h1>hi</h1>", "/index.html")}) == 3


def test_scripts_with_one_salt_share_hashes(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": b"<h1>hi</h1>"})
    one, other = (_hash(tmp_path, name, salt="customer-acme") for name in ("acme", "zen"))

    assert one == other
    assert one != _hash(tmp_path, "acme", salt="customer-zen")


def test_a_salted_hash_stays_what_it_is_from_one_version_to_the_next(tmp_path: Path) -> None:
    """Otherwise every file of every tenant would be uploaded once more."""
    write(tmp_path, {"index.html": b"<h1>hi</h1>\n"})

    assert _hash(tmp_path, "acme") == "109bf62f5b09cbe9457d07ea23ce74d3"


def _hash(directory: Path, name: str, **options: object) -> str:
    digest: str = dry_run(directory, name, **options).assets["/index.html"].hash
    return digest
