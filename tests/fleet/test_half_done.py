"""What was done in part, or nobody knows whether it was: gone on with, taken back, and told as it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

import tenantry
from tenantry_emulator import Emulator, Fault
from tenantry_fleet import Fleet, Operation, add_tag, patch_settings, put_content, quarantine, set_tags
from tenantry_fleet import deploy as deploy_each
from tenantry_fleet.journal import rollouts, scripts

from .clock import VirtualClock
from .conftest import MakeFleet
from .tenants import code, deploy, running
from .test_operations import SHOP, rich

OPERATIONS: dict[str, tuple[str, Callable[[], Operation]]] = {
    "put_content": ("put_content", lambda: put_content(code("new"))),
    "deploy": ("upload_script", lambda: deploy_each(code("new"), tags=["deployed"])),
    "patch_settings": ("patch_settings", lambda: patch_settings(tags=["patched"], compatibility_date="2026-06-01")),
    "add_tag": ("add_tag", lambda: add_tag("more")),
    "quarantine": ("put_content", lambda: quarantine("Closed.")),
}


def state(production: tenantry.Namespace) -> dict[str, tuple[str, list[str]]]:
    """The main module of each script, with what it answers, and the tags."""
    found: dict[str, tuple[str, list[str]]] = {}
    for info in production.list_scripts():
        bundle = production.script(info).get_content()
        found[str(info.name)] = (bundle[str(bundle.main)].decode(), [*info.tags])
    return found


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_undo_takes_back_what_has_no_known_end(
    make_fleet: MakeFleet, production: tenantry.Namespace, cloudflare: Emulator, name: str, when: str
) -> None:
    fleet = make_fleet(namespace=production.client.with_options(retries=0).namespace("production"))
    deploy(production, 4, builds=2, tags=lambda _: ["plan-pro"])
    before = state(production)
    verb, operation = OPERATIONS[name]
    cut = Fault("reset", operation=verb, path="*/shop-00001*", when=when, times=None)  # type: ignore[arg-type]
    cloudflare.faults.add(cut)
    plan = fleet.select(names=before).plan(operation(), reason="cut off")
    # Nobody can look, either.
    cloudflare.faults.add(Fault("edge", operation="get_script", status=502, times=None))

    rolled = plan.start(canary_failures=4)

    assert rolled.counts == {"done": 3, "unknown": 1}
    cloudflare.faults.clear()
    undone = fleet.plan_undo(rolled.id).start()
    assert undone.counts == {"done": 3 if when == "before" else 4}
    assert state(production) == before


def test_an_undo_takes_back_what_was_under_way_when_the_process_was_killed(
    fleet: Fleet, production: tenantry.Namespace
) -> None:
    names = deploy(production, 4)
    rolled = fleet.select().plan(put_content(code("new")), reason="a release").start(canary=4)
    production.script(names[2]).put_content(code("old 0"))
    # As the journal is then: of two nobody wrote down what became of them, and one of these was not reached.
    with fleet._context.database.begin() as connection:
        for name in names[1:3]:
            scripts.mark(connection, rolled.id, name, state="sent", after_etag=None)
        rollouts.change(connection, rolled.id, state="aborted")

    assert fleet.plan_undo(rolled.id).start().counts == {"done": 3}

    assert running(production, names) == dict.fromkeys(names, "old 0")


def test_a_refusal_to_look_says_nothing_of_what_was_done(
    make_fleet: MakeFleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    names = deploy(production, 2)
    fleet = make_fleet(namespace=production.client.with_options(retries=0).namespace("production"))
    plan = fleet.select().plan(put_content(code("new")), reason="cut off")
    cloudflare.faults.add(Fault("reset", operation="put_content", path=f"*/{names[1]}/*", when="after", times=None))
    cloudflare.faults.add(Fault("refuse", operation="get_content", path=f"*/{names[1]}/*", code=10021, times=None))

    assert plan.start(canary_failures=1).counts == {"done": 1, "unknown": 1}

    assert running(production.client.namespace("production"), names[:1]) == {names[0]: "new"}
    cloudflare.faults.clear()
    assert fleet.retry(plan.id).counts == {"done": 2}


def test_static_assets_that_got_code_are_named_by_the_undo(
    fleet: Fleet, production: tenantry.Namespace, tmp_path: Path
) -> None:
    names = deploy(production, 2)
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "index.html").write_text("hi")
    assets = tenantry.Assets(tmp_path / "public")
    production.script("site").deploy(None, assets=assets, compatibility_date="2026-01-01")
    rolled = fleet.select().plan(put_content(code("new")), reason="a release").start()

    undone = fleet.plan_undo(rolled.id).start(canary_failures=1)

    assert (rolled.counts, undone.counts) == ({"done": 3}, {"done": 2, "failed": 1})
    assert running(production, names) == dict.fromkeys(names, "old 0")
    (failed,) = (row for row in fleet.report(undone.id).to_dicts() if row["outcome"] == "failed")
    assert failed["why"] == "It was made of static assets alone: deploy(None, assets=…) makes it so again."


def test_what_has_no_known_end_and_runs_other_code_is_left_alone(fleet: Fleet, production: tenantry.Namespace) -> None:
    names = deploy(production, 2)
    rolled = fleet.select().plan(put_content(code("new")), reason="a release").start()
    production.script(names[1]).put_content(code("the owner's"))
    with fleet._context.database.begin() as connection:
        scripts.mark(connection, rolled.id, names[1], state="sent", after_etag=None)

    assert fleet.plan_undo(rolled.id).start().counts == {"done": 1, "changed": 1}

    assert running(production, names) == {names[0]: "old 0", names[1]: "the owner's"}


@pytest.mark.parametrize("verb", ["put_content", "add_tag"])
def test_a_quarantine_that_was_refused_in_part_is_tried_again_whole(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator, verb: str
) -> None:
    names = deploy(production, 2)
    cloudflare.faults.add(Fault("refuse", operation=verb, path=f"*/{names[1]}/*", status=400, code=10021))

    rolled = fleet.select(names=names).plan(quarantine("Closed."), reason="abuse").start(canary_failures=1)

    is_written = verb == "add_tag"
    assert rolled.counts == {"done": 1, "partial" if is_written else "refused": 1}
    (row,) = (row for row in fleet.report(rolled.id).to_dicts() if row["outcome"] != "done")
    assert row["why"].startswith("Its code was written, and then: ") == is_written
    # What the report says that it runs, and that it runs it.
    assert (row["after"] or row["before"]) == production.script(names[1]).get().etag
    assert (row["after"] is not None, row["code"]) == (is_written, 10021)
    assert fleet.retry(rolled.id).counts == {"done": 2}
    for text, tags in state(production).values():
        assert "status: 503" in text
        assert tags == ["tenantry-quarantined"]


def test_a_quarantine_that_was_stopped_in_part_goes_on_whole(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    names = deploy(production, 2)
    cloudflare.faults.add(Fault("refuse", operation="add_tag", status=403, code=10000))

    paused = fleet.select(names=names).plan(quarantine("Closed."), reason="abuse").start(threads=1)

    assert (paused.state, paused.counts) == ("paused", {"waiting": 2})
    assert fleet.resume(paused.id).counts == {"done": 2}
    assert [tags for _, tags in state(production).values()] == [["tenantry-quarantined"]] * 2


def test_an_undo_that_was_refused_in_part_is_tried_again_whole(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    names = deploy(production, 2, tags=lambda _: ["plan-pro"])
    before = state(production)
    rolled = fleet.select(names=names).plan(quarantine("Closed."), reason="abuse").start()
    cloudflare.faults.add(Fault("refuse", operation="set_tags", path=f"*/{names[1]}/*", status=400, code=10021))

    undone = fleet.plan_undo(rolled.id).start(canary_failures=1)

    assert undone.counts == {"done": 1, "partial": 1}
    assert fleet.retry(undone.id).counts == {"done": 2}
    assert state(production) == before


def test_an_undo_of_settings_whose_answer_was_lost_is_done(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    rich(production)
    before = production.script(SHOP).snapshot()
    rolled = fleet.select().plan(patch_settings(compatibility_date="2026-06-01"), reason="a date").start()
    cloudflare.faults.add(Fault("reset", operation="upload_script", when="after", times=5))

    assert fleet.plan_undo(rolled.id).start().counts == {"done": 1}

    assert str(production.script(SHOP).snapshot().diff(before)) == "Nothing differs."


def test_an_undo_says_which_secrets_are_lost(fleet: Fleet, production: tenantry.Namespace) -> None:
    rich(production)
    rolled = fleet.select().plan(patch_settings(bindings=()), reason="all bindings go").start()

    with pytest.raises(tenantry.NotSent, match="No undo can take back: secrets"):
        fleet.plan_undo(rolled.id)
    undone = fleet.plan_undo(rolled.id, accept=["secrets"]).start()

    assert undone.counts == {"done": 1}
    (row,) = fleet.report(undone.id).to_dicts()
    assert row["why"] == "Not all could be restored: secrets.KEY."
    assert {each.name for each in production.script(SHOP).get_bindings()} == {"BASKETS", "PLAN"}


def test_what_was_under_way_when_a_process_died_is_unknown_once_it_is_aborted(
    fleet: Fleet, production: tenantry.Namespace
) -> None:
    names = deploy(production, 2)
    rolled = fleet.select().plan(put_content(code("new")), reason="a release").start(gate=["false"])
    with fleet._context.database.begin() as connection:
        scripts.mark(connection, rolled.id, names[0], state="sent", attempts=1)

    aborted = fleet.abort(rolled.id)

    assert (aborted.counts, aborted.ended is None) == ({"unknown": 1, "waiting": 1}, False)


def test_what_is_under_way_is_stopped_before_it_is_taken_back(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 2)
    said: list[str] = []

    def gate() -> bool:
        try:
            fleet.plan_undo(plan.id)
        except tenantry.NotSent as error:
            said.append(str(error))
        return True

    plan = fleet.select().plan(put_content(code("new")), reason="a release")
    rolled = plan.start(gate=gate)

    assert said[0] == f"{plan.id} is under way: abort() it first, or pause() it."
    undone = fleet.plan_undo(rolled.id).start()
    with pytest.raises(tenantry.NotSent, match=r"No undo can take back: undo\.$"):
        fleet.plan_undo(undone.id)


@pytest.mark.parametrize("kind", ["deploy", "patch_settings"])
def test_secrets_among_bindings_are_not_written_down(
    fleet: Fleet, production: tenantry.Namespace, kind: str, tmp_path: object
) -> None:
    deploy(production, 1)
    secret = {"type": "secret_text", "name": "KEY", "text": "a-value-that-nobody-may-read"}
    make: Callable[[], Operation] = {
        "deploy": lambda: deploy_each(code("new"), bindings=[secret]),
        "patch_settings": lambda: patch_settings(bindings=[secret]),
    }[kind]
    paused = fleet.select().plan(make(), reason="a key").start(gate=["false"])

    assert fleet.resume(paused.id, operation=make(), gate=["true"]).counts == {"done": 1}

    with fleet._context.database.begin() as connection:
        file = str(connection.engine.url.database)
    for end in ("", "-wal"):
        with open(f"{file}{end}", "rb") as journal:
            assert b"a-value-that" not in journal.read()
    with pytest.raises(tenantry.NotSent, match="pass operation= once more"):
        fleet.plan(paused.id)
    with pytest.raises(tenantry.NotSent, match="secrets"):
        fleet.plan_undo(paused.id)


def test_an_undo_that_has_taken_back_some_tags_is_partial(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    (name,) = deploy(production, 1, tags=lambda _: ["plan-pro"])
    rolled = fleet.select().plan(set_tags(["one", "two"]), reason="a try").start()
    production.script(name).add_tag("the owner's")
    cloudflare.faults.add(Fault("refuse", operation="remove_tag", path="*/tags/two", status=400, code=10021))

    undone = fleet.plan_undo(rolled.id).start(canary_failures=1)

    assert undone.counts == {"partial": 1}
    assert fleet.report(undone.id).to_dicts()[0]["why"].startswith("Some of its tags were written, and then: ")
    assert production.script(name).get_tags() == ["two", "the owner's"]
    assert fleet.retry(undone.id).counts == {"done": 1}
    assert {*production.script(name).get_tags()} == {"plan-pro", "the owner's"}


def test_a_quarantine_that_is_said_once_more_forgets_no_code(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator, clock: VirtualClock
) -> None:
    names = deploy(production, 2, tags=lambda _: ["plan-pro"])
    before = state(production)
    cloudflare.faults.add(Fault("refuse", operation="add_tag", path=f"*/{names[1]}/*", status=400, code=10021))
    first = fleet.select(names=names).plan(quarantine("Closed."), reason="abuse").start(canary_failures=1)

    clock.wait(60)
    again = fleet.select(names=names).plan(quarantine("Closed for good."), reason="abuse").start()
    released = fleet.select(names=names).plan(fleet.release(), reason="mended").start()

    assert (first.counts, again.counts) == ({"done": 1, "partial": 1}, {"unchanged": 1, "done": 1})
    assert released.counts == {"done": 2}
    assert state(production) == before
