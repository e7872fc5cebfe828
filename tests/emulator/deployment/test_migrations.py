"""Durable Object migrations: from tag to tag, and never the same twice."""

from typing import Any

import pytest

from tests.emulator.account import PRODUCTION, Account, Result

SHOP = f"{PRODUCTION}/scripts/shop"
FIRST = {"new_tag": "v1", "steps": [{"new_sqlite_classes": ["Cart"]}]}


def tag(account: Account) -> str | None:
    script: Result = account.granted("GET", SHOP)["script"]
    found: str | None = script.get("migration_tag")
    return found


def test_the_tag_of_the_last_step_is_kept(production: Account) -> None:
    production.deploy(migrations=FIRST)
    assert tag(production) == "v1"

    production.deploy(migrations={"old_tag": "v1", "new_tag": "v2", "new_classes": ["Till"]})
    assert tag(production) == "v2"

    production.deploy()
    assert tag(production) == "v2"


def test_a_script_without_migrations_has_no_tag(production: Account) -> None:
    production.deploy()

    assert tag(production) is None


@pytest.mark.parametrize("old_tag", [{}, {"old_tag": "v0"}])
def test_migrations_start_from_the_present_tag(production: Account, old_tag: dict[str, str]) -> None:
    production.deploy(migrations=FIRST)
    again = {**FIRST, **old_tag}

    status, code, message = production.deploy_refused(migrations=again)
    assert (status, code) == (412, 10079)
    assert "expected tag is 'v1'" in message


@pytest.mark.parametrize(
    ("step", "kind"),
    [({"new_classes": ["Cart"]}, "new-class"), ({"new_sqlite_classes": ["Cart"]}, "new-sqlite-class")],
)
def test_a_class_cannot_be_new_twice(production: Account, step: dict[str, Any], kind: str) -> None:
    production.deploy(migrations=FIRST)
    refusal = production.deploy_refused(migrations={"old_tag": "v1", "new_tag": "v2", **step})

    text = f"Cannot apply {kind} migration to class 'Cart' that is already depended on by existing Durable Objects"
    assert (400, 10074, text) == refusal
    assert tag(production) == "v1"


@pytest.mark.parametrize(
    "step", [{"deleted_classes": ["Cart"]}, {"renamed_classes": [{"from": "Cart", "to": "Basket"}]}]
)
def test_a_class_that_went_may_be_new_again(production: Account, step: dict[str, Any]) -> None:
    production.deploy(migrations=FIRST)
    production.deploy(migrations={"old_tag": "v1", "new_tag": "v2", "steps": [step, {"new_classes": ["Cart"]}]})

    assert tag(production) == "v2"


def test_a_renamed_class_is_there_under_its_new_name(production: Account) -> None:
    production.deploy(migrations=FIRST)
    renamed = {"old_tag": "v1", "new_tag": "v2", "renamed_classes": [{"from": "Cart", "to": "Basket"}]}
    production.deploy(migrations=renamed)

    assert production.deploy_refused(migrations={"old_tag": "v2", "new_classes": ["Basket"]})[:2] == (400, 10074)


def test_a_transferred_class_is_there(production: Account) -> None:
    moved = {"new_tag": "v1", "transferred_classes": [{"from": "Cart", "from_script": "old", "to": "Cart"}]}
    production.deploy(migrations=moved)

    assert production.deploy_refused(migrations={"old_tag": "v1", "new_classes": ["Cart"]})[:2] == (400, 10074)


def test_a_deleted_script_takes_its_classes_with_it(production: Account) -> None:
    production.deploy(migrations=FIRST)
    production.granted("DELETE", SHOP)

    assert production.deploy(migrations=FIRST)["migration_tag"] == "v1"


def test_settings_migrate_too(production: Account) -> None:
    production.deploy()
    settings = (None, '{"migrations": {"new_tag": "v1", "new_classes": ["Cart"]}}')
    production.granted("PATCH", f"{SHOP}/settings", files={"settings": settings})

    assert tag(production) == "v1"
