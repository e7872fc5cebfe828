"""What is shown while a command waits."""

import io
import threading

import pytest

from tenantry.errors import NoAnswer, Problem
from tenantry.events import Answered, Asked, Event, Progressed, Remarked, Repeating, Unanswered, Waiting, Warned
from tenantry_cli.options import DEFAULTS, Options
from tenantry_cli.output.kinds import SCRIPT
from tenantry_cli.output.output import Output
from tenantry_cli.output.status import Status

ASKED = Asked("GET", "/x", 1)
BAN = Waiting("GET", "/x", 278.0, "rate limit")


class Terminal(io.StringIO):
    """Notes when something is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


def told(*events: Event, stderr: io.StringIO | None = None, options: Options = DEFAULTS) -> str:
    stream = stderr or io.StringIO()
    status = Status(Output(options, SCRIPT, io.StringIO(), stream))
    for event in events:
        status(event)
        if isinstance(stream, Terminal) and isinstance(event, Waiting):
            assert stream.written.wait(10)
    status.clear()
    return stream.getvalue()


def test_a_terminal_counts_down_and_is_clean_afterwards() -> None:
    threads = threading.active_count()
    shown = told(BAN, ASKED, stderr=Terminal())

    assert shown == "\r\x1b[2KCloudflare asks to wait: 4 min 38 s left; Ctrl-C ends it.\r\x1b[2K"
    assert threading.active_count() == threads


def test_elsewhere_it_is_a_line() -> None:
    assert told(BAN, ASKED) == "Cloudflare asks to wait: 4 min 38 s.\n"
    assert told(BAN, options=Options(quiet=True)) == ""


@pytest.mark.parametrize(
    "event", [Waiting("GET", "/x", 0.5, "repeat"), Waiting("GET", "/x", 9.0, "turn"), ASKED, Progressed("stored", 1, 2)]
)
def test_what_is_short_or_our_own_is_not_said(event: Event) -> None:
    assert told(event) == ""


def test_progress_is_on_one_line_of_a_terminal() -> None:
    shown = told(Progressed("hashed", 1_000, 2_000), Progressed("stored", 2, 2), stderr=Terminal())

    assert shown.split("\r\x1b[2K") == ["", "1,000 of 2,000 assets hashed", "2 of 2 assets stored", ""]


def test_warnings_are_said_and_cannot_steer_the_terminal() -> None:
    events = Warned("looks like a secret: \x1b[2J.env", "acme"), Remarked("GET", "/x", (Problem(1, "old\x07"),))

    assert told(*events) == "warning: acme: looks like a secret: \\x1b[2J.env\nCloudflare remarks: old\\x07 (1)\n"


def test_debug_shows_every_request() -> None:
    lost = NoAnswer("it broke", method="GET", path="/x")
    events = (
        Asked("GET", "/x", 2),
        Answered("GET", "/x", 200, 0.25, "a-ray"),
        Unanswered("GET", "/x", 1.0, lost),
        Repeating("GET", "/x", 1, lost),
        Waiting("GET", "/x", 0.5, "turn"),
    )
    lines = told(*events, options=Options(debug=True)).splitlines()

    assert lines[0] == "> GET /x, attempt 2"
    assert lines[1] == "< 200 after 0.250 s, ray a-ray"
    assert lines[2].startswith("< no answer after 1.000 s: it broke")
    assert lines[-1] == "  waits 0.500 s: turn"
