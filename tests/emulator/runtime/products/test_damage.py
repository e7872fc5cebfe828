"""Bindings to a store in a state that something else has written into."""

from pathlib import Path
from urllib.parse import urlsplit

from tenantry_emulator import Emulator
from tests.emulator.account import Account
from tests.emulator.conftest import client
from tests.emulator.runtime.platform import Platform
from tests.emulator.store.test_damage import damage

CODE = """
export default {
  async fetch(request, env) {
    return new Response(await env.BASKETS.put("a", "1").then(() => "kept", String));
  },
};
"""
BASKETS = {"type": "kv_namespace", "name": "BASKETS", "namespace_id": "0" * 32}


def test_a_worker_is_told_that_its_store_cannot_be_used_and_that_is_no_defect(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with Emulator(state=state, runs_workers=True) as emulator, client(emulator) as http:
        account = urlsplit(str(http.base_url)).path.split("/")[4]
        Account(http).granted("POST", "/namespaces", json={"name": "production"})
        Platform(emulator, Account(http)).deploy("shop", CODE, bindings=[BASKETS])
    damage(state, "pair")

    with Emulator(state=state, runs_workers=True) as emulator, client(emulator) as http:
        answer = http.get(emulator.script_url("shop", "production", account_id=account))

        assert answer.text == "Error: KV PUT failed: 507 Insufficient Storage"
        assert emulator.failures == []
