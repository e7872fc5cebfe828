"""What is written and read again is the same, whatever it is."""

import json
from typing import Any
from urllib.parse import unquote

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenantry import Bundle, NotSent, script_name
from tenantry._arguments.names import valid_name
from tenantry._arguments.tag_filter import tag_filter
from tenantry._code.destinations import Memory
from tenantry._code.multipart_parser import body_sink
from tenantry_api.api.scripts import upload_script
from tenantry_api.api.tags import add_tag
from tenantry_api.models import ScriptUpload, decode_binding
from tests.client.support.scripts import deploy_arguments, described_types

# The same examples every time, and none kept: a test must not depend on the one before.
quick = settings(
    max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)

# Without lone surrogates, which no UTF-8 has.
LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
WORDS = st.text(LETTERS, min_size=1, max_size=20).filter(lambda word: word not in {".", ".."})
# A quote or a percent sign in a name is written as browsers write it, which cannot be read back for certain.
PATHS = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='/"%\\'), min_size=1, max_size=9).filter(
        lambda word: word.strip(" .") == word
    ),
    min_size=1,
    max_size=3,
).map("/".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(LETTERS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(LETTERS), inner, max_size=3),
    max_leaves=8,
)


@quick
@given(
    st.dictionaries(
        PATHS.filter(lambda path: path not in {"index.js", "metadata"}), st.binary(max_size=300), max_size=5
    ),
    st.binary(max_size=300),
    st.integers(1, 400),
)
def test_modules_come_back_from_an_upload_as_they_went_in(modules: dict[str, bytes], main: bytes, cut: int) -> None:
    types = dict.fromkeys(modules, "application/octet-stream") | {"index.js": "application/javascript+module"}
    bundle = Bundle({**modules, "index.js": main}, main="index.js", types=types)

    with httpx.Client() as client:
        upload = deploy_arguments(bundle).read()
        body = ScriptUpload(metadata=upload.over(None))
        body.additional_properties = {**upload.parts}
        call = upload_script.request("account", "production", "shop", body=body)
        sent = call.build(client, "http://localhost", {})
        content = sent.read()
    metadata, *_ = content.split(b"\r\n\r\n")[1:]
    answer = httpx.Response(200, headers={"content-type": sent.headers["content-type"], "cf-entrypoint": "index.js"})
    modules_alone = _without_metadata(content, sent.headers["content-type"].partition("boundary=")[2].encode())
    reading = body_sink(answer, Memory())
    assert reading is not None
    for at in range(0, len(modules_alone), cut):
        reading.take(modules_alone[at : at + cut])

    assert json.loads(metadata.split(b"\r\n--")[0])["main_module"] == "index.js"
    assert reading.end() == bundle


def _without_metadata(content: bytes, boundary: bytes) -> bytes:
    first, _, rest = content.partition(b"\r\n--" + boundary)
    assert b'name="metadata"' in first
    return b"--" + boundary + rest


@quick
@given(st.dictionaries(st.text(LETTERS, min_size=1), st.booleans(), min_size=1, max_size=4))
def test_a_tag_filter_says_what_it_was_made_of_or_is_refused(tags: dict[str, bool]) -> None:
    try:
        written = tag_filter(tags)
    except NotSent:
        assert any(set(tag) & set(":,&") or tag in {".", ".."} for tag in tags)
    else:
        pairs = [pair.split(":") for pair in str(written).split(",")]
        assert {tag: answer == "yes" for tag, answer in pairs} == tags


@quick
@given(WORDS)
def test_a_name_is_one_segment_of_a_path_that_reads_as_the_name(name: str) -> None:
    path = add_tag.request("account", "production", "shop", valid_name("A tag", name)).path

    assert unquote(path.rpartition("/")[2]) == name
    assert path.count("/") == 10


@quick
@given(
    st.sampled_from(sorted(described_types())) | st.text(LETTERS), st.dictionaries(st.text(LETTERS), JSON, max_size=4)
)
def test_a_binding_of_any_kind_is_written_as_it_was_read(kind: str, fields: dict[str, Any]) -> None:
    told = {**fields, "type": kind, "name": "X"}

    written = decode_binding(told).to_dict()

    # null and absent alike
    assert {k: v for k, v in written.items() if v is not None} == {k: v for k, v in told.items() if v is not None}


@quick
@given(st.lists(WORDS, min_size=1, max_size=3), st.lists(WORDS, min_size=1, max_size=3))
def test_scripts_of_other_parts_are_called_otherwise(some: list[str], others: list[str]) -> None:
    assert (script_name(*some) == script_name(*others)) == (some == others)
    assert len(script_name(*some)) <= 63
