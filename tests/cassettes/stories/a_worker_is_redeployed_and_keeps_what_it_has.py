"""One deploy after another: what is not mentioned stays, what is given replaces, and what is emptied goes."""

import tenantry
from tenantry import bindings, models

from . import CANARY


def a_worker_is_redeployed_and_keeps_what_it_has(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()
    shop = namespace.script("acme-shop")

    # Nothing runs yet, so that there are no settings to keep.
    shop.deploy(
        code("first"),
        compatibility_date="2026-11-01",
        vars={"SHOP": "Acme"},
        bindings=[bindings.VersionMetadata(name="VERSION")],
        secrets={"PAYMENT_KEY": CANARY, "MAIL_KEY": f"{CANARY}-too"},
        tags=["customer-acme"],
        observability=models.Observability(enabled=True, head_sampling_rate=0.5),
    )
    first = shop.get()

    shop.deploy(code("second"))
    second = shop.get()
    assert first.compatibility_date == second.compatibility_date == "2026-11-01"
    assert first.tags == second.tags == ("customer-acme",)
    assert first.etag != second.etag
    assert first.created_on == second.created_on
    assert shop.get_content()["index.js"] == code("second")["index.js"].encode()

    shop.deploy(
        code("third"),
        compatibility_date="2026-11-15",
        vars={"SHOP": "Acme & Co"},
        tags=["plan-pro"],
        keep_settings=False,
    )
    third = shop.get()
    assert (third.tags, third.compatibility_date) == (("plan-pro",), "2026-11-15")

    # Its settings, read for the last deploy, show that only the secrets are left of what there was.
    shop.deploy(code("fourth"), vars={}, bindings=(), tags=())
    shop.deploy(code("fifth"), bindings=shop.get_bindings(), create=False)

    namespace.delete(confirm=name)


def code(text: str) -> dict[str, str]:
    return {"index.js": f"export default {{ fetch: () => new Response({text!r}) }};\n"}
