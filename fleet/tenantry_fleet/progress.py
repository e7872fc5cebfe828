"""Shows how far a rollout is: on a terminal as rich does, or on one line, and as a line now and then elsewhere."""

from __future__ import annotations

import importlib.util
import math
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import TextIO

from tenantry import NotSent, events
from tenantry.events import Waiting

from .clock import WORTH_SAYING
from .events import Checked, Event, ScriptEnded, StateChanged, WaveBegan

# Seconds between two lines: on a terminal, where each takes the place of the one before, and elsewhere.
_TERMINAL, _ELSEWHERE = 0.1, 10.0


class Lines:
    """Counts what it is told, and says it in lines."""

    def __init__(self, stream: TextIO, now: Callable[[], float]) -> None:
        self._stream = stream
        self._now = now
        self._is_terminal = stream.isatty()
        self._shown = now()
        self._number, self._scripts = -1, 0
        self._ended: Counter[str] = Counter()
        self._unwell = 0
        self._waits_until = -math.inf

    def __call__(self, event: Event | events.Event) -> None:
        """To be given as `on_event`."""
        match event:
            case WaveBegan():
                self._number, self._scripts, self._unwell = event.wave, event.scripts, 0
                self._ended.clear()
                self._show()
            case ScriptEnded(wave=self._number):
                self._ended[event.outcome] += 1
                self._show_now_and_then()
            case Checked():
                self._unwell += event.why is not None
            case Waiting(seconds=seconds, why=reason) if seconds >= WORTH_SAYING and self._now() >= self._waits_until:
                # All threads wait for the same.
                self._waits_until = self._now() + seconds
                self._write(f"waits {seconds:.0f} s ({reason})", stays=not self._is_terminal)
            case StateChanged():
                self._show()
                why = f": {event.why}" if event.why else ""
                self._write(f"{event.verb} {event.rollout} {event.state}{why}", stays=True)

    def _show_now_and_then(self) -> None:
        if self._now() - self._shown >= (_TERMINAL if self._is_terminal else _ELSEWHERE):
            self._show()

    def _show(self) -> None:
        if self._number < 0:
            return
        wave = f"wave {self._number}" if self._number else "canary"
        said = [f"{self._ended.total():,} of {self._scripts:,}"]
        said += [f"{count:,} {outcome}" for outcome, count in sorted(self._ended.items())]
        if self._unwell:
            said.append(f"{self._unwell:,} not well")
        self._write(f"{wave}: {', '.join(said)}", stays=not self._is_terminal)
        self._shown = self._now()

    def _write(self, line: str, *, stays: bool) -> None:
        # On a terminal the line is written over the one before.
        begin = "\r\x1b[2K" if self._is_terminal else ""
        self._stream.write(f"{begin}{line}" + ("\n" if stays else ""))
        self._stream.flush()


def show_progress(
    stream: TextIO | None = None, *, now: Callable[[], float] = time.monotonic
) -> Callable[[Event | events.Event], None]:
    """An `on_event` that shows how far a rollout is, on stderr or another stream.

    A client may be given the same one, as its `on_event`: then it shows, too, when Cloudflare has the rollout wait.

    On a terminal it is a bar for each wave where rich is installed, which `tenantry[cli]` brings, and else one line
    that changes; elsewhere it is a line every ten seconds, and at each change of state.
    """
    to: TextIO = sys.stderr if stream is None else stream
    if not all(hasattr(to, name) for name in ("write", "flush", "isatty")):
        raise NotSent("stream is something that is written to, such as sys.stdout.")
    if to.isatty() and importlib.util.find_spec("rich"):
        from .display import Display

        return Display(to)
    return Lines(to, now)
