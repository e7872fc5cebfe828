"""Tags of a Worker: all at once, and one by one."""

import pytest

import tenantry

CODE = {"index.js": "export default { fetch: () => new Response('hello') };\n"}


def tags_are_set_added_and_removed(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()
    shop = namespace.script("acme-shop")
    shop.deploy(CODE, compatibility_date="2026-11-01")

    assert shop.get_tags() == []
    assert set(shop.set_tags(["customer-acme", "plan-free"])) == {"customer-acme", "plan-free"}
    shop.add_tag("plan-pro")
    shop.remove_tag("plan-free")
    assert set(shop.get_tags()) == {"customer-acme", "plan-pro"}

    with pytest.raises(tenantry.Invalid) as refused:
        shop.set_tags(["a&b"])
    assert refused.value.code == 100134

    assert shop.set_tags([]) == []
    namespace.delete(confirm=name)
