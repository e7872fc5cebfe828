"""Durable Objects of another script: one instance of each, whoever asks."""

from typing import Any

import pytest
from websockets.sync.client import connect

from tests.emulator.account import PRODUCTION, Account
from tests.emulator.conftest import client

from .platform import Platform, answering, showing
from .test_services import account_worker

OWNER = """
import { DurableObject, RpcTarget } from "cloudflare:workers";
class Seat extends RpcTarget {
  #room;
  constructor(room) { super(); this.#room = room; }
  visits() { return this.#room.visits; }
}
export class Room extends DurableObject {
  visits = 0;
  enter(by = 1) { return this.visits += by; }
  fail() { throw new RangeError("full"); }
  seat() { return new Seat(this); }
  who() { return [this.env.OWNER, String(this.ctx.id), this.ctx.id.name]; }
  fetch(request) {
    if (request.headers.get("upgrade") !== "websocket") return new Response(`${request.method} ${this.enter()}`);
    const { 0: theirs, 1: ours } = new WebSocketPair();
    ours.accept();
    ours.addEventListener("message", ({ data }) => ours.send(`${data} ${this.enter()}`));
    return new Response(null, { status: 101, webSocket: theirs });
  }
}
export default { fetch: (request, env) => env.ROOM.getByName("a").fetch(request) };
"""
OWN: list[dict[str, Any]] = [
    {"type": "durable_object_namespace", "name": "ROOM", "class_name": "Room"},
    {"type": "plain_text", "name": "OWNER", "text": "hotel"},
]
FOREIGN = [{**OWN[0], "script_name": "hotel"}]
MADE = {"new_tag": "v1", "new_sqlite_classes": ["Room"]}
ENTERS = answering("String(await env.ROOM.getByName('a').enter())")


def open_hotel(platform: Platform, code: str = OWNER, **metadata: Any) -> None:
    platform.deploy("hotel", code, **{"bindings": OWN, **metadata})


def test_two_scripts_reach_one_object(platform: Platform) -> None:
    open_hotel(platform, migrations=MADE)
    for guest in ("one", "two"):
        platform.deploy(guest, ENTERS, bindings=FOREIGN)

    assert [platform.says("one"), platform.says("hotel"), platform.says("two")] == ["1", "GET 2", "3"]


def test_a_foreign_namespace_is_used_as_an_own_one(platform: Platform) -> None:
    code = showing("""await (async () => {
        const id = env.ROOM.idFromName("a");
        const room = env.ROOM.get(id);
        const [owner, seen, name] = await room.who();
        using seat = await room.seat();
        await room.enter(4);
        return [
          [owner, name],
          seen === String(id) && env.ROOM.idFromString(seen).equals(id) && room.id.equals(id) && id.name,
          await (await room.fetch("http://room/", { method: "POST", body: "x" })).text(),
          await seat.visits(),
          await room.seat().visits(),
          await room.fail().catch((error) => `${error.name}: ${error.message}`),
          await env.ROOM.get(env.ROOM.newUniqueId()).enter(),
        ];
    })()""")
    open_hotel(platform, migrations=MADE)
    platform.deploy("guest", code, bindings=FOREIGN)

    assert platform.shows("guest") == [["hotel", "a"], "a", "POST 5", 5, 5, "RangeError: full", 1]


def test_web_sockets_reach_a_foreign_object(platform: Platform) -> None:
    open_hotel(platform, migrations=MADE)
    platform.deploy(
        "guest", "export default { fetch: (request, env) => env.ROOM.getByName('a').fetch(request) }", bindings=FOREIGN
    )

    with connect(platform.url("guest").replace("http", "ws"), proxy=None) as talking:
        talking.send("hi")
        assert talking.recv() == "hi 1"
    assert platform.says("hotel") == "GET 2"


def test_new_code_of_the_owner_is_seen_and_a_deleted_owner_too(platform: Platform) -> None:
    open_hotel(platform, migrations=MADE)
    platform.deploy("guest", ENTERS, bindings=FOREIGN)
    assert platform.says("guest") == "1"
    open_hotel(platform, OWNER.replace("visits = 0", "visits = 100"))
    assert platform.says("guest") == "101"
    platform.account.granted("DELETE", f"{PRODUCTION}/scripts/hotel?force=true")

    assert "a class of Durable Objects that is not there any more" in platform.ask("guest").text
    # Another of that name has a namespace of objects of its own.
    open_hotel(platform, migrations=MADE)
    assert "a class of Durable Objects that is not there any more" in platform.ask("guest").text
    platform.deploy("guest", ENTERS, bindings=FOREIGN)
    assert platform.says("guest") == "1"


