"""Two requests differ where anything does, and what is said of it names no value."""

from __future__ import annotations

import pytest

from drift.cassette.recording import Request, Tree

from .tape.matching import differences


@pytest.mark.parametrize(
    ("asked", "recorded", "where"),
    [
        ({"json": {"a": 1}}, {"json": {"a": 1}}, []),
        ({"json": {"a": 1, "b": 2}}, {"json": {"b": 2, "a": 1}}, []),
        ({"json": {"a": 1}}, {"json": {"a": 2}}, ["body/json/a"]),
        ({"json": {"a": 1}}, {"json": {"a": True}}, ["body/json/a"]),
        ({"json": {"a": 1}}, {"json": {"a": 1.0}}, ["body/json/a"]),
        ({"json": {"a": None}}, {"json": {}}, ["body/json/a"]),
        ({"json": {}}, {"json": {"a": None}}, ["body/json/a"]),
        ({"json": [1, 2]}, {"json": [2, 1]}, ["body/json/0", "body/json/1"]),
        ({"json": [1]}, {"json": [1, 2]}, ["body/json"]),
        ({"text": "a"}, {"binary": b"a"}, ["body/text", "body/binary"]),
        ({"text": "a"}, None, ["body"]),
    ],
)
def test_bodies_differ_where_they_differ(asked: Tree, recorded: Tree, where: list[str]) -> None:
    assert differences(Request("PUT", "/", {}, asked), Request("PUT", "/", {}, recorded)) == where


def test_headers_differ_where_they_differ() -> None:
    asked = Request("PUT", "/", {"accept": "a", "content-type": "b"}, None)

    assert differences(asked, Request("PUT", "/", {"accept": "c"}, None)) == ["headers/accept", "headers/content-type"]
