"""What is shown while a rollout runs."""

import io

import tenantry
from tenantry_fleet import put_content, show_progress
from tenantry_fleet.events import Checked, ScriptEnded, StateChanged, WaveBegan

from .conftest import MakeFleet
from .tenants import code, deploy

ABOUT = ("put_content", "production", "r1")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


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


def test_on_a_terminal_one_line_changes() -> None:
    stream = Terminal()
    tell = show_progress(stream, now=lambda: 0.0)

    tell(WaveBegan(*ABOUT, 0, 2))
    tell(StateChanged(*ABOUT, "done"))

    assert stream.getvalue() == "\r\x1b[2Kcanary: 0 of 2" * 2 + "\r\x1b[2Kput_content r1 done\n"


def test_it_is_told_of_a_rollout(make_fleet: MakeFleet, production: tenantry.Namespace) -> None:
    deploy(production, 3)
    stream = io.StringIO()

    fleet = make_fleet(on_event=show_progress(stream))
    rollout = fleet.select().plan(put_content(code("new")), reason="a release").start()

    assert stream.getvalue().splitlines()[-1] == f"put_content {rollout.id} done"
