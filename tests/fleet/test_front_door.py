"""Tenants that run: what a rollout, a quarantine and an undo leave of their secrets and their Durable Objects."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import tenantry
from tenantry_emulator import Emulator
from tenantry_emulator.runtime.processes import binary
from tenantry_fleet import Fleet, put_content, quarantine

from .clock import VirtualClock

NAMES = ("acme", "bmart")


def worker(version: str) -> dict[str, bytes | str]:
    """Counts its visits in a Durable Object, and answers with its version, the count, and a secret's length."""
    return {
        "index.js": f"""
import {{ DurableObject }} from "cloudflare:workers";
export class Counter extends DurableObject {{
  async add() {{
    const count = ((await this.ctx.storage.get("count")) ?? 0) + 1;
    await this.ctx.storage.put("count", count);
    return count;
  }}
}}
export default {{
  async fetch(request, env) {{
    const count = await env.COUNTER.get(env.COUNTER.idFromName("all")).add();
    return new Response(`{version} ${{count}} ${{env.KEY.length}}`);
  }},
}};
"""
    }


@pytest.fixture(scope="module")
def with_workers() -> Iterator[Emulator]:
    try:
        binary.found()
    except binary.NoRuntime as error:
        pytest.skip(str(error))
    with Emulator(runs_workers=True) as running:
        yield running


@pytest.fixture
def shops(with_workers: Emulator) -> Iterator[tenantry.Namespace]:
    with_workers.reset()
    options: dict[str, Any] = {"account_id": with_workers.account_id, "base_url": with_workers.url, "rate": None}
    with tenantry.Client(api_token="any", **options) as client:
        shops = client.namespace("production")
        shops.create()
        for name in NAMES:
            shops.script(name).deploy(
                worker("v1"),
                compatibility_date="2026-01-01",
                secrets={"KEY": "four"},
                bindings=[tenantry.bindings.DurableObjectNamespace(name="COUNTER", class_name="Counter")],
                migrations={"new_tag": "v1", "new_sqlite_classes": ["Counter"]},
            )
        yield shops


def test_data_and_secrets_survive_a_rollout_a_quarantine_and_both_ways_back(
    with_workers: Emulator, shops: tenantry.Namespace, tmp_path: Path
) -> None:
    def visit(name: str) -> tuple[int, str]:
        answer = httpx.get(with_workers.script_url(name, "production"))
        return answer.status_code, answer.text

    with Fleet(shops, journal=tmp_path / "rollouts.db", actor="ana", clock=VirtualClock()) as fleet:
        assert [visit(name) for name in NAMES] == [(200, "v1 1 4")] * 2
        rollout = fleet.select().plan(put_content(worker("v2")), reason="a release").start()
        assert [visit(name) for name in NAMES] == [(200, "v2 2 4")] * 2
        fleet.select(names=["acme"]).plan(quarantine("Closed."), reason="abuse").start()
        assert [visit(name) for name in NAMES] == [(503, "Closed."), (200, "v2 3 4")]
        fleet.select(names=["acme"]).plan(fleet.release(), reason="it was not").start()
        assert [visit(name) for name in NAMES] == [(200, "v2 3 4"), (200, "v2 4 4")]
        fleet.plan_undo(rollout.id).start()
        assert [visit(name) for name in NAMES] == [(200, "v1 4 4"), (200, "v1 5 4")]


def test_a_url_can_be_the_check_and_a_bad_build_stops_in_the_canary(
    with_workers: Emulator, shops: tenantry.Namespace, tmp_path: Path
) -> None:
    bad = {"index.js": worker("v2")["index.js"].replace("`v2", "missing + `v2")}  # type: ignore[arg-type]
    check = with_workers.script_url("NAME", "production").replace("NAME", "{name}")

    with Fleet(shops, journal=tmp_path / "rollouts.db", actor="ana", clock=VirtualClock()) as fleet:
        rollout = fleet.select().plan(put_content(bad), reason="a bad release").start(canary=1, check=check)

        assert (rollout.state, rollout.counts) == ("paused", {"done": 1, "waiting": 1})
        assert "answered 500" in str(rollout.why)
        assert fleet.plan_undo(rollout.id).start(check=check).counts == {"done": 1}
