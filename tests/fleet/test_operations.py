"""Each operation: what it does to a script, what the plan says it takes, and how it is taken back."""

from collections.abc import Callable
from typing import Any

import pytest

import tenantry
from tenantry_emulator import Emulator
from tenantry_fleet import (
    Fleet,
    Operation,
    Plan,
    add_tag,
    each,
    patch_settings,
    put_content,
    quarantine,
    remove_tag,
    set_tags,
)
from tenantry_fleet import deploy as deploy_each
from tenantry_fleet.journal.records import ScriptRecord
from tenantry_fleet.operations.code import PutContent
from tenantry_fleet.operations.operation import Applied

from .tenants import DAY, Counter, code, deploy, text_of

SHOP = "shop-00000"
SAME = "Nothing differs."
BASKET = "export class Basket { constructor(state) {} fetch() {} }"
OPERATIONS: dict[str, Callable[[], Operation]] = {
    "put_content": lambda: put_content(code("new", BASKET)),
    "deploy": lambda: deploy_each(code("new", BASKET), vars={"PLAN": "pro"}, tags=["deployed"]),
    "patch_settings": lambda: patch_settings(compatibility_date="2026-06-01", tags=["patched"]),
    "set_tags": lambda: set_tags(["one", "two"]),
    "add_tag": lambda: add_tag("more"),
    "remove_tag": lambda: remove_tag("plan-pro"),
    "quarantine": lambda: quarantine("Closed."),
}


def rich(production: tenantry.Namespace) -> None:
    """A tenant with something of everything."""
    production.script(SHOP).deploy(
        code("old", BASKET),
        compatibility_date=DAY,
        vars={"PLAN": "free"},
        secrets={"KEY": "not-a-real-key"},
        tags=["plan-pro"],
        bindings=[tenantry.bindings.DurableObjectNamespace(name="BASKETS", class_name="Basket")],
        migrations={"new_tag": "v1", "new_sqlite_classes": ["Basket"]},
    )


def differs(production: tenantry.Namespace, before: tenantry.Snapshot) -> str:
    """What of a tenant is not as it was."""
    return str(production.script(SHOP).snapshot().diff(before))


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_undo_restores_what_was_there_before(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator, name: str
) -> None:
    rich(production)
    before = production.script(SHOP).snapshot()
    rollout = fleet.select().plan(OPERATIONS[name](), reason="a release").start()
    assert rollout.counts == {"done": 1}
    assert differs(production, before) != SAME
    # The same anywhere else: the operation is read from the journal.
    assert fleet.plan(rollout.id).operation == rollout.operation

    undone = fleet.plan_undo(rollout.id).start()

    assert (undone.counts, undone.undoes) == ({"done": 1}, rollout.id)
    assert differs(production, before) == SAME


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_undo_leaves_alone_what_somebody_changed_since(
    fleet: Fleet, production: tenantry.Namespace, name: str
) -> None:
    rich(production)
    rollout = fleet.select().plan(OPERATIONS[name](), reason="a release").start()
    script = production.script(SHOP)
    if name in ("put_content", "deploy", "quarantine"):
        script.put_content(code("the owner's", BASKET))
    else:
        script.patch_settings(compatibility_date="2026-07-01", tags=["the owner's"])
    after = script.snapshot()

    plan = fleet.plan_undo(rollout.id)
    plan.start()

    changed = {"set_tags", "add_tag", "remove_tag"}
    if name not in changed:
        assert differs(production, after) == SAME
    else:
        # Tags that are not the rollout's stay.
        assert "the owner's" in script.get_tags()


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_plan_counts_the_calls(fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator, name: str) -> None:
    deploy(production, 10, builds=2, tags=lambda _: ["plan-pro"])
    plan = fleet.select().plan(OPERATIONS[name](), reason="a release")
    requests = Counter(cloudflare, None)

    assert plan.start().counts == {"done": 10}

    # At the start, at the canary, and for newcomers.
    listings = 3
    assert requests.count == plan.calls + plan.backups + listings
    back = fleet.plan_undo(plan.id)
    requests = Counter(cloudflare, None)
    assert back.start().counts == {"done": 10}
    assert requests.count == back.calls + listings


