"""A namespace from its creation to its end, under two names."""

import pytest

import tenantry


def a_namespace_is_created_renamed_and_deleted(client: tenantry.Client, name: str) -> None:
    assert name not in [found.namespace_name for found in client.list_namespaces()]

    created = client.namespace(name).create()
    assert (name, 0, False) == (created.namespace_name, created.script_count, created.trusted_workers)
    assert client.namespace(name).get().namespace_id == created.namespace_id
    assert name in [found.namespace_name for found in client.list_namespaces()]

    renamed = client.namespace(name).rename(f"{name}-renamed")
    assert renamed.get().namespace_id == created.namespace_id
    with pytest.raises(tenantry.NamespaceNotFound):
        client.namespace(name).get()

    renamed.delete(confirm=f"{name}-renamed")
    with pytest.raises(tenantry.NamespaceNotFound):
        renamed.get()
