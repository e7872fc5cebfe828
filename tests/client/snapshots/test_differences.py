"""What two snapshots say differently: typed, and readable when it is printed."""

from typing import Any

import pytest

import tenantry
from tenantry import Bundle, Difference, bindings, models
from tests.client.snapshots.conftest import made

OLD = made(
    code=Bundle({"index.js": "1", "gone.txt": "2", "same.txt": "3"}),
    settings=models.Settings(
        bindings=[
            bindings.KvNamespace(name="CACHE", namespace_id="0f"),
            bindings.SecretText(name="KEY"),
            bindings.PlainText(name="SHOP", text="Acme"),
        ],
        tags=["plan-pro", "customer-7"],
        limits=models.Limits(cpu_ms=50),
        logpush=False,
        tail_consumers=[],
    ),
    migration_tag="v1",
)
NEW = made(
    code=Bundle({"index.js": "11", "new.txt": "2", "same.txt": "3"}),
    settings=models.Settings(
        bindings=[
            bindings.PlainText(name="SHOP", text="Acme & Co"),
            bindings.KvNamespace(name="CACHE", namespace_id="0f"),
            bindings.Ai(name="AI"),
        ],
        tags=["customer-7", "plan-free"],
        logpush=True,
        observability=models.Observability(enabled=True),
    ),
)


def test_each_thing_that_differs_is_there_with_what_it_was_and_is() -> None:
    found = {each.what: (each.before, each.after) for each in OLD.diff(NEW)}

    modules = {what: found.pop(what) for what in list(found) if what.startswith("code/")}
    assert {what: (bool(before), bool(after)) for what, (before, after) in modules.items()} == {
        "code/index.js": (True, True),
        "code/gone.txt": (True, False),
        "code/new.txt": (False, True),
    }
    assert found == {
        "tags": (["customer-7", "plan-pro"], ["customer-7", "plan-free"]),
        "limits": ({"cpu_ms": 50}, None),
        "logpush": (False, True),
        "observability": (None, {"enabled": True}),
        "migration_tag": ("v1", None),
        "bindings.AI": (None, {"name": "AI", "type": "ai"}),
        "bindings.KEY": ({"name": "KEY", "type": "secret_text"}, None),
        "bindings.SHOP": (
            {"name": "SHOP", "text": "Acme", "type": "plain_text"},
            {"name": "SHOP", "text": "Acme & Co", "type": "plain_text"},
        ),
    }


def test_the_other_way_round_it_is_the_other_way_round() -> None:
    there = {each.what: (each.before, each.after) for each in OLD.diff(NEW)}

    assert there == {each.what: (each.after, each.before) for each in NEW.diff(OLD)}


def test_a_difference_is_a_line() -> None:
    lines = str(OLD.diff(NEW)).splitlines()

    assert len(lines) == len(OLD.diff(NEW))
    assert '- limits: {"cpu_ms": 50}' in lines
    assert '+ observability: {"enabled": true}' in lines
    assert '~ tags: ["customer-7", "plan-pro"] → ["customer-7", "plan-free"]' in lines
    assert [line for line in lines if line.startswith("- code/gone.txt: text/plain, 1 bytes, SHA-256 d4735e3a265e16")]


def test_where_nothing_differs_there_is_nothing() -> None:
    again = made(
        code=OLD.code,
        settings=models.Settings.from_dict(
            {**OLD.settings.to_dict(), "tags": ["customer-7", "plan-pro"], "limits": None}
        ),
        migration_tag="v1",
    )

    assert [each.what for each in OLD.diff(again)] == ["limits"]
    assert not OLD.diff(OLD)
    assert str(OLD.diff(OLD)) == "Nothing differs."
    assert bool(OLD.diff(again))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"tail_consumers": []}, {}),
        ({"tags": ["a", "b"]}, {"tags": ["b", "a"]}),
        ({"placement": {"mode": "smart", "status": "SUCCESS"}}, {"placement": {"mode": "smart"}}),
        (
            {"bindings": [{"type": "quantum", "name": "Q", "secret": 1}]},
            {"bindings": [{"type": "quantum", "name": "Q"}]},
        ),
    ],
    ids=["empty", "order of tags", "what smart placement found", "an unknown binding"],
)
def test_what_means_the_same_does_not_differ(one: Any, other: Any) -> None:
    before, after = (made(settings=models.Settings.from_dict(each)) for each in (one, other))

    assert not before.diff(after)


def test_settings_that_are_not_described_yet_are_compared_too() -> None:
    before, after = (made(settings=models.Settings.from_dict({"novelty": each})) for each in (1, 2))

    assert before.diff(after) == (Difference("novelty", 1, 2),)


def test_only_snapshots_are_compared() -> None:
    with pytest.raises(tenantry.NotSent, match="not with dict"):
        OLD.diff({})  # type: ignore[arg-type]