def test_a_quarantine_answers_503_keeps_everything_and_is_released(
    fleet: Fleet, production: tenantry.Namespace
) -> None:
    rich(production)
    before = production.script(SHOP).snapshot()
    fleet.select(names=[SHOP]).plan(quarantine("Closed."), reason="abuse").start()

    now = production.script(SHOP).snapshot()
    assert b"status: 503" in now.code["quarantine.js"]
    assert b"export class Basket extends DurableObject" in now.code["quarantine.js"]
    assert (now.tags, now.bindings, now.secrets) == (
        ("plan-pro", "tenantry-quarantined"),
        before.bindings,
        before.secrets,
    )
    # Nobody goes over it.
    assert fleet.select().plan(put_content(code("new")), reason="a release").scripts == 0
    assert fleet.select().plan(quarantine("Closed."), reason="again").scripts == 0

    released = (
        fleet.select(tags={"tenantry-quarantined": True}).plan(fleet.release(), reason="it was a mistake").start()
    )

    assert released.counts == {"done": 1}
    assert differs(production, before) == SAME


def test_a_function_of_ones_own_is_called_with_each(fleet: Fleet, production: tenantry.Namespace) -> None:
    names = deploy(production, 12)

    def rotate(script: tenantry.Script) -> None:
        if script.name == "shop-00003":
            raise LookupError("no key for this one")
        script.put_secret("KEY", "not-a-real-key")

    rollout = fleet.select().plan(each(rotate), reason="rotation").start(canary_failures=1)

    assert rollout.counts == {"done": 11, "failed": 1}
    assert [secret.name for secret in production.script(names[0]).list_secrets()] == ["KEY"]
    (failed,) = (row for row in fleet.report(rollout.id).to_dicts() if row["outcome"] == "failed")
    assert failed["why"] == "LookupError: no key for this one"
    with pytest.raises(tenantry.NotSent, match="No undo can take back: what the function did"):
        fleet.plan_undo(rollout.id)
    with pytest.raises(tenantry.NotSent, match="pass operation= once more"):
        fleet.retry(rollout.id)
    assert fleet.retry(rollout.id, operation=each(rotate)).counts == {"done": 11, "failed": 1}


def test_secrets_of_a_deploy_are_not_written_down(fleet: Fleet, production: tenantry.Namespace, tmp_path: Any) -> None:
    # Any: a path.
    deploy(production, 2)
    secret = {"KEY": "a-value-that-nobody-may-read"}
    rollout = fleet.select().plan(deploy_each(code("new"), secrets=secret), reason="a key").start()

    assert rollout.counts == {"done": 2}
    assert b"a-value-that" not in b"".join(path.read_bytes() for path in tmp_path.glob("rollouts.db*"))
    with pytest.raises(tenantry.NotSent, match="secrets"):
        fleet.plan_undo(rollout.id)
    assert fleet.plan_undo(rollout.id, accept=["secrets"]).start().counts == {"done": 2}


def test_an_undo_goes_back_to_each_build(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 12, builds=3)
    rollout = fleet.select().plan(put_content(code("new")), reason="a release").start()

    plan: Plan = fleet.plan_undo(rollout.id)
    assert str(plan).startswith("12 scripts · 12 calls + 6 to look again")
    plan.start()

    for number in range(12):
        script = production.script(f"shop-{number:05}")
        assert text_of(script.get_content()) == f"old {number % 3}"


def test_etags_that_differ_for_equal_code_are_noticed_in_the_canary(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    deploy(production, 6)
    # No guess of the emulator makes them differ; a rollout of unequal code under one name looks the same.
    pieces = iter(range(100))

    class Uneven(PutContent):
        def apply(self, script: tenantry.Script, row: ScriptRecord) -> Applied:
            return Applied(script.put_content(code(f"new {next(pieces)}")).etag)

    rollout = fleet.select().plan(Uneven(tenantry.Bundle.of(code("new"))), reason="uneven").start(canary=2)

    assert (rollout.state, rollout.counts) == ("paused", {"done": 2, "waiting": 4})
    assert "Equal code got other etags" in str(rollout.why)
    assert fleet.resume(rollout.id).counts == {"done": 6}
