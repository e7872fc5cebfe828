"""A namespace that must be there, whoever made it, and whose scripts are trusted for a while."""

import tenantry


def a_namespace_is_ensured_and_trusted(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)

    made = namespace.ensure()
    assert made.namespace_id == namespace.ensure().namespace_id

    assert namespace.update(trusted_workers=True).trusted_workers
    assert namespace.get().trusted_workers
    assert namespace.rename(f"{name}-renamed").get().trusted_workers

    renamed = client.namespace(f"{name}-renamed")
    assert not renamed.replace(trusted_workers=False).trusted_workers
    renamed.delete(confirm=renamed.name)
