"""A snapshot of a Worker: saved, compared with what came after it, and restored, here and in another namespace."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import tenantry
from tenantry import bindings, models

from . import CANARY


def a_worker_is_restored_from_a_snapshot(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()
    shop = namespace.script("acme-shop")
    shop.deploy(
        code("first"),
        compatibility_date="2026-11-01",
        vars={"SHOP": "Acme"},
        bindings=[bindings.VersionMetadata(name="VERSION"), bindings.AnalyticsEngine(name="VISITS", dataset=name)],
        secrets={"PAYMENT_KEY": CANARY},
        tags=["customer-acme", "plan-pro"],
    )
    with TemporaryDirectory() as folder:
        before = tenantry.Snapshot.read(shop.snapshot().save(Path(folder) / "acme-shop"))

    shop.deploy(
        code("second"),
        compatibility_date="2026-11-15",
        vars={"SHOP": "Acme & Co"},
        bindings=(),
        secrets={"MAIL_KEY": f"{CANARY}-too"},
        tags=["customer-acme"],
        observability=models.Observability(enabled=True),
    )
    assert {"code/index.js", "tags", "bindings.VISITS"} <= {each.what for each in before.diff(shop.snapshot())}

    restored = shop.restore(before)
    assert {"code", "tags", "bindings.SHOP", "bindings.VISITS"} <= {*restored.restored}
    assert {*restored.kept} == {"secrets.PAYMENT_KEY", "secrets.MAIL_KEY"}
    assert [each.what for each in before.diff(shop.snapshot())] == ["bindings.MAIL_KEY"]

    staging = client.namespace(f"{name}-staging")
    staging.create()
    copy = staging.script("acme-shop")
    with pytest.raises(tenantry.NotSent):
        copy.restore(before, missing_secrets="skip")
    moved = before.retarget({name: staging.name})
    assert copy.restore(moved, missing_secrets="skip").not_restored == ("secrets.PAYMENT_KEY",)

    staging.delete(confirm=staging.name)
    namespace.delete(confirm=name)


def code(text: str) -> dict[str, str]:
    return {"index.js": f"export default {{ fetch: () => new Response({text!r}) }};\n"}
