"""Rollouts whose steps are done by other processes: what they bring back, and what becomes of one that dies."""

import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import dask
import distributed
import pytest

import tenantry
from tenantry_emulator import Emulator, Fault
from tenantry_fleet import Event, Fleet, ScriptEnded, add_tag, each, put_content
from tenantry_fleet import deploy as deploy_each
from tenantry_fleet.steps.elsewhere import Elsewhere
from tenantry_fleet.steps.step import Ended, Observation

from .conftest import MakeFleet
from .tenants import Counter, code, deploy, running
from .test_kill import has_met


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    # A fork of a process that has threads, such as the emulator's, may never end.
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as made:
        yield made


@pytest.fixture
def far(make_fleet: MakeFleet, cloudflare: Emulator) -> Fleet:
    return make_fleet(client_factory=partial(tenantry.Client, api_token=cloudflare.api_token))


def noting(where: Path, **options: Any) -> tenantry.Client:
    """Makes a client, and adds a line to a file. Any: the arguments of a client."""
    with where.open("a") as file:
        file.write(f"{os.getpid()}\n")
    return tenantry.Client(**options)


def test_a_rollout_and_its_undo(
    make_fleet: MakeFleet, production: tenantry.Namespace, pool: Executor, cloudflare: Emulator, tmp_path: Path
) -> None:
    names = deploy(production, 30, builds=3)
    before = running(production, names)
    far = make_fleet(client_factory=partial(noting, tmp_path / "made", api_token=cloudflare.api_token))

    rollout = far.select().plan(put_content(code("new")), reason="a release").start(executor=pool)

    assert rollout.counts == {"done": 30}
    assert running(production, names) == dict.fromkeys(names, "new")
    # A worker keeps its client, and so its connection.
    made = (tmp_path / "made").read_text().split()
    assert len(made) == len({*made})
    assert far.plan_undo(rollout.id).start(executor=pool).counts == {"done": 30}
    assert running(production, names) == before


def of_nobody(**_: Any) -> tenantry.Client:
    """A factory that cannot make a client. Any: the arguments of one."""
    raise ConnectionRefusedError("the vault is shut")


def test_a_factory_that_fails_pauses_and_counts_for_no_script(
    make_fleet: MakeFleet, production: tenantry.Namespace, pool: Executor
) -> None:
    deploy(production, 6)
    fleet = make_fleet(client_factory=of_nobody)

    paused = fleet.select().plan(put_content(code("new")), reason="a release").start(executor=pool)

    assert (paused.state, paused.counts) == ("paused", {"waiting": 6})
    assert paused.why == "client_factory= failed: ConnectionRefusedError: the vault is shut"


def test_settings_are_written_down_before_they_are_changed(
    far: Fleet, production: tenantry.Namespace, pool: Executor, cloudflare: Emulator
) -> None:
    names = deploy(production, 3, tags=lambda _: ["plan-pro"])
    before = [production.script(name).snapshot() for name in names]

    plan = far.select().plan(deploy_each(code("new"), vars={"PLAN": "free"}, tags=[]), reason="all of it")
    requests = Counter(cloudflare, None)
    assert plan.start(executor=pool).counts == {"done": 3}

    # At the start, at the canary, and for newcomers.
    assert requests.count == plan.calls + plan.backups + 3
    assert far.plan_undo(plan.id).start(executor=pool).counts == {"done": 3}
    after = [production.script(name).snapshot() for name in names]
    assert {str(one.diff(other)) for one, other in zip(before, after, strict=True)} == {"Nothing differs."}


def test_a_worker_that_is_killed_pauses_it_and_no_script_is_lost(
    make_fleet: MakeFleet, production: tenantry.Namespace, cloudflare: Emulator, pool: Executor
) -> None:
    names = deploy(production, 20)
    own = ProcessPoolExecutor(2, mp_context=get_context("spawn"))
    # Its request is at the server when it dies, which then goes on with it.
    slow = cloudflare.faults.add(Fault("latency", operation="put_content", skip=8, seconds=1.0))
    puts = Counter(cloudflare, "put_content", names)

    def kill() -> None:
        while not has_met(cloudflare, slow):
            time.sleep(0.005)  # The emulator tells nobody that a fault was met.
        for worker in [*own._processes]:
            os.kill(worker, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    factory = partial(tenantry.Client, api_token=cloudflare.api_token)
    fleet = make_fleet(client_factory=factory)
    paused = fleet.select().plan(put_content(code("new")), reason="a release").start(executor=own)
    killer.join()

    assert (paused.state, str(paused.why).partition(":")[0]) == ("paused", "The executor failed")
    assert {*paused.counts} == {"done", "waiting"}
    under_way = {
        row["script"] for row in fleet.report(paused.id).to_dicts() if row["outcome"] == "waiting" and row["attempts"]
    }
    assert fleet.resume(paused.id, executor=pool).counts == {"done": 20}
    assert running(production, names) == dict.fromkeys(names, "new")
    assert {name for name, count in puts.by_name.items() if count > 1} <= under_way


@pytest.fixture
def cluster() -> Iterator[distributed.LocalCluster]:
    # At a free port, for there may be another one.
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), distributed.LocalCluster(**options) as made:  # type: ignore[no-untyped-call]
        yield made


