"""What an `.assetsignore` leaves out: as wrangler does, and in time, whoever wrote it."""

import os
from pathlib import Path

import pytest

import tenantry
from tenantry._assets.ignore_rules import IgnoreRules
from tests.client.support.folders import dry_run, write

CONTENT = {"index.html": b"<h1>hi</h1>"}

# Rules, what they leave out, and what they do not: as wrangler's library, the npm package ignore 5.3.1, says.
RULES = [
    ("build/\n!build/keep", ["build/keep", "build/a", "x/build/a"], []),
    ("*\n!public/\n!*.html", ["public/key.pem", "public/sub/b.html"], ["public/a.html", "a.html"]),
    ("*.MD\nSecret", ["notes.md", "a/SECRET/b", "Ünotes.md"], []),
    ("Ü*", ["übung.txt"], []),
    ("/a", ["a"], ["b/a"]),
    ("a/b", ["a/b", "a/b/c"], ["x/a/b"]),
    ("a/", ["a/x", "x/a/y"], ["a"]),
    ("**/a", ["a", "x/y/a"], []),
    ("a/**", ["a/x", "a/x/y"], ["a", "b/a/x"]),
    ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a/xb"]),
    ("a/**/", ["a/x/y", "a/x"], ["a"]),
    ("a/*/b", ["a/x/b"], ["a/b", "a/x/y/b"]),
    ("a**b", ["ab", "axxb"], ["a/b"]),
    ("*.js", [".js", "a.js", "d/a.js"], ["a.jsx"]),
    ("a?c", ["abc"], ["ac", "a/c"]),
    ("[a-c]x", ["bx", "Bx"], ["dx"]),
    ("[!a]x", ["ax", "!x"], ["bx"]),
    ("[a", [], ["a", "[a"]),
    ("[z-a]x", [], ["zx", "x"]),
    ("\\#a\n\\!b", ["#a", "!b"], []),
    ("#a", [], ["#a"]),
    ("a\\ ", ["a "], ["a"]),
    ("a  ", ["a"], ["a  "]),
    ("a\\*b", ["a*b"], ["axb"]),
    ("a\\", [], ["a", "a\\"]),
    ("\n   \n!", [], ["a"]),
    ("*a*b*c", ["xaybzc", "abc"], ["acb", "xaybzcd"]),
    ("a*a", ["aa", "aba"], ["a"]),
    ("**/*a/**/b*/c", ["xa/by/c", "za/q/bb/c"], ["xa/c", "q/xa/b/q/c"]),
    ("a\n!a\na/b", ["a/b"], ["a"]),
    ("x/**/y/**/z", ["x/y/z", "x/1/y/2/z"], ["x/z/y"]),
]


def leaves_out(rules: str, path: str) -> bool:
    """Whether they leave out the path, or a folder on the way to it."""
    ends = [at + 1 for at, character in enumerate(path) if character == "/"]
    known = IgnoreRules(rules.split("\n"), lambda: None)
    return any(known.leave_out(path[:end]) for end in [*ends, len(path)])


@pytest.mark.parametrize(("rules", "left_out", "served"), RULES, ids=[rules for rules, _, _ in RULES])
def test_rules_mean_what_they_mean_to_wrangler(rules: str, left_out: list[str], served: list[str]) -> None:
    assert [path for path in left_out + served if leaves_out(rules, path)] == left_out


@pytest.mark.parametrize(
    ("rule", "path", "end"),
    [
        ("*a" * 30 + "*b", "a" * 255, "b"),
        ("*?" * 100 + "b", "a" * 255, "b"),
        ("*[a-c]" * 100 + "d", "b" * 255, "d"),
        ("**/" * 500 + "b", "a/" * 500 + "a", "/b"),
        ("**/a/" * 200 + "b", "a/" * 500 + "a", "/b"),
        ("**/*a*/" * 200 + "b", "aa/" * 500 + "a", "/b"),
        ("a/**/" * 200 + "*b", "a/" * 500 + "a", "/b"),
        ("**/" + "a*a/" * 200 + "b", "aaa/" * 500 + "aa", "/b"),
    ],
    ids=lambda text: text[:12],
)
def test_no_rule_tries_more_ways_than_its_length(rule: str, path: str, end: str) -> None:
    """One that did would not come to an end."""
    assert not leaves_out(rule, path)
    assert leaves_out(rule, path + end)


def test_a_rule_that_is_longer_than_any_path_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {**CONTENT, ".assetsignore": b"*a" * 2_049})
    with pytest.raises(tenantry.NotSent, match="a rule of 4,098 characters is longer than any path"):
        dry_run(tmp_path)


def test_a_nul_character_is_refused_as_wrangler_does(tmp_path: Path) -> None:
    write(tmp_path, {**CONTENT, ".assetsignore": b"*.key\0\n"})
    with pytest.raises(tenantry.NotSent, match=r"\.assetsignore has a NUL character"):
        dry_run(tmp_path)


def test_rules_without_end_are_not_read(tmp_path: Path) -> None:
    write(tmp_path, {**CONTENT, ".assetsignore": b""})
    os.truncate(tmp_path / ".assetsignore", 2**40)
    with pytest.raises(tenantry.NotSent, match=r"\.assetsignore has more than 25 MiB"):
        dry_run(tmp_path)


def paths(directory: Path) -> set[str]:
    return {*dry_run(directory).assets}


def test_assetsignore_has_the_rules_of_gitignore(tmp_path: Path) -> None:
    files = [
        "a.map",
        "keep.map",
        "b.txt",
        "node_modules/x/a.js",
        "sub/node_modules/b.js",
        "build/a",
        "sub/build/b",
        "e#",
    ]
    rules = "# a comment\r\n\n*.map\n!keep.map\nnode_modules/\n/build\nsub/**/b.js\ne\\#\n"
    write(tmp_path, {**dict.fromkeys(files, b""), ".assetsignore": rules.encode()})

    assert {"/keep.map", "/b.txt", "/sub/build/b"} == paths(tmp_path)


def test_what_stands_in_a_folder_that_is_taken_back_in_is_not_taken_back_in_with_it(tmp_path: Path) -> None:
    """As git has it, and wrangler: an earlier rule still leaves it out."""
    rules = b"*\n!public/\n!*.html\n"
    write(tmp_path, {"public/a.html": b"", "public/key.pem": b"", "public/sub/b.html": b"", ".assetsignore": rules})

    assert paths(tmp_path) == {"/public/a.html"}


def test_assetsignore_leaves_out_in_any_case(tmp_path: Path) -> None:
    """As wrangler does: what was meant to stay private stays so."""
    write(tmp_path, {**CONTENT, "Notes.MD": b"", "SECRET/a": b"", ".assetsignore": b"\xef\xbb\xbf*.md\nsecret\n"})

    assert {"/index.html"} == paths(tmp_path)


def test_assetsignore_can_serve_a_special_file_after_all(tmp_path: Path) -> None:
    write(tmp_path, {**CONTENT, "_headers": b"", ".assetsignore": b"!_headers\n"})

    assert {"/index.html", "/_headers"} == paths(tmp_path)


def test_nobody_looks_into_a_folder_that_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, {**CONTENT, "private/a": b"", ".assetsignore": b"private/\n!private/a\n"})
    os.mkfifo(tmp_path / "private" / "pipe")

    assert {"/index.html"} == paths(tmp_path)
