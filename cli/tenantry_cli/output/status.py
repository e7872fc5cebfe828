"""Shows what a command waits for: a line that changes on a terminal, and plain lines elsewhere."""

from __future__ import annotations

import time
from threading import Event as Flag
from threading import Thread

from tenantry import events

from .clean import clean
from .output import Output

# Cloudflare makes us wait; our own queue, and the wait before a repetition, are seldom longer than a second.
_WORTH_SAYING = 2.0
_WHY = {"rate limit": "Cloudflare asks to wait", "repeat": "No answer yet; the next attempt comes later"}


class Status:
    """To be given to a client as `on_event`."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._is_debug = output.options.debug
        self._is_live = output.stderr.isatty() and not output.options.quiet and not output.options.debug
        self._over: Flag | None = None
        self._counting: Thread | None = None
        self._is_shown = False

    def __call__(self, event: events.Event) -> None:
        if self._is_debug:
            self._output.note(_line(event))
        match event:
            case events.Waiting(seconds=seconds, why="rate limit" | "repeat" as why) if seconds >= _WORTH_SAYING:
                self._wait(_WHY[why], seconds)
            case events.Asked():
                self.clear()
            case events.Progressed(what, done, total):
                self.show(f"{done:,} of {total:,} assets {what}")
            case events.Warned(text, script):
                self._output.note(f"warning: {script}: {text}")
            case events.Remarked(messages=messages):
                for message in messages:
                    self._output.note(f"Cloudflare remarks: {message}")

    def show(self, text: str) -> None:
        """Something that is so far, on the line that changes."""
        if self._is_live:
            self._write(text)

    def clear(self) -> None:
        """Take away the line that changes."""
        if self._over and self._counting:
            self._over.set()
            self._counting.join()
            self._over = None
        if self._is_shown:
            self._write("")
            self._is_shown = False

    def _wait(self, why: str, seconds: float) -> None:
        if not self._is_live:
            self._output.note(f"{why}: {_duration(seconds)}.")
        elif self._over is None:
            self._over = Flag()
            until = time.monotonic() + seconds
            self._counting = Thread(target=self._count_down, args=(why, self._over, until), daemon=True)
            self._counting.start()

    def _count_down(self, why: str, over: Flag, until: float) -> None:
        while (left := until - time.monotonic()) > 0:
            self._write(f"{why}: {_duration(left)} left; Ctrl-C ends it.")
            if over.wait(min(1.0, left)):
                return

    def _write(self, text: str) -> None:
        self._is_shown = True
        self._output.stderr.write(f"\r\x1b[2K{clean(text)}")
        self._output.stderr.flush()


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _line(event: events.Event) -> str:
    match event:
        case events.Asked(method, path, attempt):
            return f"> {method} {path}" + (f", attempt {attempt}" if attempt > 1 else "")
        case events.Answered(method, path, status, seconds, ray):
            return f"< {status} after {seconds:.3f} s" + (f", ray {ray}" if ray else "")
        case events.Unanswered(failure=failure, seconds=seconds):
            return f"< no answer after {seconds:.3f} s: {failure}"
        case events.Waiting(seconds=seconds, why=why):
            return f"  waits {seconds:.3f} s: {why}"
    return f"  {event}"
