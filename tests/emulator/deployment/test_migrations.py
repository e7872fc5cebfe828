"""Durable Object migrations: from tag to tag, and never the same twice."""

from typing import Any

import pytest

from tests.emulator.account import PRODUCTION, Account, Result, module
from tests.emulator.conftest import guessing

SHOP = f"{PRODUCTION}/scripts/shop"
CLASSES = [
    module(
        "index.js", b"export class Cart {} export class Till {} export class Basket {} export default { fetch() {} }"
    )
]
OBJECT = {"type": "durable-object", "storage": "sqlite"}
FIRST = {"new_tag": "v1", "steps": [{"new_sqlite_classes": ["Cart"]}]}


def deploy(account: Account, script: str = "shop", **metadata: Any) -> Result:
    return account.deploy(script, main_module="index.js", modules=CLASSES, **metadata)


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


BOUND = {"type": "durable_object_namespace", "name": "CART", "class_name": "Cart"}


def bindings(account: Account, script: str) -> list[tuple[str | None, str]]:
    """Where the script's bindings lead: to the class of which script."""
    found: Result = account.granted("GET", f"{PRODUCTION}/scripts/{script}/settings")["bindings"]
    return [(binding.get("script_name"), binding["class_name"]) for binding in found]


def test_a_class_goes_from_one_script_to_another_and_all_bindings_follow(production: Account) -> None:
    deploy(production, script="old", migrations=FIRST, bindings=[BOUND])
    deploy(production, script="third", bindings=[{**BOUND, "script_name": "old"}])
    moved = {"new_tag": "v1", "transferred_classes": [{"from": "Cart", "from_script": "old", "to": "Till"}]}
    deploy(production, migrations=moved, bindings=[{**BOUND, "class_name": "Till"}])

    assert [bindings(production, script) for script in ("old", "third", "shop")] == [
        [("shop", "Till")],
        [("shop", "Till")],
        [(None, "Till")],
    ]
    again = {"old_tag": "v1", "new_tag": "v2", "new_classes": ["Till"]}
    assert refused(production, migrations=again)[:2] == (400, 10074)
    # The one that had it can make another of that name.
    deploy(production, script="old", migrations={**again, "new_classes": ["Cart"]}, bindings=[])


@pytest.mark.parametrize("exported", [False, True], ids=["by a migration", "by exports"])
def test_bindings_of_others_follow_a_class_that_is_renamed(production: Account, exported: bool) -> None:
    deploy(production, migrations=FIRST)
    deploy(production, script="third", bindings=[{**BOUND, "script_name": "shop"}])
    renamed = {"old_tag": "v1", "new_tag": "v2", "renamed_classes": [{"from": "Cart", "to": "Till"}]}
    by_exports = {"Cart": {"type": "durable-object", "state": "renamed", "renamed_to": "Till"}, "Till": OBJECT}
    deploy(production, **({"exports": by_exports} if exported else {"migrations": renamed}))

    assert bindings(production, "third") == [("shop", "Till")]


def test_a_deleted_script_takes_its_classes_with_it(production: Account) -> None:
    deploy(production, migrations=FIRST)
    production.granted("DELETE", SHOP)

    assert deploy(production, migrations=FIRST)["migration_tag"] == "v1"


def test_settings_migrate_too(production: Account) -> None:
    deploy(production)
    settings = (None, '{"migrations": {"new_tag": "v1", "new_classes": ["Cart"]}}')
    production.granted("PATCH", f"{SHOP}/settings", files={"settings": settings})

    assert tag(production) == "v1"


def exports(account: Account, script: str = "shop") -> Result:
    return account.granted("GET", f"{PRODUCTION}/scripts/{script}/settings")["exports"]


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


@pytest.mark.parametrize(("end", "of_theirs"), [("old", "Cart"), ("old/Till", "Till")])
def test_exports_expect_a_class_until_another_script_lets_it_go(production: Account, end: str, of_theirs: str) -> None:
    expected = {**OBJECT, "state": "expecting-transfer", "transfer_from": end}
    deploy(production, script="old", exports={of_theirs: OBJECT})
    deploy(production, exports={"Cart": expected}, bindings=[BOUND])
    assert exports(production) == {"Cart": expected}
    goes = {"type": "durable-object", "state": "transferred", "transferred_to": "shop"}
    deploy(production, script="old", exports={of_theirs: goes})

    assert exports(production) == {"Cart": {**OBJECT, "state": "created"}}
    assert exports(production, "old") == {}
    # Said again, both have no effect.
    deploy(production, script="old", exports={of_theirs: goes})
    deploy(production, exports={"Cart": expected}, bindings=[BOUND])
    assert exports(production) == {"Cart": {**OBJECT, "state": "created"}}


def test_a_test_may_be_ahead_of_the_types_of_exports() -> None:
    with guessing(unknown_exports="keep") as account:
        deploy(account, exports={"Cart": {"type": "robot", "arms": 2}})

        assert exports(account) == {"Cart": {"type": "robot", "arms": 2}}
