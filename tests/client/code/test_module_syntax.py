"""In which syntax JavaScript is: found as two plain patterns would find it, wherever it stands, and piece by piece."""

import random
import re
from collections.abc import Iterator

import pytest

from tenantry import Bundle

# What is searched for, without regard to speed.
EXPORTS = re.compile(
    rb"""(?:^(?:\xef\xbb\xbf)?|[;}\s]|\*/)(?:
        export \s* [{*] | export \s+ (?:default|const|let|var|class|function|async) \b
        | import \s* ["'{*] | import \s+ [\w$]+ (?:\s* , | \s+ from \b)
    )""",
    re.VERBOSE,
)
LISTENS = re.compile(rb"\baddEventListener\s*\(\s*[\"'`]")

WORDS = [
    *(b"export", b"import", b"exports", b"important", b"port", b"default", b"async", b"from", b"defaults", b"a", b"$"),
    *(b"addEventListener", b"addEventListener('fetch'", b"(", b"'", b'"', b"`", b"{", b"}", b"*", b"/*", b"*/", b"//"),
    *(b" ", b"\n", b"\t", b"\r\n", b"\x00", b"\x1c", b";", b",", b".", b"=", b"\xef\xbb\xbf", b"\xff", b"\xc2\xa0"),
    *(b" export default ", b";import x from", b"*/export{", b"import x ,", b"\nexport\n"),
]

MIB = 2**20
LISTENER = b"addEventListener('fetch', h);"
STATEMENTS = [
    b"\nexport default {}",
    b";export{a as default}",
    b"*/export *from'x'",
    b"}import a from 'x'",
    b" import a,{b}from'x'",
    b";import'x'",
]
ALMOST = [
    b" export defaults(1)",
    b";important from 'x'",
    b".export default {}",
    b" import a fromage",
    b"*export{}",
    b"\nexport classes",
]


def is_service_worker(source: bytes) -> bool:
    return Bundle({"index.js": source}).is_service_worker


def test_it_is_found_as_the_plain_patterns_find_it() -> None:
    for source in sources():
        expected = bool(LISTENS.search(source)) and not EXPORTS.search(source)

        assert is_service_worker(source) == expected, source


def sources() -> Iterator[bytes]:
    """The same each time; half of them listen, so that exports decide."""
    chance = random.Random(20261127)
    for number in range(30_000):
        words = chance.choices(WORDS, k=chance.randrange(9))
        yield b"".join(words) + (b"\n" + LISTENER if number % 2 else b"")


def test_the_plain_patterns_tell_the_sources_apart() -> None:
    """Each answer is frequent among them, so that the test above can fail."""
    found = [(bool(LISTENS.search(source)), bool(EXPORTS.search(source))) for source in sources()]

    assert all(found.count((listens, exports)) > 1_000 for listens in (True, False) for exports in (True, False))


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_is_found_wherever_it_stands_in_a_large_module(statement: bytes) -> None:
    assert all(not is_service_worker(source) for source in around_pieces(statement))


@pytest.mark.parametrize("text", ALMOST)
def test_what_only_begins_as_a_statement_does_is_found_nowhere(text: bytes) -> None:
    assert all(is_service_worker(source) for source in around_pieces(text))


def around_pieces(text: bytes) -> Iterator[bytes]:
    """A large module with the text across each place where a search that goes in pieces may begin or end."""
    for place in (2**14, 2**18, 2**18 + 2**14, 2**19, 2**19 + 2**14, MIB - len(LISTENER)):
        for offset in range(len(text) + 1):
            before = place - offset
            yield LISTENER.rjust(before, b".") + text + b"." * (MIB - before - len(text))


@pytest.mark.parametrize("blank", [1, 300, 2**13])
def test_words_may_be_far_apart_across_pieces(blank: int) -> None:
    source = LISTENER.ljust(2**18 - blank // 2, b";") + b" export" + b" " * blank + b"default {}" + b";" * 2**18

    assert not is_service_worker(source)


def test_a_listener_is_found_behind_much_code() -> None:
    assert is_service_worker(b"x" * MIB + b"\n" + LISTENER + b"x" * MIB)
    assert not is_service_worker(b"x" * MIB + LISTENER)
