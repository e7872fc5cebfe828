"""Every verb on a script or a namespace that does not exist; all but a deploy, which creates a script."""

from collections.abc import Callable

import pytest

import tenantry

from . import CANARY

CODE = {"index.js": "export default { fetch: () => new Response('hello') };\n"}

ON_A_NAMESPACE: list[Callable[[tenantry.Namespace], object]] = [
    lambda namespace: namespace.update(trusted_workers=True),
    lambda namespace: namespace.replace(trusted_workers=True),
    lambda namespace: namespace.delete(confirm=namespace.name),
    lambda namespace: namespace.list_scripts().all(),
    lambda namespace: namespace.delete_scripts(tag="customer-acme"),
    lambda namespace: namespace.script("nobody").deploy(CODE, compatibility_date="2026-11-01"),
    lambda namespace: namespace.script("nobody").create_assets_session({}),
    lambda namespace: namespace.script("nobody").delete(),
]

ON_A_SCRIPT: list[Callable[[tenantry.Script], object]] = [
    lambda script: script.get_content(),
    lambda script: script.put_content(CODE),
    lambda script: script.get_settings(),
    lambda script: script.patch_settings(logpush=True),
    lambda script: script.get_bindings(),
    lambda script: script.list_secrets(),
    lambda script: script.get_secret("PAYMENT_KEY"),
    lambda script: script.put_secret("PAYMENT_KEY", CANARY),
    lambda script: script.put_secrets({"PAYMENT_KEY": CANARY}),
    lambda script: script.delete_secret("PAYMENT_KEY"),
    lambda script: script.get_tags(),
    lambda script: script.set_tags(["customer-acme"]),
    lambda script: script.add_tag("customer-acme"),
    lambda script: script.remove_tag("customer-acme"),
    lambda script: script.delete(missing_ok=False),
]


def what_is_not_there_is_refused(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    nobody = namespace.script("nobody")

    with pytest.raises(tenantry.NamespaceNotFound) as refused:
        namespace.get()
    assert (refused.value.status, refused.value.code) == (404, 100119)
    assert refused.value.ray
    for verb in ON_A_NAMESPACE:
        with pytest.raises(tenantry.NamespaceNotFound):
            verb(namespace)

    namespace.create()
    with pytest.raises(tenantry.ScriptNotFound) as script_refused:
        nobody.get()
    assert script_refused.value.code in {10007, 10092}
    for ask in ON_A_SCRIPT:
        with pytest.raises(tenantry.ScriptNotFound):
            ask(nobody)
    assert not nobody.delete()
    with pytest.raises(tenantry.Denied):
        nobody.upload_assets("no-token-of-a-session", {"the-hash-of-a-file": b"new"})
    namespace.delete(confirm=name)
