"""JSON of answers is read alike with orjson, which is optional, and without."""

import json
import subprocess
import sys

import pytest

from tenantry_api.answers import loads

WITHOUT = "import sys; sys.modules['orjson'] = None; from tenantry_api.answers import loads; print(loads(b'[1e400]'))"


@pytest.mark.parametrize(
    "text", [b'{"a": [1, 2.5, null, true]}', b"[NaN]", b'"\\ud800"', b"[1e400]", b"\xef\xbb\xbf[]"]
)
def test_what_orjson_does_not_take_is_read_too(text: bytes) -> None:
    # As texts: NaN equals nothing.
    assert repr(loads(text)) == repr(json.loads(text))


@pytest.mark.parametrize("text", [b"", b"<html>", b"{", b"\xff"])
def test_what_is_not_json_is_an_error(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"Expecting|decode"):
        loads(text)


def test_it_is_not_needed() -> None:
    printed = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, encoding="utf-8", check=True)

    assert printed.stdout == "[inf]\n"