def test_a_cluster_of_dask_does_it_and_loses_a_worker(
    make_fleet: MakeFleet, production: tenantry.Namespace, cluster: distributed.LocalCluster, cloudflare: Emulator
) -> None:
    names = deploy(production, 20)
    puts = Counter(cloudflare, "put_content", names)
    ended: list[Event] = []

    def told(event: Event) -> None:
        ended.append(event)
        if sum(isinstance(each, ScriptEnded) for each in ended) == 8:
            # Dask has another one in its place, and the rollout goes on.
            os.kill(cluster.workers[0].pid, signal.SIGKILL)

    fleet = make_fleet(client_factory=partial(tenantry.Client, api_token=cloudflare.api_token), on_event=told)
    with distributed.Client(cluster) as client:  # type: ignore[no-untyped-call]
        executor = client.get_executor(pure=False, retries=0)
        rollout = fleet.select().plan(put_content(code("new")), reason="a release").start(executor=executor)

    assert (rollout.state, rollout.counts) == ("done", {"done": 20})
    assert running(production, names) == dict.fromkeys(names, "new")
    # One that was under way is looked for, and sent anew only where it did not happen.
    assert {*puts.by_name.values()} <= {1, 2}


def test_without_a_token_in_the_worker_it_pauses(
    make_fleet: MakeFleet, production: tenantry.Namespace, pool: Executor
) -> None:
    deploy(production, 3)

    fleet = make_fleet(client_factory=partial(tenantry.Client, api_token=""))
    paused = fleet.select().plan(add_tag("beta"), reason="a try").start(executor=pool)

    assert (paused.state, paused.counts) == ("paused", {"waiting": 3})
    assert "api_token= is empty" in str(paused.why)


