"""Migrations: those that a script has already are left out, whichever way they are given."""

from typing import Any

import pytest

import tenantry
from tenantry import models
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask
from tests.client.support.scripts import CODE, DAY, deploy, shop

ROOM = {"index.js": "export class Room {}; export class Hall {}; export default { fetch() {} }"}
FIRST = {"tag": "v1", "new_sqlite_classes": ["Room"]}
SECOND = {"tag": "v2", "new_sqlite_classes": ["Hall"]}
THIRD = {"tag": "v3", "renamed_classes": [{"from": "Hall", "to": "Lobby"}]}


def sent(ask: Ask, server: Server, migrations: Any, tag: str | None, **arguments: Any) -> Any:
    """The migrations that are sent to a script that has this tag."""
    server.succeed({"compatibility_date": DAY, "bindings": []})
    server.succeed({"script": {"id": "shop", "migration_tag": tag}})
    server.succeed({"id": "shop"})
    ask(lambda client: shop(client).deploy(CODE, migrations=migrations, **arguments))
    assert [f"{each.method} {each.path.rpartition('/')[2]}" for each in server.requests] == [
        "GET settings",
        "GET shop",
        "PUT shop",
    ]
    return server.requests[-1].metadata.get("migrations")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        (
            None,
            {
                "new_tag": "v3",
                "steps": [
                    {"new_sqlite_classes": ["Room"]},
                    {"new_sqlite_classes": ["Hall"]},
                    {"renamed_classes": [{"from": "Hall", "to": "Lobby"}]},
                ],
            },
        ),
        (
            "v1",
            {
                "old_tag": "v1",
                "new_tag": "v3",
                "steps": [{"new_sqlite_classes": ["Hall"]}, {"renamed_classes": [{"from": "Hall", "to": "Lobby"}]}],
            },
        ),
        (
            "v2",
            {"old_tag": "v2", "new_tag": "v3", "steps": [{"renamed_classes": [{"from": "Hall", "to": "Lobby"}]}]},
        ),
        ("v3", None),
    ],
)
def test_of_a_history_the_later_steps_are_sent(ask: Ask, server: Server, tag: str | None, expected: Any) -> None:
    assert sent(ask, server, [FIRST, SECOND, THIRD], tag) == expected


@pytest.mark.parametrize(
    "migrations",
    [
        models.SingleStepMigrations(new_tag="v1", new_sqlite_classes=["Room"]),
        models.MultiStepMigrations(new_tag="v1", steps=[models.MigrationStep(new_sqlite_classes=["Room"])]),
        {"new_tag": "v1", "new_sqlite_classes": ["Room"]},
    ],
    ids=["one", "many", "a dict"],
)
@pytest.mark.parametrize(("tag", "applied"), [(None, False), ("v0", False), ("v1", True)])
def test_one_that_is_applied_is_left_out(
    ask: Ask, server: Server, migrations: Any, tag: str | None, applied: bool
) -> None:
    expected = None if applied else models.ScriptMetadata.from_dict({"migrations": _dict(migrations)}).migrations

    found = sent(ask, server, migrations, tag)

    assert found == (None if expected is None else _dict(expected))


def _dict(migrations: Any) -> Any:
    return migrations if isinstance(migrations, dict) else migrations.to_dict()


def test_a_migration_without_a_tag_is_always_sent(ask: Ask, server: Server) -> None:
    migration = models.SingleStepMigrations(new_sqlite_classes=["Room"])

    assert sent(ask, server, migration, None) == {"new_sqlite_classes": ["Room"]}


def test_exports_are_not_sent_beside_migrations(ask: Ask, server: Server) -> None:
    exports = {"Room": {"type": "durable-object", "storage": "sqlite", "state": "created"}}
    server.succeed({"compatibility_date": DAY, "bindings": [], "exports": exports})
    server.succeed({"script": {"id": "shop", "migration_tag": "v3"}})
    server.succeed({"id": "shop"})
    ask(lambda client: shop(client).deploy(CODE, migrations=[FIRST, SECOND, THIRD]))

    assert {"migrations", "exports"} & {*server.requests[-1].metadata} == set()


def test_a_tag_that_is_not_in_the_history_is_not_guessed(ask: Ask, server: Server) -> None:
    server.succeed({"compatibility_date": DAY, "bindings": []})
    server.succeed({"script": {"id": "shop", "migration_tag": "v9"}})
    with pytest.raises(tenantry.NotSent, match="migration_tag is 'v9', which is not in migrations=: v1, v2"):
        ask(lambda client: shop(client).deploy(CODE, migrations=[FIRST, SECOND]))

    assert {request.method for request in server.requests} == {"GET"}


@pytest.mark.parametrize(
    ("migrations", "text"),
    [
        ([], "a list of steps: dicts, each with a tag"),
        (["v1"], "a list of steps: dicts, each with a tag"),
        ("v1", "a list of steps: dicts, each with a tag"),
        ([{"new_classes": ["A"]}], "The tag of a migration must be a str"),
        ([FIRST, {**SECOND, "tag": "v1"}], "Two of the migrations have the same tag"),
        ([{"tag": "v1", "new_clases": ["A"]}], r"migrations.steps\[0\] has no field 'new_clases'"),
        ({"new_tag": "v1", "new_classes": [5]}, r"migrations.new_classes\[0\] must be str, not int"),
        (5, "migrations must be"),
        ({}, "migrations= has no step"),
        ({"new_tag": "v1", "steps": []}, "migrations= has no step"),
        (models.SingleStepMigrations(), "migrations= has no step"),
    ],
)
def test_migrations_that_cannot_be_read_are_not_sent(ask: Ask, server: Server, migrations: Any, text: str) -> None:
    with pytest.raises(tenantry.NotSent, match=text):
        deploy(ask, migrations=migrations)

    assert server.requests == []


def test_at_the_emulator_a_history_goes_on_where_it_is(production: Ask) -> None:
    def tag() -> Any:
        return production(lambda client: shop(client).get()).migration_tag

    deploy(production, ROOM, migrations=[FIRST], keep_settings=True)
    assert tag() == "v1"
    deploy(production, ROOM, migrations=[FIRST, SECOND], keep_settings=True)
    assert tag() == "v2"
    deploy(production, ROOM, migrations=[FIRST, SECOND], keep_settings=True)
    assert tag() == "v2"
