"""What the emulator tells those who test: what Workers wrote, what they sent, what was asked."""

import httpx
import pytest

from tenantry_emulator import Emulator, Fault, RecordedRequest
from tests.emulator.account import Account
from tests.emulator.conftest import client
from tests.emulator.site import SHOP, Site

from .platform import Platform

WRITES = """
export default {
  async fetch(request, env) {
    console.log("visited", new URL(request.url).pathname);
    await env.MAIL.send({ to: "acme" });
    return new Response("done");
  },
};
"""


def test_logs_messages_and_assets_are_read_in_python(platform: Platform) -> None:
    emulator, account_id = platform.emulator, platform.account_id
    bindings = [{"type": "queue", "name": "MAIL", "queue_name": "mail"}]
    platform.deploy("shop", WRITES, bindings=bindings)
    platform.says("shop", "/cart")
    Site(platform.account, SHOP, script="site").deploy()

    logs = emulator.logs("production", "shop", account_id=account_id)
    assert [(entry["level"], entry["message"]) for entry in logs] == [("log", "visited /cart")]
    assert emulator.logs("production", account_id=account_id) == logs
    assert [sent["body"] for sent in emulator.messages("mail", account_id=account_id)] == [{"to": "acme"}]
    stored = emulator.assets("production", "site", account_id=account_id)
    assert stored is not None
    assert stored["files"].keys() == SHOP.keys()  # type: ignore[union-attr]
    assert emulator.assets("production", "shop", account_id=account_id) is None


def test_requests_are_recorded_with_their_operation_and_status() -> None:
    with Emulator(runs_workers=False) as emulator, client(emulator) as http:
        account = Account(http)
        place = http.base_url.path.removeprefix("/client/v4").rstrip("/")
        account.granted("GET", "/namespaces")
        account.refused("GET", "/namespaces/ghost/scripts?limit=1")
        account.refused("GET", "/weather")

        assert emulator.requests == (
            RecordedRequest("GET", f"{place}/namespaces", "", "list_namespaces", 200),
            RecordedRequest("GET", f"{place}/namespaces/ghost/scripts", "limit=1", "list_scripts", 404),
            RecordedRequest("GET", f"{place}/weather", "", None, 404),
        )
        emulator.faults.add(Fault("reset", operation="list_namespaces"))
        with pytest.raises(httpx.ReadError):
            http.get("/namespaces")
        while len(emulator.requests) < 4:
            pass
        assert emulator.requests[-1].status is None
        emulator.reset()
        assert not emulator.requests


def test_a_closed_emulator_still_says_where_its_workers_were() -> None:
    with Emulator() as emulator:
        door, url = emulator.front_door, emulator.script_url("shop", "production")

    assert (emulator.front_door, emulator.script_url("shop", "production")) == (door, url)
