"""What is shown while a rollout runs."""

import io
import re
import sys
from collections import Counter

import pyte
import pytest

import tenantry
from tenantry.events import Waiting
from tenantry_fleet import put_content, show_progress
from tenantry_fleet.events import Checked, ScriptEnded, StateChanged, WaveBegan

from .conftest import MakeFleet
from .tenants import code, deploy

ABOUT = ("put_content", "production", "r1")


def test_elsewhere_it_is_a_line_every_ten_seconds() -> None:
    stream, seconds = io.StringIO(), 0.0
    tell = show_progress(stream, now=lambda: seconds)

    tell(StateChanged(*ABOUT, "running"))
    tell(WaveBegan(*ABOUT, 0, 2))
    tell(ScriptEnded(*ABOUT, 0, "a", "done"))
    tell(WaveBegan(*ABOUT, 1, 1_200))
    for number in range(25):
        seconds += 1
        tell(ScriptEnded(*ABOUT, 1, f"s{number}", "refused" if number == 3 else "done"))
    tell(Checked(*ABOUT, 1, "s1", "500"))
    tell(StateChanged(*ABOUT, "paused", "The gate is shut."))

    assert stream.getvalue().splitlines() == [
        "put_content r1 running",
        "canary: 0 of 2",
        "wave 1: 0 of 1,200",
        "wave 1: 10 of 1,200, 9 done, 1 refused",
        "wave 1: 20 of 1,200, 19 done, 1 refused",
        "wave 1: 25 of 1,200, 24 done, 1 refused, 1 not well",
        "put_content r1 paused: The gate is shut.",
    ]


class Terminal(io.StringIO):
    """A screen, and how it looked after each write."""

    def __init__(self, columns: int, lines: int) -> None:
        super().__init__()
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self.screen)
        self.seen: list[list[str]] = []

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        # As the driver of a terminal does.
        self._stream.feed(text.replace("\n", "\r\n"))
        self.seen.append([line.rstrip() for line in self.screen.display])
        return len(text)


def test_without_rich_one_line_of_a_terminal_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich", None)
    terminal = Terminal(80, 24)
    tell = show_progress(terminal, now=lambda: 0.0)

    tell(WaveBegan(*ABOUT, 0, 2))
    tell(StateChanged(*ABOUT, "done"))

    assert [line[0] for line in terminal.seen] == ["canary: 0 of 2", "canary: 0 of 2", "put_content r1 done"]
    assert not any(terminal.seen[-1][1:])


SIZES = {"80 by 24": (80, 24), "160 by 50": (160, 50), "narrow": (30, 12)}


@pytest.mark.parametrize("size", SIZES)
def test_on_a_terminal_nothing_wraps_or_is_left_behind(size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    columns, lines = SIZES[size]
    for name, value in {"TERM": "xterm-256color", "COLUMNS": str(columns), "LINES": str(lines)}.items():
        monkeypatch.setenv(name, value)
    terminal = Terminal(columns, lines)
    tell = show_progress(terminal)
    counts: Counter[str] = Counter()
    outcomes = ["done", "unchanged", "refused", "failed", "partial", "unknown", "gone", "changed"]

    tell(StateChanged(*ABOUT, "running"))
    for wave, scripts in enumerate((20, 199, 1_788, 17_867)):
        tell(WaveBegan(*ABOUT, wave, scripts))
        for number in range(scripts):
            # All of the small ones are well.
            outcome = outcomes[number % 8] if wave > 1 else "done"
            counts[outcome] += 1
            tell(ScriptEnded(*ABOUT, wave, f"s{number}", outcome))
    tell(Checked(*ABOUT, 3, "s1", "500"))
    tell(StateChanged(*ABOUT, "waiting", "Wave 4 waits to be promoted. " * 9))
    tell(StateChanged(*ABOUT, "done"))

    # Each write leaves one whole picture: it neither flickers nor leaves parts of itself behind.
    drawn = [screen for screen in terminal.seen if any(screen)]
    assert len(drawn) > 3
    for screen in drawn:
        assert sum(line.startswith("put_content r1") for line in screen) == 1, screen
        assert sum(line.startswith("canary") for line in screen) <= 1, screen
    last = [line for line in terminal.seen[-1] if line]
    assert last[0] == "put_content r1 done"
    assert [line.split()[0] for line in last[1:]][:4] == ["canary", "wave", "wave", "wave"]
    assert len(last) == 6
    if columns >= 80:
        assert "17,867 of 17,867" in last[4]
        assert last[5].startswith(f"{counts['changed']:,} changed  {counts['done']:,} done")


def test_waits_are_shown_once_for_all_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    stream, terminal = io.StringIO(), Terminal(80, 24)

    for tell in (show_progress(stream), show_progress(terminal)):
        tell(StateChanged(*ABOUT, "running"))
        for _ in range(8):
            tell(Waiting("PUT", "/scripts/a/content", 300.0, "rate limit"))
        tell(Waiting("PUT", "/scripts/a/content", 0.3, "turn"))
        tell(WaveBegan(*ABOUT, 0, 2))
        tell(StateChanged(*ABOUT, "done"))

    assert stream.getvalue().splitlines()[1:-2] == ["waits 300 s (rate limit)", "canary: 0 of 2"]
    assert any(re.fullmatch(r"waits [45]:\d\d \(rate limit\)", line) for line in terminal.seen[-1])


def test_a_wave_that_begins_anew_is_the_same_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = Terminal(80, 24)
    tell = show_progress(terminal)

    tell(StateChanged(*ABOUT, "running"))
    tell(WaveBegan(*ABOUT, 0, 3))
    tell(ScriptEnded(*ABOUT, 0, "a", "done"))
    tell(StateChanged(*ABOUT, "paused", "Somebody paused it."))
    tell(StateChanged(*ABOUT, "running"))
    tell(WaveBegan(*ABOUT, 0, 2))
    tell(ScriptEnded(*ABOUT, 0, "b", "done"))
    tell(StateChanged(*ABOUT, "paused", "The gate is shut."))

    last = [line for line in terminal.seen[-1] if line]
    assert "1 of 3" in last[1]
    assert "Somebody paused it." in last
    assert last[-1] == "The gate is shut."
    assert "2 of 3" in last[-3]


def test_it_is_told_of_a_rollout(make_fleet: MakeFleet, production: tenantry.Namespace) -> None:
    deploy(production, 3)
    stream = io.StringIO()

    fleet = make_fleet(on_event=show_progress(stream))
    rollout = fleet.select().plan(put_content(code("new")), reason="a release").start()

    assert stream.getvalue().splitlines()[-1] == f"put_content {rollout.id} done"
