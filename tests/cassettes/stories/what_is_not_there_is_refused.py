"""Every verb on a script or a namespace that does not exist; all but a deploy, which creates a script."""

import pytest

import tenantry

CODE = {"index.js": "export default { fetch: () => new Response('hello') };\n"}


def what_is_not_there_is_refused(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    nobody = namespace.script("nobody")

    with pytest.raises(tenantry.NamespaceNotFound) as refused:
        namespace.get()
    assert (refused.value.status, refused.value.code) == (404, 100119)
    assert refused.value.ray
    with pytest.raises(tenantry.NamespaceNotFound):
        namespace.update(trusted_workers=True)
    with pytest.raises(tenantry.NamespaceNotFound):
        namespace.replace(trusted_workers=True)
    with pytest.raises(tenantry.NamespaceNotFound):
        namespace.delete(confirm=name)
    with pytest.raises(tenantry.NamespaceNotFound):
        namespace.list_scripts().all()
    with pytest.raises(tenantry.NamespaceNotFound):
        nobody.deploy(CODE, compatibility_date="2026-11-01")
    with pytest.raises(tenantry.NamespaceNotFound):
        nobody.delete()

    namespace.create()
    with pytest.raises(tenantry.ScriptNotFound) as script_refused:
        nobody.get()
    assert script_refused.value.code in {10007, 10092}
    with pytest.raises(tenantry.ScriptNotFound):
        nobody.get_content()
    with pytest.raises(tenantry.ScriptNotFound):
        nobody.delete(missing_ok=False)
    assert not nobody.delete()
    namespace.delete(confirm=name)
