"""The end of a customer: every script with the customer's tag goes, if they are as many as expected."""

import pytest

import tenantry

CODE = {"index.js": "export default { fetch: () => new Response('hello') };\n"}


def many_scripts_are_deleted_by_tag(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()
    for script, customer in (("acme-shop", "acme"), ("acme-blog", "acme"), ("zeta-shop", "zeta")):
        namespace.script(script).deploy(CODE, compatibility_date="2026-11-01", tags=[f"customer-{customer}"])

    with pytest.raises(tenantry.NotSent):
        namespace.delete_scripts(tag="customer-acme", expect=3)
    deleted = namespace.delete_scripts(tag="customer-acme", expect=2)
    assert (deleted.deleted_count, deleted.has_more) == (2, False)
    assert [script.name for script in namespace.list_scripts()] == ["zeta-shop"]

    assert namespace.delete_all_scripts(confirm=name).deleted_count == 1
    assert namespace.list_scripts().all() == []
    namespace.delete(confirm=name)

    # The account's own Workers are not in a namespace.
    assert name not in [worker.id for worker in client.list_workers()]
