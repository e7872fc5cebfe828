"""A pacer of the user's: one that processes share by a file, one that fails, and what is not one."""

import math
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import anyio
import pytest

import tenantry
from tenantry import Advice, LocalPacer, Pacer, Slot
from tenantry._transport.attempt import Failed
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask
from tests.client.support.simulation import World, a_call, limited, succeed


class FilePacer:
    """One call in `interval` seconds, for all that have the file; it does no more than the protocol asks for."""

    is_local = False

    def __init__(self, path: Path, interval: float) -> None:
        self.path, self.interval = path, interval
        self.threads: set[int] = set()
        self.told: list[Advice | None] = []
        self._ask("CREATE TABLE IF NOT EXISTS queue (next REAL, blocked REAL)")
        self._ask("INSERT INTO queue SELECT 0, 0 WHERE NOT EXISTS (SELECT * FROM queue)")

    def _ask(self, query: str, *values: float) -> float:
        self.threads.add(threading.get_ident())
        with closing(sqlite3.connect(self.path)) as file, file:
            (answer,) = file.execute(query, values).fetchone() or (0.0,)
        return float(answer)

    def blocked_until(self, now: float) -> float:
        return self._ask("SELECT blocked FROM queue")

    def reserve(self, now: float, priority: str) -> Slot:
        query = "UPDATE queue SET next = max(next, blocked, ?) + ? RETURNING next"
        return Slot(self._ask(query, now, self.interval) - self.interval)

    def take(self, slot: Slot, now: float) -> Slot | None:
        return None if self.blocked_until(now) <= now else self.reserve(now, "interactive")

    def give_back(self, slot: Slot) -> None:
        self._ask("UPDATE queue SET next = min(next, ?) RETURNING next", slot.at)

    def observe(self, advice: Advice | None, now: float, *, is_answered: bool = True) -> None:
        self.told.append(advice)
        if advice and advice.is_refusal:
            self._ask("UPDATE queue SET blocked = ? RETURNING blocked", now + advice.seconds)


@pytest.fixture
def files(tmp_path: Path) -> Callable[[float], FilePacer]:
    """Pacers that share a file, as in several processes."""
    return lambda interval: FilePacer(tmp_path / "queue.sqlite", interval)


def test_processes_that_share_a_pacer_stand_in_one_queue(files: Callable[[float], FilePacer]) -> None:
    world = World()
    pacers: list[Pacer] = [files(2.0), files(2.0)]
    for pacer in pacers:
        world.time = 0.0
        world.run([a_call()] * 3, world.config(pacer=pacer), workers=3)

    assert world.sent == [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]


def test_a_refusal_holds_back_who_shares_the_pacer(files: Callable[[float], FilePacer]) -> None:
    world = World(lambda time: succeed(time) if time else limited(retry_after="25", ratelimit='"default";r=0;t=25'))
    one, other = files(1.0), files(1.0)
    world.run([a_call()], world.config(pacer=one, retries=0), workers=1)
    world.run([a_call()], world.config(pacer=other, max_wait=1.0), workers=1)
    world.run([a_call()], world.config(pacer=other), workers=1)

    assert world.sent == [0.0, 25.25]
    assert one.told == [Advice(0, 25), Advice(0, 25, is_refusal=True)]
    first, second = world.errors
    assert isinstance(first, tenantry.RateLimited)
    assert isinstance(second, tenantry.RateLimited)
    assert second.retry_after == 25
    assert "was not sent" in str(second)


def test_a_call_that_is_not_sent_gives_its_slot_back(files: Callable[[float], FilePacer]) -> None:
    world, pacer = World(), files(10.0)
    world.run([a_call()] * 2, world.config(pacer=pacer, deadline=5.0), workers=2)

    assert world.sent == [0.0]
    assert pacer.reserve(0.0, "interactive").at == 10.0


def test_what_does_io_is_asked_in_a_thread(ask: Ask, server: Server, files: Callable[[float], FilePacer]) -> None:
    server.succeed([])
    pacer = files(0.001)
    pacer.threads.clear()

    assert ask(lambda client: client.list_namespaces(), pacer=pacer, rate=3.8) == []
    here = {threading.get_ident()}
    assert pacer.threads
    assert pacer.threads == here if ask.flavour == "blocking" else not pacer.threads & here
    assert pacer.told == [None]


# --- what goes wrong with it ---


