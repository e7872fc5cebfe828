"""Settings without code, and code without settings."""

import tenantry
from tenantry import bindings, models


def settings_and_code_change_apart(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()
    shop = namespace.script("acme-shop")
    shop.deploy(code("first"), compatibility_date="2026-11-01", vars={"SHOP": "Acme"}, tags=["customer-acme"])

    changed = shop.patch_settings(logpush=True, observability=models.Observability(enabled=True))
    assert (changed.logpush, changed.tags) == (True, ["customer-acme"])

    shop.put_content(code("second"))
    assert shop.get_content()["index.js"] == code("second")["index.js"].encode()
    assert shop.get_settings().logpush
    assert shop.get_bindings() == [bindings.PlainText(name="SHOP", text="Acme")]

    shop.patch_settings(bindings=[bindings.Inherit(name="SHOP"), bindings.VersionMetadata(name="VERSION")], tags=())
    assert {binding.name for binding in shop.get_bindings()} == {"SHOP", "VERSION"}
    assert not shop.get_settings().tags
    namespace.delete(confirm=name)


def code(text: str) -> dict[str, str]:
    return {"index.js": f"export default {{ fetch: () => new Response({text!r}) }};\n"}
