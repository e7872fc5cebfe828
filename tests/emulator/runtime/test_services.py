"""From one Worker to another: requests and calls."""

from .platform import DATE, PRODUCTION, Platform, answering, module, parts, showing

TARGET = """
import { WorkerEntrypoint, RpcTarget } from "cloudflare:workers";
class Basket extends RpcTarget {
  #items = [];
  add(item) { this.#items.push(item); return this.#items.length; }
}
export default class extends WorkerEntrypoint {
  fetch(request) { return new Response("target at " + new URL(request.url).pathname); }
  greet(name) { return `hello ${name}`; }
  fail() { throw new RangeError("out of range"); }
  basket() { return new Basket(); }
  async each(values, call) { return Promise.all(values.map((value) => call(value))); }
}
export class Admin extends WorkerEntrypoint {
  who() { return this.ctx.props; }
  fetch() { return new Response("admin"); }
}
"""
SERVICE = {"type": "service", "name": "TARGET", "service": "target"}


def test_a_service_binding_leads_to_another_script_of_the_namespace(platform: Platform) -> None:
    platform.deploy("target", TARGET)
    platform.deploy(
        "shop", answering("'from the shop: ' + await (await env.TARGET.fetch(request)).text()"), bindings=[SERVICE]
    )
    assert platform.says("shop", "/x") == "from the shop: target at /x"
    platform.account.granted("DELETE", f"{PRODUCTION}/scripts/target?force=true")

    assert "A service binding leads to the Worker target, which does not exist." in platform.ask("shop", "/x").text


def test_methods_of_another_worker_are_called(platform: Platform) -> None:
    code = """
    export default {
      async fetch(request, { TARGET }) {
        const error = await TARGET.fail().catch((error) => `${error.name}: ${error.message}`);
        using basket = await TARGET.basket();
        return Response.json([
          await TARGET.greet("Acme"),
          error,
          [await basket.add("tea"), await basket.add("cup")],
          await TARGET.basket().add("pipelined"),
          await TARGET.each([1, 2], (value) => value * 10),
        ]);
      },
    };
    """
    platform.deploy("target", TARGET)
    platform.deploy("shop", code, bindings=[SERVICE])

    assert platform.shows("shop") == ["hello Acme", "RangeError: out of range", [1, 2], 1, [10, 20]]


def test_an_entrypoint_gets_its_props(platform: Platform) -> None:
    binding = {**SERVICE, "entrypoint": "Admin", "props": {"role": "owner"}}
    platform.deploy("target", TARGET)
    code = showing("[await env.TARGET.who(), await (await env.TARGET.fetch(request)).text()]")
    platform.deploy("shop", code, bindings=[binding])

    assert platform.shows("shop") == [{"role": "owner"}, "admin"]


def test_a_redeployed_service_is_seen_by_the_next_call(platform: Platform) -> None:
    platform.deploy("target", TARGET)
    platform.deploy("shop", answering("(await env.TARGET.fetch(request)).body"), bindings=[SERVICE])
    for version in ("one", "two"):
        platform.deploy("target", answering(f"'{version}'"))

        assert platform.says("shop") == version


def test_a_service_binding_leads_to_a_worker_of_the_account_where_the_namespace_has_none(platform: Platform) -> None:
    upload = {"content": "addEventListener('fetch', (event) => event.respondWith(new Response('the account')))"}
    headers = {"content-type": "application/javascript"}
    platform.account.granted("PUT", f"{platform.api}/workers/scripts/target", headers=headers, **upload)
    platform.deploy("shop", answering("(await env.TARGET.fetch(request)).body"), bindings=[SERVICE])

    assert platform.says("shop") == "the account"


OUTBOUND = showing("[request.url, env.customer ?? null, request.method]")
DISPATCHER = answering(
    "await env.DISPATCHER.get('shop', {}, { outbound: { customer: { name: new URL(request.url).pathname } } })"
    ".fetch(request).then((answer) => answer.text())"
)


def account_worker(platform: Platform, name: str, code: str, **metadata: object) -> None:
    files = parts(
        main_module="index.js", modules=[module("index.js", code.encode())], compatibility_date=DATE, **metadata
    )
    platform.account.granted("PUT", f"{platform.api}/workers/scripts/{name}", files=files)


def test_requests_of_a_tenant_go_through_the_outbound_worker_with_its_parameters(platform: Platform) -> None:
    worker = {"service": "outbound"}
    outbound = {"worker": worker, "params": [{"name": "customer"}]}
    binding = {"type": "dispatch_namespace", "name": "DISPATCHER", "namespace": "production", "outbound": outbound}
    platform.deploy("shop", answering("(await fetch('https://bank.example/pay', { method: 'POST', body: 'x' })).body"))
    account_worker(platform, "dispatcher", DISPATCHER, bindings=[binding])
    door = platform.emulator.script_url("dispatcher", None, account_id=platform.account_id)
    ask = platform.account.http.get
    assert "A service binding leads to the Worker outbound, which does not exist." in ask(door).text
    account_worker(platform, "outbound", OUTBOUND)

    for customer in ("/acme", "/other", "/acme"):
        assert ask(door + customer).json() == ["https://bank.example/pay", {"name": customer}, "POST"]
    # Who is not dispatched so does not go through it.
    assert "--allow-network" in platform.ask("shop").text


def test_a_name_that_is_half_a_character_leads_to_nobody(platform: Platform) -> None:
    binding = {"type": "dispatch_namespace", "name": "DISPATCHER", "namespace": "production"}
    worker = r"await env.DISPATCHER.get('\ud800').fetch(request).then(() => 'somebody', String)"
    platform.deploy("shop", answering(worker), bindings=[binding])

    assert platform.says("shop") == "Error: Worker not found."
    assert platform.emulator.failures == []
