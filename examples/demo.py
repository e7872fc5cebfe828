"""Take a real Worker through its life, step by step: `make demo`.

Everything goes over HTTP to the emulator, which stands in for Cloudflare on this machine; against Cloudflare itself
the same lines work, with `tenantry.Client()` and the environment variables that the README names.
"""

from pathlib import Path

import tenantry
from tenantry import bindings
from tenantry.events import Answered, Event
from tenantry_emulator import Emulator

SHOP = Path(__file__).parent / "acme-shop"


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
            life_of_a_tenant(client)


def life_of_a_tenant(client: tenantry.Client) -> None:
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
        secrets={"PAYMENT_KEY": "not-a-real-key"},
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

    step("6. Delete the script, then the namespace; deleting with all that is in it wants its name once more:")
    print(f"   was there: {shop.delete()}")
    production.delete(confirm="production")
    print(f"   namespaces left: {len(client.list_namespaces())}")


if __name__ == "__main__":
    main()