class Broken(LocalPacer):
    """Fails in one of its methods."""

    def __init__(self, method: str, *, is_local: bool) -> None:
        super().__init__(rate=None)
        self.is_local = is_local
        setattr(self, method, self.fail)

    def fail(self, *_: object, **__: object) -> Any:
        raise sqlite3.OperationalError("disk I/O error")


@pytest.mark.parametrize("is_local", [False, True])
@pytest.mark.parametrize("method", ["reserve", "take"])
def test_a_pacer_that_fails_is_an_error_of_ours(ask: Ask, server: Server, method: str, is_local: bool) -> None:
    with pytest.raises(tenantry.NotSent, match="pacer failed: OperationalError: disk I/O error") as caught:
        ask(lambda client: client.list_namespaces(), pacer=Broken(method, is_local=is_local), rate=3.8)

    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    assert server.requests == []


class Waiting(LocalPacer):
    """Has its calls wait, and answers something in one of its methods."""

    def __init__(self, method: str, answer: object) -> None:
        super().__init__(rate=None)
        self.reserve = lambda now, priority: Slot(now + 1.0)  # type: ignore[method-assign]
        setattr(self, method, lambda *_: answer)


NONSENSE: list[Any] = [None, "soon", object(), math.nan, math.inf, Slot("soon"), Slot(math.nan), Slot(math.inf)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "answer"),
    # Without an answer, `take` says that the call is to be sent.
    [
        (name, each)
        for name in ("reserve", "take", "blocked_until")
        for each in NONSENSE
        if (name, each) != ("take", None)
    ],
)
def test_nonsense_of_a_pacer_is_an_error_of_ours(method: str, answer: object) -> None:
    world, pacer = World(), Waiting(method, answer)
    world.run([a_call()], world.config(pacer=pacer), workers=1)

    assert [type(error) for error in world.errors] == [tenantry.NotSent]
    assert world.sent == []


def test_a_pacer_that_fails_after_an_attempt_hides_not_that_it_may_have_been_done() -> None:
    def lost(_: float) -> Any:
        pacer.take = pacer.fail  # type: ignore[method-assign]
        return Failed(tenantry.NoAnswer("lost", method="GET", path="/", sent=True), may_pass=True)

    pacer = Broken("fail", is_local=False)
    world = World(lost)
    world.run([a_call()], world.config(pacer=pacer), workers=1)

    (outcome,) = world.errors
    assert isinstance(outcome, tenantry.NoAnswer)
    assert outcome.outcome == "unknown"


def test_what_a_pacer_does_with_an_answer_changes_nothing(
    ask: Ask, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.succeed([])

    assert ask(lambda client: client.list_namespaces(), pacer=Broken("observe", is_local=False), rate=3.8) == []
    assert "disk I/O error" in caplog.text


def test_a_pacer_that_fails_while_a_call_is_cancelled_does_not_come_out(caplog: pytest.LogCaptureFixture) -> None:
    class Late(Broken):
        def reserve(self, now: float, priority: Any) -> Slot:
            return Slot(now + 1_000)

    async def main() -> None:
        with anyio.move_on_after(0.05) as scope:
            await tenantry.AsyncClient(account_id="a", api_token="t", pacer=pacer).list_namespaces()
        assert scope.cancelled_caught

    pacer = Late("give_back", is_local=False)
    anyio.run(main)
    assert "disk I/O error" in caplog.text


@pytest.mark.parametrize("wrong", [3.8, "fast", object(), LocalPacer], ids=["float", "str", "object", "class"])
def test_what_is_not_a_pacer_is_refused(wrong: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="pacer is a"):
        tenantry.Client(account_id="a", api_token="t", pacer=wrong)


def test_a_rate_beside_a_pacer_is_refused() -> None:
    with pytest.raises(tenantry.NotSent, match="LocalPacer\\(rate"):
        tenantry.Client(account_id="a", api_token="t", pacer=LocalPacer(), rate=2.0)


@pytest.mark.parametrize("wrong", ["slow", None, 1, ["bulk"]], ids=str)
def test_a_priority_that_is_none_is_refused(wrong: Any) -> None:
    client = tenantry.Client(account_id="a", api_token="t")
    if wrong is None:
        assert client.with_options(priority="bulk").with_options()._driver.config.priority == "bulk"
    else:
        with pytest.raises(tenantry.NotSent, match="priority"):
            client.with_options(priority=wrong)
