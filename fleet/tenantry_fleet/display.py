"""How far a rollout is, as rich shows it on a terminal: a bar for each wave, and what became of the scripts below."""

from __future__ import annotations

import atexit
import math
import time
from collections import Counter
from typing import TextIO

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from tenantry import events
from tenantry.events import Waiting

from .clock import WORTH_SAYING
from .events import Checked, Event, ScriptEnded, StateChanged, WaveBegan

_RED, _YELLOW = ("refused", "failed", "partial"), ("unknown", "changed")
_COLOURS = {"done": "green", **dict.fromkeys(_RED, "red"), **dict.fromkeys(_YELLOW, "yellow")}


class Display:
    """To be given as `on_event`."""

    def __init__(self, stream: TextIO) -> None:
        self._console = Console(file=stream, highlight=False)
        self._waves = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None, complete_style="cyan", finished_style="green"),
            TextColumn("{task.completed:,.0f} of {task.total:,.0f}", justify="right"),
            TimeRemainingColumn(compact=True, elapsed_when_finished=True),
            console=self._console,
            expand=True,
        )
        self._tasks: dict[int, TaskID] = {}
        self._title = ""
        self._ended: Counter[str] = Counter()
        self._waits_for, self._waits_until = "", -math.inf
        self._live: Live | None = None

    def __call__(self, event: Event | events.Event) -> None:
        """Show it."""
        match event:
            case WaveBegan():
                self._begin(event.wave, event.scripts)
                self._refresh()
            case ScriptEnded():
                self._ended[event.outcome] += 1
                # One that was left alone may belong to a wave that has not begun, which will not count it.
                if event.wave in self._tasks:
                    self._waves.advance(self._tasks[event.wave])
            case Waiting(seconds=seconds, why=why) if seconds >= WORTH_SAYING:
                self._waits_for, self._waits_until = why, max(self._waits_until, time.monotonic() + seconds)
            case Checked():
                self._ended["not well"] += event.why is not None
            case StateChanged(state="running" | "waiting"):
                self._title = f"{event.verb} {event.rollout} {_said(event)}"
                self._start()
                self._refresh()
            case StateChanged():
                self._title = f"{event.verb} {event.rollout} {event.state}"
                self._stop(event)

    def _begin(self, wave: int, scripts: int) -> None:
        """A wave that begins anew, after a pause, is the same one."""
        if wave in self._tasks:
            done = self._waves.tasks[self._tasks[wave]].completed
            self._waves.update(self._tasks[wave], total=done + scripts)
        else:
            name = "canary" if wave == 0 else f"wave {wave}"
            self._tasks[wave] = self._waves.add_task(name, total=scripts)

    def _start(self) -> None:
        if self._live is None:
            live = Live(
                get_renderable=self._frame,
                console=self._console,
                redirect_stdout=False,
                redirect_stderr=False,
                vertical_overflow="crop",
            )
            live.start()
            # A rollout that an error ends tells nobody; the cursor is to be seen again all the same.
            atexit.register(live.stop)
            self._live = live

    def _refresh(self) -> None:
        """At once, and not only in its turn, four times a second."""
        if self._live is not None:
            self._live.refresh()

    def _stop(self, event: StateChanged) -> None:
        if self._live is not None:
            atexit.unregister(self._live.stop)
            self._live.stop()
            self._live = None
        if event.why:
            self._console.print(Text(event.why))

    def _frame(self) -> Group:
        # No line of it is longer than the terminal is wide: one that wrapped would leave parts of itself behind.
        counts = Text(no_wrap=True, overflow="ellipsis")
        for outcome, count in sorted(self._ended.items()):
            if count:
                counts.append(f"{count:,} {outcome}  ", _COLOURS.get(outcome, ""))
        # On the same line, so that the picture does not grow and shrink.
        if self._waits_until > (now := time.monotonic()):
            minutes, seconds = divmod(math.ceil(self._waits_until - now), 60)
            counts = Text(f"waits {minutes}:{seconds:02} ({self._waits_for})  ", "yellow").append(counts)
            counts.no_wrap, counts.overflow = True, "ellipsis"
        return Group(Text(self._title, "bold", no_wrap=True, overflow="ellipsis"), self._waves, counts)


def _said(event: StateChanged) -> str:
    return f"{event.state}: {event.why}" if event.why else event.state
