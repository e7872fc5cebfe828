"""Cloudflare answers 100120 for a namespace that exists and for an invalid name; the client tells them apart."""

import pytest

import tenantry


def a_namespace_that_exists_or_has_no_name_is_not_created(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()

    with pytest.raises(tenantry.Exists) as refused:
        namespace.create()
    assert (100120, f"POST /accounts/{client.account_id}/workers/dispatch/namespaces") == (
        refused.value.code,
        f"{refused.value.method} {refused.value.path}",
    )

    with pytest.raises(tenantry.Invalid) as refused_name:
        client.namespace(f"{name}: no name").create()
    assert refused_name.value.code == 100120

    namespace.delete(confirm=name)
