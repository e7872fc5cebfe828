"""Every command of rollouts, as it is installed: off a terminal, and on one."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from attrs import frozen

import tenantry
from tenantry_cli.tree import app
from tenantry_emulator import Emulator, Fault
from tenantry_fleet import Fleet, add_tag, put_content

from .conftest import CODE, Command
from .test_every_command import commands, plain

IN = ("-n", "production", "--journal", "rollouts.db")
WHY = (*IN, "--reason", "ticket 881")
ID = r"\d{4}-\d\d-\d\d-[0-9a-f]{8}"


@frozen
class Case:
    """How a command is called, with a rollout in this state as `ID`, and what it prints."""

    arguments: tuple[str, ...]
    off: str
    """A pattern for all that is on stdout, off a terminal; ID is the rollout's."""
    on: str
    """A part of what a terminal shows, with one space for many."""
    state: str = "none"
    typed: str = ""
    consent: tuple[str, ...] = ()
    """What agrees in the place of a person."""
    code: int = 0


def plan(verb: str, kind: str, calls: str, *arguments: str) -> Case:
    """Of new plans the ids are not known."""
    said = rf"{ID} {kind}\n\d scripts? · {calls} \+ 6 to look again · about 1 min at 3/s\n"
    return Case(("plan", verb, *arguments, *WHY), said, "To start it: tenantry rollout start", code=2)


CASES = {
    "plan put-content": plan("put-content", "put_content", r"2 calls \+ 1 to back up 1 build", "dist"),
    "plan deploy": plan("deploy", "deploy", r"6 calls \+ 1 to back up 1 build", "dist", "--settings", "settings.json"),
    "plan settings": plan("settings", "patch_settings", r"4 calls \+ 1 to back up 1 build", "settings.json"),
    "plan set-tags": plan("set-tags", "tags", "2 calls", "one", "two"),
    "plan add-tag": plan("add-tag", "tags", "1 call", "beta", "--name", "acme-shop"),
    "plan remove-tag": plan("remove-tag", "tags", "1 call", "plan-pro", "--tag", "plan-pro"),
    "start": Case(
        ("start", "ID", *IN),
        r"ID put_content: done · wave 1 of 1 · 2 done\n",
        "put_content ID running\n",
        state="planned",
    ),
    "resume": Case(("resume", "ID", *IN), r"ID put_content: done · wave 1 of 1 · 2 done\n", "2 of 2", state="paused"),
    "retry": Case(("retry", "ID", *IN), r"ID put_content: done · wave 1 of 1 · 2 done\n", "2 done", state="done"),
    "undo": Case(
        ("undo", "ID", *IN),
        rf"{ID} undo: done · wave 1 of 1 · 2 done\n",
        "ID will be taken back. Type ID to go on: ",
        state="done",
        typed="ID",
        consent=("--yes",),
    ),
    "status": Case(
        ("status", "ID", *IN),
        r"ID put_content: paused \(PUT .*\) · wave 0 of 1 · 2 waiting\n",
        "ID put_content: paused",
        state="paused",
    ),
    "pause": Case(
        ("pause", "ID", *IN), "rollout ID in production asked to pause\n", "ID in production", state="paused"
    ),
    "abort": Case(("abort", "ID", *IN), "rollout ID in production asked to end\n", "asked to end", state="paused"),
    "promote": Case(("promote", "ID", *IN), "rollout ID in production promoted\n", "promoted", state="paused"),
    "set-rate": Case(
        ("set-rate", "ID", "none", *IN),
        "rollout ID in production set to none calls a second\n",
        "set to none calls a second",
        state="paused",
    ),
    "history": Case(("history", "ID", *IN), r"[^\t]+\tana\tplan\tticket 881\n", "ana plan ticket 881", state="planned"),
    "report": Case(
        ("report", "ID", *IN),
        "acme-shop\tdone\t\nblue-shop\tdone\t\n",
        "SCRIPT OUTCOME WHY\nacme-shop done\nblue-shop done",
        state="done",
    ),
}
each_command = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@pytest.fixture
def rollout(case: Case, production: tenantry.Namespace, cloudflare: Emulator, tmp_path: Path) -> str:
    """The id of a rollout in the state that a command is about, and what commands read."""
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/index.js").write_text(CODE.replace("hi", "v2"), "utf-8")
    (tmp_path / "settings.json").write_text('{"compatibility_date": "2026-11-20"}', "utf-8")
    with Fleet(production, journal=tmp_path / "rollouts.db", actor="ana") as fleet:
        made = fleet.select().plan(put_content(str(tmp_path / "dist")), reason="ticket 881")
        if case.state == "paused":
            cloudflare.faults.add(Fault("refuse", operation="put_content", status=403, code=10023))
            assert made.start(threads=1).state == "paused"
        if case.state == "done":
            assert made.start().state == "done"
        return made.id


