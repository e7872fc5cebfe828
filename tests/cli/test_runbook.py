"""Every line of docs/runbook.md, on the day for which it was written, and what it costs."""

import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry_emulator import Emulator
from tenantry_fleet import Fleet, Rollout, ScriptEnded, StateChanged, put_content
from tests.fleet.tenants import Counter

from .conftest import CODE
from .running import TENANTRY

PAGE = Path(__file__).parents[2] / "docs" / "runbook.md"
SECTIONS = {
    title: text for title, _, text in (each.partition("\n") for each in PAGE.read_text("utf-8").split("\n## ")[1:])
}
BAD: dict[str, bytes | str] = {"index.js": CODE.replace("hi", "4.2")}


class Day:
    """A namespace, a journal, and what is wrong."""

    def __init__(self, cloudflare: Emulator, production: tenantry.Namespace, folder: Path) -> None:
        self.cloudflare = cloudflare
        self.production = production
        self.folder = folder
        self.before = self.snapshots()

    def snapshots(self) -> dict[str, tenantry.Snapshot]:
        return {each.name: self.production.script(each.name).snapshot() for each in self.production.list_scripts()}

    def bad(self) -> list[str]:
        """Who runs the bad build."""
        return [name for name, each in self.snapshots().items() if b"4.2" in each.code[each.code.main]]

    def changed(self) -> list[str]:
        """Who is not as before."""
        return [name for name, each in self.snapshots().items() if self.before[name].diff(each)]

    def roll(self, token: str = "any", *, journal: str = "rollouts.db", told: Any = None, **options: Any) -> Rollout:
        """A release of the bad build. Any: an `on_event`, and the arguments of `start`."""
        given: dict[str, Any] = {
            "account_id": self.cloudflare.account_id,
            "base_url": self.cloudflare.url,
            "rate": None,
        }
        with tenantry.Client(api_token=token, **given) as client:
            namespace = client.namespace("production")
            with Fleet(namespace, journal=self.folder / journal, actor="ana", on_event=told) as fleet:
                names = options.pop("names", None)
                return fleet.select(names=names).plan(put_content(BAD), reason="4.2").start(**options)


def bad_build(day: Day) -> Iterator[int]:
    day.roll()
    assert len(day.bad()) == 2
    yield 2
    assert day.changed() == []


def abuse(day: Day) -> Iterator[int]:
    yield 0
    assert day.changed() == []
    assert day.production.script("acme-shop").get().tags == ("customer-acme", "plan-pro")


def secret(day: Day) -> Iterator[int]:
    (day.folder / "key.txt").write_text("not-a-real-key\n")
    puts = Counter(day.cloudflare, "put_secret")
    yield 1
    assert puts.count == 1


def expired(day: Day) -> Iterator[int]:
    day.cloudflare.register_token("brief", expires_on=day.cloudflare.clock.now() + timedelta(hours=1))
    for token in ("fresh", day.cloudflare.api_token):
        day.cloudflare.register_token(token)
    (day.folder / "token.txt").write_text("fresh\n")

    def told(event: object) -> None:
        if isinstance(event, ScriptEnded):
            day.cloudflare.clock.advance(7200)

    assert day.roll("brief", told=told, canary=0, threads=1).state == "paused"
    yield 1
    assert len(day.bad()) == 2


def ban(day: Day) -> Iterator[int]:
    waiting = threading.Event()

    def told(event: object) -> None:
        if isinstance(event, StateChanged) and event.state == "waiting":
            waiting.set()

    with ThreadPoolExecutor(1) as pool:
        rolled = pool.submit(day.roll, told=told, canary=1, waves=["100%"], confirm=True)
        waiting.wait()
        with Fleet(day.production, journal=day.folder / "rollouts.db") as fleet:
            (rollout,) = fleet.rollouts()
            try:
                yield 0
            finally:
                fleet.promote(rollout.id)
            assert rolled.result().state == "done"
            assert [each.verb for each in fleet.history()].count("resume") == 1


def lost(day: Day) -> Iterator[int]:
    day.production.script("cyan-shop").deploy({"index.js": CODE}, compatibility_date="2026-11-01")
    day.before = day.snapshots()
    day.roll(journal="lost.db", names=["blue-shop"])
    (day.folder / "dist-4.1").mkdir()
    (day.folder / "dist-4.1/index.js").write_text(CODE)
    yield 1
    assert day.changed() == []


DAYS: dict[str, Callable[[Day], Iterator[int]]] = {
    "A bad build": bad_build,
    "Abuse": abuse,
    "A secret that leaked": secret,
    "A token that expired": expired,
    "A ban": ban,
    "The machine is lost": lost,
}


def test_there_is_a_day_for_each_section() -> None:
    assert SECTIONS.keys() == DAYS.keys()


@pytest.mark.parametrize("title", DAYS)
def test_each_line_does_what_it_says_at_the_cost_that_it_says(
    title: str, cloudflare: Emulator, production: tenantry.Namespace, environment: dict[str, str], tmp_path: Path
) -> None:
    lines = re.findall(r"^\$ (.*)$", SECTIONS[title], re.MULTILINE)
    common = {"TENANTRY_NAMESPACE": "production", "TENANTRY_JOURNAL": "rollouts.db"}
    path = f"{TENANTRY.parent}:{environment['PATH']}"
    day = DAYS[title](Day(cloudflare, production, tmp_path))
    scripts = next(day)
    requests = Counter(cloudflare, None)

    # A plan with something to do is 2, and a rollout that is done cannot be aborted.
    script = "\n".join(
        f'{line} || case $? in 2|64) ;; *) echo "{number}: $?"; exit 1;; esac' for number, line in enumerate(lines)
    )
    ran = subprocess.run(
        ["bash", "-c", script],
        env={**environment, **common, "PATH": path},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert requests.count == cost(title, scripts)
    assert next(day, None) is None


def cost(title: str, scripts: int) -> int:
    """The calls that a section says it takes, with so many scripts."""
    said = SECTIONS[title].replace("\n", " ").partition("**Costs** ")[2].partition(".")[0]
    if said.startswith("no call"):
        return 0
    if alone := re.match(r"(\d+) calls", said):
        return int(alone[1])
    more = re.search(r"a call for each script.*?and (\d+) more", said)
    assert more, said
    return scripts + int(more[1])
