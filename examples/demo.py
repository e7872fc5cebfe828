"""Take a real Worker through its life, step by step: `make demo`.

Everything goes over HTTP to the emulator, which stands in for Cloudflare on this machine; against Cloudflare itself
the same lines work, with `tenantry.Client()` and the environment variables that the README names. The emulator runs the
Worker too, if it has the runtime for that.
"""

import hashlib
import hmac
from pathlib import Path

import httpx

import tenantry
from tenantry import bindings
from tenantry.events import Answered, Event
from tenantry_emulator import Emulator

SHOP = Path(__file__).parent / "acme-shop"
KEY = "not-a-real-key"


def step(text: str) -> None:
    print(f"\n{text}")


def show(event: Event) -> None:
    """Print each request that goes over the wire."""
    if isinstance(event, Answered):
        print(f"   {event.method:6} …{event.path.partition('/workers')[2]} -> {event.status}")


def main() -> None:
    with Emulator() as cloudflare:
        step(f"An emulator of Cloudflare's API listens on {cloudflare.url}")
        with tenantry.Client(
            account_id=cloudflare.account_id,
            api_token=cloudflare.api_token,
            base_url=cloudflare.url,
            on_event=show,
        ) as client:
            life_of_a_tenant(client, cloudflare)
        if cloudflare.no_runtime:
            step(f"The Worker's own answers are not shown, for it did not run: {cloudflare.no_runtime}")


def life_of_a_tenant(client: tenantry.Client, cloudflare: Emulator) -> None:
    step("1. A dispatch namespace holds your customers' Workers. Ensure that there is one:")
    production = client.namespace("production")
    production.ensure()

    step("2. Deploy a customer's Worker from a folder, with a variable, a binding, a secret and a tag:")
    shop = production.script("acme-shop")
    deployed = shop.deploy(
        SHOP,
        compatibility_date="2026-11-01",
        vars={"SHOP": "Acme"},
        bindings=[bindings.KvNamespace(name="BASKETS", namespace_id="0f2ac74b498b48028cb68387c421e279")],
        secrets={"PAYMENT_KEY": KEY},
        tags=["customer-acme", "plan-pro"],
    )
    print(f"   deployed {deployed.id}, etag {deployed.etag}")

    step("3. List the scripts of everyone on the pro plan:")
    for script in production.list_scripts(tags={"plan-pro": True}):
        print(f"   {script.name}, tags {', '.join(script.tags)}, created {script.created_on:%Y-%m-%d}")

    step("4. Read its code back, and compare it byte for byte with the folder:")
    code = shop.get_content()
    for path, content in code.items():
        if content != (SHOP / path).read_bytes():
            raise SystemExit(f"{path} came back changed")
        print(f"   {path:13} {len(content):4} bytes, {code.types[path]}: the same")

    step("5. A mistake is answered in words. Here is a namespace that does not exist:")
    try:
        client.namespace("prodcution").script("acme-shop").get()
    except tenantry.NamespaceNotFound as refusal:
        print("   " + str(refusal).replace("\n", "\n   "))

    signature = hmac.digest(KEY.encode(), b"5", hashlib.sha256).hex()[:8]
    step("6. Ask the Worker itself, twice; it runs, keeps the total in its KV namespace, and signs it with its secret:")
    ask(cloudflare, "/?a=2&b=3", f"Hello from Acme: 5, before null, signed {signature}")
    ask(cloudflare, "/?a=2&b=3", f"Hello from Acme: 5, before 5, signed {signature}")

    step("7. Deploy other code; what it is bound to stays, and the next answer is the new code's:")
    other = "export default { fetch: async (_, env) => new Response('v2: ' + await env.BASKETS.get('total')) }"
    shop.deploy({"index.js": other})
    ask(cloudflare, "/", "v2: 5")

    step("8. Delete the script, then the namespace; deleting with all that is in it wants its name once more:")
    print(f"   was there: {shop.delete()}")
    ask(cloudflare, "/", "Worker not found.")
    production.delete(confirm="production")
    print(f"   namespaces left: {len(client.list_namespaces())}")


def ask(cloudflare: Emulator, path: str, expected: str) -> None:
    """Send a request to the tenant at the front door; its answer must be this one."""
    if cloudflare.no_runtime:
        print(f"   GET {path} is left out: there is nobody to answer")
        return
    answer = httpx.get(f"{cloudflare.script_url('acme-shop', 'production')}{path}", trust_env=False)
    print(f"   GET {path} -> {answer.status_code} {answer.text.strip()}")
    if answer.text.strip() != expected:
        raise SystemExit(f"expected: {expected}")


if __name__ == "__main__":
    main()