def given(case: Case, rollout: str, more: Sequence[str] = ()) -> list[str]:
    return ["rollout", *(each.replace("ID", rollout) for each in case.arguments), *more]


@each_command
def test_off_a_terminal(case: Case, rollout: str, run: Command) -> None:
    ran = run(*given(case, rollout, case.consent))

    assert ran.code == case.code, ran.err
    assert re.fullmatch(case.off.replace("ID", rollout), ran.out), ran.out
    assert "\x1b" not in ran.out + ran.err


@each_command
def test_on_a_terminal(case: Case, rollout: str, run_on_terminal: Command) -> None:
    ran = run_on_terminal(*given(case, rollout), typed=case.typed.replace("ID", rollout))

    assert ran.code == case.code, ran.out
    assert case.on.replace("ID", rollout) in plain(ran.out), ran.out


def test_there_is_a_case_for_every_command() -> None:
    assert {*commands(app["rollout"])} == CASES.keys()


def test_without_an_id_all_are_listed_and_a_wrong_one_is_64(
    run: Command, production: tenantry.Namespace, tmp_path: Path
) -> None:
    with Fleet(production, journal=tmp_path / "rollouts.db", actor="ana") as fleet:
        made = [fleet.select().plan(add_tag("beta"), reason=reason).id for reason in ("first", "second")]

    listed = run("rollout", "status", *IN, "--fields", "id,state,reason").out
    assert sorted(listed.splitlines()) == sorted(
        f"{name}\tplanned\t{why}" for name, why in zip(made, ("first", "second"), strict=True)
    )
    wrong = run("rollout", "status", "2026-11-27-00000000", *IN)
    assert (wrong.code, "has no rollout '2026-11-27-00000000'" in wrong.err) == (64, True)


def test_a_gate_that_is_not_a_command_is_64_and_nothing_begins(run: Command, production: tenantry.Namespace) -> None:
    plan = run("rollout", "plan", "add-tag", "beta", *WHY, "--fields", "id").out.split()[-1]
    ran = run("rollout", "start", plan, *IN, "--gate", "is-quiet 'today")

    assert (ran.code, ran.err) == (64, "tenantry: --gate cannot be read as a command: No closing quotation.\n")
    assert run("rollout", "status", plan, *IN, "--fields", "state").out == "state\tplanned\n"


def test_arguments_that_are_not_text_are_64(run: Command, production: tenantry.Namespace) -> None:
    identifier = run("rollout", "status", "\udcff", *IN)
    why = run("rollout", "plan", "add-tag", "beta", *IN, "--reason", "\udcff")

    assert (identifier.code, why.code) == (64, 64)
    assert identifier.err == "tenantry: The id of a rollout has bytes that are not UTF-8.\n"
    assert why.err == "tenantry: The reason has bytes that are not UTF-8.\n"


def test_a_report_is_written_as_a_page(run: Command, production: tenantry.Namespace, tmp_path: Path) -> None:
    with Fleet(production, journal=tmp_path / "rollouts.db") as fleet:
        rollout = fleet.select().plan(add_tag("beta"), reason="all").start().id

    assert run("rollout", "report", rollout, *IN, "--html", "rollout.html").err == "written to rollout.html\n"
    assert "acme-shop" in (tmp_path / "rollout.html").read_text("utf-8")


def test_an_undo_without_consent_is_not_written_down(
    run: Command, production: tenantry.Namespace, tmp_path: Path
) -> None:
    with Fleet(production, journal=tmp_path / "rollouts.db") as fleet:
        rollout = fleet.select().plan(add_tag("beta"), reason="all").start().id
    undo = ("rollout", "undo", rollout, "--journal", "rollouts.db")
    unsaid = run(*undo, "-n", "production")
    unnamed = run(*undo, "--yes", environment={"TENANTRY_NAMESPACE": "production"})

    assert (unsaid.code, unnamed.code) == (64, 64)
    assert run("rollout", "status", *IN, "--fields", "id").out == f"{rollout}\n"
