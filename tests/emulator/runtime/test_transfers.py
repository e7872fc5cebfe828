"""Classes of Durable Objects that go to another script, with what their objects hold."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tenantry_emulator import Emulator
from tests.emulator.account import Account
from tests.emulator.conftest import client

from .platform import Platform, answering
from .processes.test_pool import processes

COUNTER = """
import { DurableObject } from "cloudflare:workers";
export class Counter extends DurableObject {
  async visit() {
    const visits = ((await this.ctx.storage.get("visits")) ?? 0) + 1;
    await this.ctx.storage.put("visits", visits);
    return `${this.env.NAME} ${visits}`;
  }
}
"""
VISITS = answering("await env.COUNTER.getByName('a').visit()")
OWN = {"type": "durable_object_namespace", "name": "COUNTER", "class_name": "Counter"}
MADE = {"type": "durable-object", "storage": "sqlite"}
EXPECTED = {**MADE, "state": "expecting-transfer", "transfer_from": "old"}
GOES = {"type": "durable-object", "state": "transferred", "transferred_to": "new"}


def deploy(platform: Platform, script: str, code: str = COUNTER + VISITS, **metadata: Any) -> None:
    bindings = [*metadata.pop("bindings", []), {"type": "plain_text", "name": "NAME", "text": script}]
    platform.deploy(script, code, bindings=bindings, **metadata)


@pytest.mark.parametrize("storage", ["sqlite", "legacy-kv"])
def test_by_a_migration(platform: Platform, storage: str) -> None:
    field = {"sqlite": "new_sqlite_classes", "legacy-kv": "new_classes"}[storage]
    deploy(platform, "old", bindings=[OWN], migrations={"new_tag": "v1", field: ["Counter"]})
    deploy(platform, "third", VISITS, bindings=[{**OWN, "script_name": "old"}])
    assert [platform.says("old"), platform.says("third")] == ["old 1", "old 2"]
    moved = {"new_tag": "v1", "transferred_classes": [{"from": "Counter", "from_script": "old", "to": "Meter"}]}
    code = (COUNTER + VISITS).replace("class Counter", "class Meter")
    deploy(platform, "new", code, bindings=[{**OWN, "class_name": "Meter"}], migrations=moved)

    assert [platform.says(script) for script in ("new", "third", "old")] == ["new 3", "new 4", "new 5"]
    deploy(platform, "third", VISITS, bindings=[{**OWN, "script_name": "new", "class_name": "Meter"}])
    assert platform.says("third") == "new 6"


def test_by_exports_in_two_steps(platform: Platform) -> None:
    deploy(platform, "old", bindings=[OWN], exports={"Counter": MADE})
    assert platform.says("old") == "old 1"
    deploy(platform, "new", bindings=[OWN], exports={"Counter": EXPECTED})
    assert [platform.says("new"), platform.says("old")] == ["old 2", "old 3"]
    deploy(platform, "old", VISITS, bindings=[{**OWN, "script_name": "new"}], exports={"Counter": GOES})

    assert [platform.says("new"), platform.says("old"), platform.says("new")] == ["new 4", "new 5", "new 6"]


def test_what_does_not_start_takes_nothing(platform: Platform) -> None:
    deploy(platform, "old", bindings=[OWN], migrations={"new_tag": "v1", "new_sqlite_classes": ["Counter"]})
    assert platform.says("old") == "old 1"
    moved = {"new_tag": "v1", "transferred_classes": [{"from": "Counter", "from_script": "old", "to": "Counter"}]}
    refused = platform.refused("new", "throw new Error('not now')" + COUNTER + VISITS, bindings=[OWN], migrations=moved)

    assert "not now" in refused[2]
    assert platform.says("old") == "old 2"


def test_a_deploy_that_is_overtaken_by_a_transfer_is_refused() -> None:
    moved = {"new_tag": "v1", "transferred_classes": [{"from": "Counter", "from_script": "old", "to": "Counter"}]}
    slow = f"let counted = 0; for (let i = 0; i < 3e8; i++) counted += i; {COUNTER}{VISITS}"
    with Emulator(runs_workers=True) as emulator, client(emulator) as http, ThreadPoolExecutor(1) as thread:
        platform = Platform(emulator, Account(http))
        platform.account.granted("POST", "/namespaces", json={"name": "production"})
        deploy(platform, "old", bindings=[OWN], migrations={"new_tag": "v1", "new_sqlite_classes": ["Counter"]})
        assert platform.says("old") == "old 1"
        before = {process.pid for process in processes(os.getpid())}
        overtaken = thread.submit(platform.refused, "old", slow, bindings=[OWN])
        while {process.pid for process in processes(os.getpid())} <= before:
            pass
        deploy(platform, "new", bindings=[OWN], migrations=moved)

        assert overtaken.result()[:2] == (409, 99409)
        assert [platform.says("new"), platform.says("old")] == ["new 2", "new 3"]
