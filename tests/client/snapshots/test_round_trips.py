"""Scripts at the emulator, changed or deleted, and brought back."""

from pathlib import Path

import attrs
import pytest

import tenantry
from tenantry import Bundle, Snapshot, bindings, models
from tests.client.snapshots.conftest import CANARY, code, made, restore, take
from tests.client.support.flavours import Ask
from tests.client.support.folders import write
from tests.client.support.scripts import deploy, shop


def test_a_deploy_is_undone(production: Ask, snapshot: Snapshot) -> None:
    deploy(
        production,
        code("second"),
        bindings=[bindings.Ai(name="AI")],
        vars={"SHOP": "Acme & Co"},
        secrets={"NEW": CANARY},
        tags=["plan-free"],
        observability=models.Observability(enabled=True),
    )
    result = restore(production, snapshot)

    assert [each.what for each in snapshot.diff(take(production))] == ["bindings.NEW"]
    assert {*result.kept} == {"secrets.KEY", "secrets.NEW"}
    assert result.not_restored == ()
    assert {"code", "tags", "limits", "bindings.CACHE", "bindings.SHOP", "observability"} <= {*result.restored}


def test_what_was_saved_is_restored(production: Ask, snapshot: Snapshot, tmp_path: Path) -> None:
    saved = snapshot.save(tmp_path / "kept")
    deploy(production, code("second"), bindings=())
    restore(production, Snapshot.read(saved))

    assert not snapshot.diff(take(production))


def test_a_script_that_was_deleted_comes_back_without_its_secrets(production: Ask, snapshot: Snapshot) -> None:
    production(lambda client: shop(client).delete())

    with pytest.raises(tenantry.NotSent, match=r"secrets\.KEY"):
        restore(production, snapshot)
    with pytest.raises(tenantry.ScriptNotFound):
        take(production)
    assert restore(production, snapshot, missing_secrets="skip").not_restored == ("secrets.KEY",)
    assert [each.what for each in snapshot.diff(take(production))] == ["bindings.KEY"]


def test_a_script_of_another_name_may_get_it(production: Ask) -> None:
    deploy(production, code("first"), tags=["plan-pro"])
    taken = take(production)
    production(lambda client: client.namespace("production").script("twin").restore(taken))

    assert not taken.diff(production(lambda client: client.namespace("production").script("twin").snapshot()))


def test_a_missing_namespace_is_not_taken_for_a_missing_script(emulated: Ask) -> None:
    with pytest.raises(tenantry.NamespaceNotFound):
        restore(emulated, made())


def test_assets_stay_and_are_not_brought_back(production: Ask, tmp_path: Path) -> None:
    write(tmp_path, {"index.html": b"<h1>Acme</h1>"})
    assets = tenantry.Assets(tmp_path)
    deploy(production, code("first"), assets=assets, bindings=[bindings.Assets(name="ASSETS")])
    taken = take(production)
    deploy(production, code("second"), bindings=())
    with_assets = restore(production, taken)
    production(lambda client: shop(client).delete())
    without = restore(production, taken)

    assert (with_assets.kept, with_assets.not_restored) == (("assets",), ())
    assert (without.kept, without.not_restored) == ((), ("bindings.ASSETS", "assets"))
    assert [each.what for each in taken.diff(take(production))] == ["has_assets", "bindings.ASSETS"]


def test_a_service_worker_needs_the_modules_that_cloudflare_does_not_give_out(production: Ask) -> None:
    whole = Bundle(
        {"index.js": "addEventListener('fetch', (event) => event.respondWith(new Response(hi_txt)))", "hi.txt": "hi"}
    )
    deploy(production, whole, vars={"SHOP": "Acme"})
    taken = take(production)

    with pytest.raises(tenantry.NotSent, match=r"bindings\.hi_txt cannot be restored: .*attrs\.evolve"):
        restore(production, taken)
    deploy(production, code("second"), vars={})
    result = restore(production, attrs.evolve(taken, code=whole))
    assert {"bindings.hi_txt", "bindings.SHOP"} <= {*result.restored}
    assert not taken.diff(take(production))


def test_durable_object_classes_of_the_same_tag_are_left_alone(production: Ask) -> None:
    room = {"index.js": "export class Room {}\nexport default { fetch: () => new Response('hello') };\n"}
    own = bindings.DurableObjectNamespace(name="ROOM", class_name="Room")
    step = models.SingleStepMigrations(new_tag="v1", new_sqlite_classes=["Room"])
    deploy(production, room, bindings=[own], migrations=step)
    taken = take(production)
    deploy(production, {"index.js": f"{room['index.js']}// second"})
    restore(production, taken)

    assert taken.migration_tag == "v1"
    assert not taken.diff(take(production))