def test_as_it_is_the_token_is_the_workers_own_and_is_not_given_to_it(
    make_fleet: MakeFleet, production: tenantry.Namespace, cloudflare: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = deploy(production, 4)
    sent: list[bytes] = []

    class Pool(ProcessPoolExecutor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            # Any: as the executors of the standard library have it.
            sent.append(pickle.dumps((fn, args, kwargs)))
            return super().submit(fn, *args, **kwargs)

    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", cloudflare.api_token)
    with Pool(1, mp_context=get_context("spawn")) as own:
        rollout = make_fleet().select().plan(put_content(code("new")), reason="a release").start(executor=own)

    assert rollout.counts == {"done": 4}
    assert running(production, names) == dict.fromkeys(names, "new")
    assert len(sent) == 4
    assert not any(cloudflare.api_token.encode() in each for each in sent)


class Told(tenantry.LocalPacer):
    """Counts the turns that it gives, and keeps what it is told."""

    def __init__(self) -> None:
        super().__init__(rate=None)
        self.turns = 0
        self.told: list[tenantry.Advice | None] = []

    def take(self, slot: tenantry.Slot, now: float) -> tenantry.Slot | None:
        other = super().take(slot, now)
        self.turns += other is None
        return other

    def observe(self, advice: tenantry.Advice | None, now: float, *, is_answered: bool = True) -> None:
        super().observe(advice, now, is_answered=is_answered)
        self.told.append(advice)


def test_the_calls_of_all_processes_wait_for_one_pacer_and_it_learns_what_they_were_answered(
    make_fleet: MakeFleet, production: tenantry.Namespace, cloudflare: Emulator, pool: Executor
) -> None:
    deploy(production, 12)
    pacer = Told()
    options: dict[str, Any] = {"account_id": cloudflare.account_id, "base_url": cloudflare.url, "pacer": pacer}
    cloudflare.faults.add(Fault("rate_limit", operation="put_content", skip=5, retry_after=1))
    requests = Counter(cloudflare, None)
    factory = partial(tenantry.Client, api_token=cloudflare.api_token)
    with tenantry.Client(api_token=cloudflare.api_token, **options) as client:
        fleet = make_fleet(namespace=client.namespace("production"), client_factory=factory)
        plan = fleet.select().plan(put_content(code("new")), reason="a release")
        assert plan.start(executor=pool).counts == {"done": 12}

    refusals = [advice for advice in pacer.told if advice and advice.is_refusal]
    assert [advice.seconds for advice in refusals] == [1]
    # The one that was refused was sent once more by a worker that asked nobody; the next one to go makes up for it.
    assert len(pacer.told) - len(refusals) == requests.count
    assert requests.count - pacer.turns in (0, 1)


class Inline(Executor):
    """Does it at once; what it is cannot be told from a cluster."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        # Any: as the executors of the standard library have it.
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Failing(Told):
    """Fails from then on that it is told to."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what
        self.fails = False

    def take(self, slot: tenantry.Slot, now: float) -> tenantry.Slot | None:
        if self.fails and self.what == "take":
            raise OSError("no route to the pacer")
        return super().take(slot, now)

    def observe(self, advice: tenantry.Advice | None, now: float, *, is_answered: bool = True) -> None:
        if self.fails and self.what == "observe":
            raise OSError("no route to the pacer")
        super().observe(advice, now, is_answered=is_answered)


@pytest.mark.parametrize("what", ["take", "observe"])
def test_a_pacer_that_fails(
    make_fleet: MakeFleet,
    production: tenantry.Namespace,
    cloudflare: Emulator,
    caplog: pytest.LogCaptureFixture,
    what: str,
) -> None:
    deploy(production, 12)
    pacer = Failing(what)

    def told(event: Event) -> None:
        if isinstance(event, ScriptEnded):
            pacer.fails = True

    options: dict[str, Any] = {"account_id": cloudflare.account_id, "base_url": cloudflare.url}
    factory = partial(tenantry.Client, api_token=cloudflare.api_token)
    with tenantry.Client(api_token=cloudflare.api_token, pacer=pacer, **options) as client:
        fleet = make_fleet(namespace=client.namespace("production"), client_factory=factory, on_event=told)
        plan = fleet.select().plan(add_tag("beta"), reason="a try")
        if what == "observe":
            # What it is told is lost, and logged.
            assert plan.start(executor=Inline(), threads=2).counts == {"done": 12}
            assert "no route to the pacer" in caplog.text
        else:
            paused = plan.start(executor=Inline(), threads=2)
            assert (paused.state, paused.why) == ("paused", "The pacer failed: OSError: no route to the pacer")
            assert {*paused.counts} == {"done", "waiting"}


def test_a_turn_that_nobody_needs_is_given_back(production: tenantry.Namespace, make_fleet: MakeFleet) -> None:
    clock = time.monotonic
    slow = tenantry.LocalPacer(rate=0.01)
    options: dict[str, Any] = {"account_id": production.client.account_id, "base_url": production.client.base_url}
    with tenantry.Client(api_token="another", pacer=slow, **options) as client:
        context = make_fleet(namespace=client.namespace("production"))._context
        elsewhere = Elsewhere.of(context, add_tag("beta"), Inline())
        while not (seconds := elsewhere.take_turns(1)):
            elsewhere.settle(Ended(seen=[Observation(None, True)]), 1)
        elsewhere.close()

    # The next one to ask gets it.
    assert seconds > 50
    assert slow.reserve(clock(), "bulk").at - clock() <= seconds


def test_a_function_that_cannot_go_there_is_refused_before_anything_is_done(
    far: Fleet, production: tenantry.Namespace, pool: Executor
) -> None:
    deploy(production, 1)
    plan = far.select().plan(each(lambda script: script.get()), reason="a look")

    with pytest.raises(tenantry.NotSent, match="each cannot be given to another process"):
        plan.start(executor=pool)

    assert far.status(plan.id).state == "planned"


def test_a_pool_that_is_closed_pauses_and_nothing_counts_as_sent(far: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 3)
    closed = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    closed.shutdown()

    paused = far.select().plan(add_tag("beta"), reason="a try").start(executor=closed)

    assert (paused.state, paused.counts) == ("paused", {"waiting": 3})
    assert {row["attempts"] for row in far.report(paused.id).to_dicts()} == {0}
