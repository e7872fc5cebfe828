"""Many requests at once: none is lost or answered by what is not there any more."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from tenantry_emulator import Bounds, Emulator, Fault
from tests.emulator.account import PRODUCTION, Account
from tests.emulator.conftest import client

from .platform import Platform, answering

STORE = "0" * 32
# It says that it has begun, and goes on when it is told to.
WAITS = """
export default {
  async fetch(request, env) {
    await env.STORE.put("begun", "yes");
    while (!(await env.STORE.get("go on"))) await scheduler.wait(1);
    return new Response("answered");
  },
};
"""


COUNTS = """
import { DurableObject } from "cloudflare:workers";
export class Counter extends DurableObject {
  async next() {
    const count = ((await this.ctx.storage.get("count")) ?? 0) + 1;
    await this.ctx.storage.put("count", count);
    return count;
  }
}
export default { fetch: async (request, env) => new Response(await env.COUNTER.getByName("all").next()) };
"""


@contextmanager
def visited(platform: Platform, visitors: int, *, may_fail: str = "") -> Iterator[list[list[str]]]:
    """The answers to visitors who ask the shop again and again meanwhile, without the failures of that text."""
    enough = Event()

    def visit() -> list[str]:
        seen = []
        while not enough.is_set():
            answer = platform.ask("shop")
            if answer.status_code == 200:
                seen.append(answer.text)
            else:
                assert may_fail, answer.text
                assert may_fail in answer.text
        return seen

    answers: list[list[str]] = []
    with ThreadPoolExecutor(visitors) as threads:
        going = [threads.submit(visit) for _ in range(visitors)]
        try:
            yield answers
        finally:
            enough.set()
        answers += [each.result() for each in going]


def test_no_request_is_lost_to_a_redeploy_or_answered_by_an_older_version_than_the_one_before(
    platform: Platform,
) -> None:
    platform.deploy("shop", answering("'0'"))
    with visited(platform, 4) as answers:
        for version in range(1, 8):
            platform.deploy("shop", answering(f"'{version}'"))
            assert platform.says("shop") == str(version)

    assert [sorted(seen, key=int) for seen in answers] == answers
    assert all(answers)


def test_durable_objects_count_on_through_redeploys(platform: Platform) -> None:
    binding = {"type": "durable_object_namespace", "name": "COUNTER", "class_name": "Counter"}
    migrations = {"new_tag": "v1", "steps": [{"new_sqlite_classes": ["Counter"]}]}
    platform.deploy("shop", COUNTS, bindings=[binding], migrations=migrations)
    with visited(platform, 4, may_fail="Durable Object reset because its code was updated.") as answers:
        for version in range(5):
            platform.deploy("shop", f"{COUNTS}// {version}", bindings=[binding])
            int(platform.says("shop"))

    counted = [int(count) for seen in answers for count in seen]
    assert len({*counted}) == len(counted) > 0
    assert all(answers)


def test_first_requests_that_come_together_start_one_process() -> None:
    counts = "let count = 0; export default { fetch: () => new Response(String(++count)) }"
    with Emulator(runs_workers=True, bounds=Bounds(processes=1)) as emulator, client(emulator) as http:
        platform = Platform(emulator, Account(http))
        platform.account.granted("POST", "/namespaces", json={"name": "production"})
        platform.deploy("shop", counts)
        # Which takes its place.
        platform.deploy("other", answering("'other'"))
        with ThreadPoolExecutor(10) as threads:
            answers = threads.map(lambda _: platform.says("shop"), range(20))

        assert sorted(map(int, answers)) == [*range(1, 21)]


def test_a_request_on_its_way_is_answered_though_its_script_is_deleted(platform: Platform) -> None:
    store = f"{platform.api}/storage/kv/namespaces/{STORE}/values"
    binding = {"type": "kv_namespace", "name": "STORE", "namespace_id": STORE}
    platform.deploy("shop", WAITS, bindings=[binding])
    http = platform.account.http
    with ThreadPoolExecutor(1) as thread:
        going = thread.submit(platform.says, "shop")
        while http.get(f"{store}/begun").status_code != 200 and not going.done():
            pass
        platform.account.granted("DELETE", f"{PRODUCTION}/scripts/shop")
        assert platform.ask("shop").status_code == 404
        http.put(f"{store}/go%20on", content="yes").raise_for_status()

        assert going.result() == "answered"


def test_what_does_not_end_when_the_emulator_does_is_answered_and_not_reported(
    caplog: pytest.LogCaptureFixture,
) -> None:
    endless = {"sql": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"}
    with Emulator(runs_workers=True) as own, client(own) as http, ThreadPoolExecutor(1) as thread:
        url = f"{own.url}/accounts/{own.account_id}/d1/database/d/query"
        own.faults.add(Fault("latency", operation="query_d1"))
        asked = thread.submit(http.post, url, json=endless, timeout=60)
        while not own.faults.list()[0].met:
            pass
        own.close()
        answer = asked.result()

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (503, 99503)
    assert "Traceback" not in caplog.text
