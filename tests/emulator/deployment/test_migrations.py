"""Durable Object migrations: from tag to tag, and never the same twice."""

from typing import Any

import pytest

from tests.emulator.account import PRODUCTION, Account, Result, module

SHOP = f"{PRODUCTION}/scripts/shop"
CLASSES = [
    module(
        "index.js", b"export class Cart {} export class Till {} export class Basket {} export default { fetch() {} }"
    )
]
FIRST = {"new_tag": "v1", "steps": [{"new_sqlite_classes": ["Cart"]}]}


def deploy(account: Account, **metadata: Any) -> Result:
    return account.deploy(main_module="index.js", modules=CLASSES, **metadata)


def refused(account: Account, **metadata: Any) -> tuple[int, int, str]:
    return account.deploy_refused(main_module="index.js", modules=CLASSES, **metadata)


def tag(account: Account) -> str | None:
    script: Result = account.granted("GET", SHOP)["script"]
    found: str | None = script.get("migration_tag")
    return found


def test_the_tag_of_the_last_step_is_kept(production: Account) -> None:
    deploy(production, migrations=FIRST)
    assert tag(production) == "v1"

    deploy(production, migrations={"old_tag": "v1", "new_tag": "v2", "new_classes": ["Till"]})
    assert tag(production) == "v2"

    deploy(production)
    assert tag(production) == "v2"


def test_a_script_without_migrations_has_no_tag(production: Account) -> None:
    deploy(production)

    assert tag(production) is None


@pytest.mark.parametrize("old_tag", [{}, {"old_tag": "v0"}])
def test_migrations_start_from_the_present_tag(production: Account, old_tag: dict[str, str]) -> None:
    deploy(production, migrations=FIRST)
    again = {**FIRST, **old_tag}

    status, code, message = refused(production, migrations=again)
    assert (status, code) == (412, 10079)
    assert "expected tag is 'v1'" in message


@pytest.mark.parametrize(
    ("step", "kind"),
    [({"new_classes": ["Cart"]}, "new-class"), ({"new_sqlite_classes": ["Cart"]}, "new-sqlite-class")],
)
def test_a_class_cannot_be_new_twice(production: Account, step: dict[str, Any], kind: str) -> None:
    deploy(production, migrations=FIRST)
    refusal = refused(production, migrations={"old_tag": "v1", "new_tag": "v2", **step})

    text = f"Cannot apply {kind} migration to class 'Cart' that is already depended on by existing Durable Objects"
    assert (400, 10074, text) == refusal
    assert tag(production) == "v1"


@pytest.mark.parametrize(
    "step", [{"deleted_classes": ["Cart"]}, {"renamed_classes": [{"from": "Cart", "to": "Basket"}]}]
)
def test_a_class_that_went_may_be_new_again(production: Account, step: dict[str, Any]) -> None:
    deploy(production, migrations=FIRST)
    deploy(production, migrations={"old_tag": "v1", "new_tag": "v2", "steps": [step, {"new_classes": ["Cart"]}]})

    assert tag(production) == "v2"


def test_a_renamed_class_is_there_under_its_new_name(production: Account) -> None:
    deploy(production, migrations=FIRST)
    renamed = {"old_tag": "v1", "new_tag": "v2", "renamed_classes": [{"from": "Cart", "to": "Basket"}]}
    deploy(production, migrations=renamed)

    assert refused(production, migrations={"old_tag": "v2", "new_classes": ["Basket"]})[:2] == (400, 10074)


def test_a_transferred_class_is_there(production: Account) -> None:
    moved = {"new_tag": "v1", "transferred_classes": [{"from": "Cart", "from_script": "old", "to": "Cart"}]}
    deploy(production, migrations=moved)

    assert refused(production, migrations={"old_tag": "v1", "new_classes": ["Cart"]})[:2] == (400, 10074)


def test_a_deleted_script_takes_its_classes_with_it(production: Account) -> None:
    deploy(production, migrations=FIRST)
    production.granted("DELETE", SHOP)

    assert deploy(production, migrations=FIRST)["migration_tag"] == "v1"


def test_settings_migrate_too(production: Account) -> None:
    deploy(production)
    settings = (None, '{"migrations": {"new_tag": "v1", "new_classes": ["Cart"]}}')
    production.granted("PATCH", f"{SHOP}/settings", files={"settings": settings})

    assert tag(production) == "v1"


OBJECT = {"type": "durable-object", "storage": "sqlite"}


def exports(account: Account) -> Result:
    return account.granted("GET", f"{SHOP}/settings")["exports"]


def test_exports_make_rename_and_delete_classes_and_only_live_ones_are_answered(production: Account) -> None:
    deploy(production, exports={"Cart": OBJECT})
    assert exports(production) == {"Cart": OBJECT}

    renamed = {"Cart": {"type": "durable-object", "state": "renamed", "renamed_to": "Till"}, "Till": OBJECT}
    assert deploy(production, exports=renamed)["exports"] == {"Till": OBJECT}

    deleted = {"Till": {"type": "durable-object", "state": "deleted"}}
    deploy(production, exports=deleted)
    assert exports(production) == {}
    assert production.deploy()


def test_exports_that_were_read_can_be_sent_again(production: Account) -> None:
    worker = {"type": "worker", "cache": {"enabled": True}}
    deploy(production, exports={"Cart": {**OBJECT, "state": "created"}, "default": worker})
    again = exports(production)
    deploy(production, exports=again)

    assert exports(production) == again == {"Cart": {**OBJECT, "state": "created"}, "default": worker}


def test_a_class_of_exports_cannot_be_new_by_a_migration(production: Account) -> None:
    deploy(production, exports={"Cart": OBJECT})

    assert refused(production, migrations={"new_tag": "v1", "new_classes": ["Cart"]})[:2] == (400, 10074)


def test_a_class_that_exports_expect_from_another_script_is_there(production: Account) -> None:
    expected = {**OBJECT, "state": "expecting-transfer", "transfer_from": "old"}
    bindings = [{"type": "durable_object_namespace", "name": "CART", "class_name": "Cart"}]
    deploy(production, exports={"Cart": expected}, bindings=bindings)

    assert exports(production) == {"Cart": {**OBJECT, "state": "created"}}
    gone = {"type": "durable-object", "state": "transferred", "transferred_to": "new"}
    deploy(production, exports={"Cart": gone})
    assert exports(production) == {}