@pytest.mark.parametrize("namespaced", [{}, {"dispatch_namespace": "production"}])
def test_scripts_and_workers_of_the_account_reach_each_others_objects(
    platform: Platform, namespaced: dict[str, str]
) -> None:
    account_worker(platform, "hotel", OWNER, bindings=OWN, migrations=MADE)
    platform.deploy("guest", ENTERS, bindings=FOREIGN)
    assert platform.says("guest") == "1"
    if namespaced:
        open_hotel(platform, migrations=MADE)
    account_worker(platform, "dispatcher", ENTERS, bindings=[{**FOREIGN[0], **namespaced}])
    door = platform.emulator.script_url("dispatcher", None, account_id=platform.account_id)

    assert platform.account.http.get(door).text == ("1" if namespaced else "2")


def test_who_is_dispatched_with_an_outbound_worker_reaches_the_same_objects(platform: Platform) -> None:
    outbound = {"worker": {"service": "outbound"}}
    binding = {"type": "dispatch_namespace", "name": "DISPATCHER", "namespace": "production", "outbound": outbound}
    dispatches = "export default { fetch: (request, env) => env.DISPATCHER.get('hotel').fetch(request) }"
    account_worker(platform, "outbound", answering("'through it'"))
    account_worker(platform, "dispatcher", dispatches, bindings=[binding])
    open_hotel(platform, migrations=MADE)
    door = platform.emulator.script_url("dispatcher", None, account_id=platform.account_id)

    visits = []
    for _ in range(2):
        visits += [platform.says("hotel"), platform.account.http.get(door).text]
    assert visits == [f"GET {number}" for number in range(1, 5)]


def test_a_class_that_is_not_there_cannot_be_bound(platform: Platform) -> None:
    refused = platform.refused("guest", ENTERS, bindings=FOREIGN)
    assert refused[:2] == (400, 10061)
    assert "the class 'Room', which the script 'hotel' has not" in refused[2]
    platform.deploy("hotel", answering("'no rooms'"))

    assert platform.refused("guest", ENTERS, bindings=FOREIGN)[:2] == (400, 10061)


def identifier(platform: Platform, script: str) -> str:
    """The namespace_id that the first binding of the script has."""
    (found, *_) = platform.account.granted("GET", f"{PRODUCTION}/scripts/{script}/bindings")
    return str(found["namespace_id"])


def test_an_identifier_leads_to_the_objects_whoever_has_their_class(platform: Platform) -> None:
    # Of that name there is a Worker of the account, too.
    account_worker(platform, "hotel", OWNER, bindings=OWN, migrations=MADE)
    open_hotel(platform, migrations=MADE)
    platform.deploy("guest", ENTERS, bindings=FOREIGN)
    by_identifier = {"type": "durable_object_namespace", "name": "ROOM", "namespace_id": identifier(platform, "guest")}
    platform.deploy("another", ENTERS, bindings=[by_identifier])
    account_worker(platform, "dispatcher", ENTERS, bindings=[by_identifier])
    open_hotel(platform, bindings=[by_identifier, OWN[1]])
    door = platform.emulator.script_url("dispatcher", None, account_id=platform.account_id)

    assert identifier(platform, "hotel") == by_identifier["namespace_id"]
    assert [platform.says(name) for name in ("hotel", "guest", "another")] == ["GET 1", "2", "3"]
    assert platform.account.http.get(door).text == "4"
    renamed = {"old_tag": "v1", "new_tag": "v2", "renamed_classes": [{"from": "Room", "to": "Suite"}]}
    platform.deploy("hotel", OWNER.replace("class Room", "class Suite"), bindings=[OWN[1]], migrations=renamed)
    assert platform.says("another") == "1"


def test_an_identifier_of_another_account_leads_nowhere(platform: Platform) -> None:
    open_hotel(platform, migrations=MADE)
    binding = {"type": "durable_object_namespace", "name": "ROOM", "namespace_id": identifier(platform, "hotel")}
    with client(platform.emulator) as http:
        stranger = Platform(platform.emulator, Account(http))
        stranger.account.granted("POST", "/namespaces", json={"name": "production"})

        assert stranger.refused("guest", ENTERS, bindings=[binding])[:2] == (400, 10061)
