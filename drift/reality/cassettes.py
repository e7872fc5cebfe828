"""Every exchange of the cassettes against openapi.yaml, and every captured request of other clients."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from yaml import YAMLError

from drift.cassette import bodies, file, recording
from drift.findings.finding import CannotTell, Problem, Report, Source
from drift.spec.document import SPEC
from drift.spec.line_numbers import LineNumbers
from drift.spec.specification import Specification

from .captures import captured, captures, is_elsewhere
from .collector import Collector
from .exchange import HttpRequest, HttpResponse, Part, part_name

FOLDER = SPEC.parent / "cassettes"
BY_AN_EMULATOR = "emulator "


def check_cassettes(specification: Specification, folder: Path = FOLDER, *, never_seen: bool = False) -> Report:
    """All cassettes of a folder, and the captures if they are beside the repository."""
    collector = Collector(specification)
    summary = (_cassettes(collector, folder), _captures(collector))
    return Report("cassettes", collector.findings(never_seen=never_seen), summary)


def _cassettes(collector: Collector, folder: Path) -> str:
    paths = sorted(folder.rglob("*.yaml"))
    if not paths:
        raise CannotTell(f"there are no cassettes in {folder}")
    recordings = [_cassette(collector, path, path.relative_to(folder.parent).as_posix()) for path in paths]
    live = sum(not each.recorded.startswith(BY_AN_EMULATOR) for each in recordings)
    exchanges = sum(len(each.exchanges) for each in recordings)
    of_emulator = "; those of the emulator prove what we decode, not what Cloudflare answers"
    return f"{exchanges} exchanges of {len(paths)} cassettes, {live} of them of a real account" + of_emulator


def _cassette(collector: Collector, path: Path, name: str) -> recording.Recording:
    try:
        cassette, lines = file.read(path), LineNumbers(path.read_text(encoding="utf-8"))
        for number, each in enumerate(cassette.exchanges):
            (sent, received), where = over_the_wire(each), f"/exchanges/{number}"
            collector.request(sent, partial(_source, name, lines, f"{where}/request", each.request.body))
            collector.answer(sent, received, partial(_source, name, lines, f"{where}/answer", each.answer.body))
    except (OSError, AttributeError, ValueError, KeyError, TypeError, YAMLError) as error:
        what = f"{name} is not a cassette: {' '.join(str(error).split())}"
        raise CannotTell(Problem(what, str(path))) from error
    return cassette


def over_the_wire(recorded: recording.Exchange) -> tuple[HttpRequest, HttpResponse]:
    """A request of a cassette, and its answer, as they went over the wire."""
    answer = recorded.answer
    received = HttpResponse(answer.status, answer.headers.get("content-type"), bodies.written(answer.body))
    return _request(recorded.request), received


def _request(recorded: recording.Request) -> HttpRequest:
    uri = urlsplit(recorded.uri)
    parts = tuple(
        Part(part_name(headers["Content-Disposition"]), bodies.written(content))
        for headers, content in bodies.parts(recorded.body)
    )
    body = b"" if parts else bodies.written(recorded.body)
    return HttpRequest(recorded.method, uri.path, uri.query, recorded.headers.get("content-type"), body, parts)


def _source(name: str, lines: LineNumbers, where: str, body: recording.Tree, place: str) -> Source:
    """The line of the cassette with a place in a body, or with the nearest one around it."""
    style = next(iter(body), "") if isinstance(body, dict) else ""
    head, _, rest = place.removeprefix("/").partition("/")
    pointer = f"{where}/body/{style}/{rest}" if head == "body" and style != "parts" else where
    return Source(name, lines.line(pointer), place)


def _captures(collector: Collector) -> str:
    requests = {name: captured(name) for name in captures()}
    if not requests:
        return "no captured requests of other clients are beside the repository: none were checked"
    ours = {name: request for name, request in requests.items() if not is_elsewhere(request)}
    for name, each in ours.items():
        collector.request(each, partial(Source, name, None))
    others = len(requests) - len(ours)
    return f"{len(ours)} captured requests of other clients; {others} more are for other parts of Cloudflare's API"
