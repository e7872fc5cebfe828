"""Every exchange of the cassettes against openapi.yaml, and every captured request of other clients."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from yaml import YAMLError

from drift.cassette import bodies, file
from drift.cassette import recording as recorded
from drift.findings.finding import CannotTell, Report, Source
from drift.spec.document import SPEC
from drift.spec.line_numbers import Lines
from drift.spec.specification import Specification

from .captures import captured, captures, is_elsewhere
from .collector import Witness
from .exchange import Answer, Part, Request

FOLDER = SPEC.parent / "cassettes"
BY_AN_EMULATOR = "emulator "


def check(specification: Specification, folder: Path = FOLDER, *, never_seen: bool = False) -> Report:
    """All cassettes of a folder, and the captures if they are beside the repository."""
    witness = Witness(specification)
    told = [_cassettes(witness, folder), _captures(witness)]
    return Report("cassettes", witness.findings(never_seen=never_seen), tuple(told))


def _cassettes(witness: Witness, folder: Path) -> str:
    paths = sorted(folder.rglob("*.yaml"))
    if not paths:
        raise CannotTell(f"there are no cassettes in {folder}")
    recordings = [_seen(witness, path, path.relative_to(folder.parent).as_posix()) for path in paths]
    live = sum(not recording.recorded.startswith(BY_AN_EMULATOR) for recording in recordings)
    exchanges = sum(len(recording.exchanges) for recording in recordings)
    of_emulator = "; those of the emulator prove what we decode, not what Cloudflare answers"
    return f"{exchanges} exchanges of {len(paths)} cassettes, {live} of them of a real account" + of_emulator


def _seen(witness: Witness, path: Path, name: str) -> recorded.Recording:
    try:
        recording, lines = file.read(path), Lines(path.read_text(encoding="utf-8"))
        for number, each in enumerate(recording.exchanges):
            asked, where = request(each.request), f"/exchanges/{number}"
            witness.request(asked, partial(_source, name, lines, f"{where}/request", each.request.body))
            witness.answer(
                asked, answer(each.answer), partial(_source, name, lines, f"{where}/answer", each.answer.body)
            )
    except (OSError, ValueError, KeyError, TypeError, YAMLError) as error:
        raise CannotTell(f"{name} is no cassette: {' '.join(str(error).split())}") from error
    return recording


def _source(name: str, lines: Lines, where: str, body: recorded.Tree, place: str) -> Source:
    """The line of the cassette on which a place in a body stands, or begins what it stands in."""
    style = next(iter(body), "") if isinstance(body, dict) else ""
    head, _, rest = place.removeprefix("/").partition("/")
    pointer = f"{where}/body/{style}/{rest}" if head == "body" and style != "parts" else where
    return Source(name, lines.line(pointer), place)


def _captures(witness: Witness) -> str:
    names = captures()
    if not names:
        return "no captured requests of other clients are beside the repository: none were checked"
    requests = {name: captured(name) for name in names}
    ours = {name: request for name, request in requests.items() if not is_elsewhere(request)}
    for name, each in ours.items():
        witness.request(each, partial(_captured, name))
    others = len(requests) - len(ours)
    return f"{len(ours)} captured requests of other clients; {others} more are for other parts of Cloudflare's API"


def _captured(name: str, place: str) -> Source:
    return Source(name, None, place)


def request(asked: recorded.Request) -> Request:
    """A request of a cassette, as it went over the wire."""
    uri, parts = urlsplit(asked.uri), tuple(_parts(asked.body))
    body = b"" if parts else bodies.written(asked.body)
    return Request(asked.method, uri.path, uri.query, asked.headers.get("content-type"), body, parts)


def answer(answered: recorded.Answer) -> Answer:
    """An answer of a cassette, as it came over the wire."""
    return Answer(answered.status, answered.headers.get("content-type"), bodies.written(answered.body))


def _parts(body: recorded.Tree) -> Iterator[Part]:
    for headers, content in bodies.parts(body):
        disposition = Message()
        disposition["Content-Disposition"] = headers["Content-Disposition"]
        yield Part(str(disposition.get_param("name", header="Content-Disposition")), bodies.written(content))
