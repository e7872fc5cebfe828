"""What `on_event` is told, in the thread that runs the rollout and in the order in which it happens."""

from __future__ import annotations

from typing import Literal

from attrs import frozen


@frozen
class WaveBegan:
    """A wave begins; wave 0 is the canary."""

    verb: str
    namespace: str
    rollout: str
    wave: int
    scripts: int
    """How many are left to do in it."""


@frozen
class ScriptEnded:
    """What became of one script; a wave that has not begun by then is without it."""

    verb: str
    namespace: str
    rollout: str
    wave: int
    script: str
    outcome: str
    why: str | None = None


@frozen
class Checked:
    """A script was checked; `why` says what is wrong with it, if anything is."""

    verb: str
    namespace: str
    rollout: str
    wave: int
    script: str
    why: str | None


@frozen
class StateChanged:
    """The rollout runs, waits, stops as soon as nothing is under way, was paused or aborted, or is done."""

    verb: str
    namespace: str
    rollout: str
    state: Literal["running", "waiting", "stopping", "paused", "aborted", "done"]
    why: str | None = None


Event = WaveBegan | ScriptEnded | Checked | StateChanged
