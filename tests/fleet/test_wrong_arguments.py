"""Wrong arguments are refused by an error of ours where they are given, and leave nothing behind."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry_emulator import Emulator
from tenantry_fleet import (
    Fleet,
    Plan,
    add_tag,
    each,
    patch_settings,
    put_content,
    quarantine,
    remove_tag,
    set_tags,
    show_progress,
)
from tenantry_fleet import deploy as deploy_each

from .tenants import code, deploy

# Any: each value is of a type that the argument does not have.
WRONG: Any = None
STARTS: dict[str, list[Any]] = {
    "canary": [-1, 1.5, "20", True, None, float("nan")],
    "waves": ["100%", 5, None, ["1%", None], [-1], ["1%", "x%"], {"1%": 1}, ["nan%"]],
    "bake": [-1, "60", float("inf"), float("nan"), None],
    "check": [5, "https://example.com", b"x", ["true"]],
    "gate": [5, [], b"x", ["true", 5], [Path("true")], {"a": 1}],
    "confirm": ["no", 1, None],
    "max_failures": [-1, "5", "101%", 0.5, None, True],
    "canary_failures": [-1, "all", None],
    "rate": [0, -1, "3", float("inf"), float("nan"), True],
    "threads": [0, 1.5, "8", None, True],
    "executor": [5, "threads", dict],
    "even_if_changed": ["yes", 1, None],
}


@pytest.fixture
def plan(fleet: Fleet, production: tenantry.Namespace) -> Plan:
    deploy(production, 2)
    return fleet.select().plan(put_content(code("new")), reason="a plan")


@pytest.mark.parametrize("name", STARTS)
def test_a_start_with_a_wrong_argument_leaves_the_plan_as_it_is(plan: Plan, fleet: Fleet, name: str) -> None:
    for value in STARTS[name]:
        with pytest.raises(tenantry.NotSent, match=name):
            plan.start(**{name: value})

    assert fleet.status(plan.id).state == "planned"
    assert plan.start().counts == {"done": 2}


SELECTIONS: dict[str, list[Any]] = {
    "tags": [["plan-pro"], "plan-pro", {"plan-pro": "yes"}, {5: True}, {"plan-pro": None}],
    "names": [5, [5], [None], b"shop", "no/such/file", [b"shop"]],
    "where": [5, "name"],
    "etag": [5, b"x"],
    "modified_before": ["2026-01-01", 5, datetime.date(2026, 1, 1), datetime.datetime(2026, 1, 1)],
}


@pytest.mark.parametrize("name", SELECTIONS)
def test_a_selection_by_something_that_no_script_has_is_refused(fleet: Fleet, name: str) -> None:
    for value in SELECTIONS[name]:
        with pytest.raises(tenantry.NotSent, match=name):
            fleet.select(**{name: value})


def test_a_file_of_names_is_read_as_editors_write_it(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "names").write_bytes("\ufeffshop-00001\r\n shop-00002 \r\n\r\n".encode())
    (tmp_path / "latin").write_bytes("schönes".encode("latin-1"))

    assert fleet.select(names=tmp_path / "names").criteria.names == frozenset(["shop-00001", "shop-00002"])
    with pytest.raises(tenantry.NotSent, match="cannot be read: 'utf-8' codec"):
        fleet.select(names=tmp_path / "latin")


OPERATIONS: dict[str, Callable[[], Any]] = {
    "put_content without code": lambda: put_content(WRONG),
    "put_content of nothing": lambda: put_content({}),
    "put_content of a number": lambda: put_content({"index.js": WRONG}),
    "another main module": lambda: put_content(code("new"), main="other.js"),
    "deploy without code": lambda: deploy_each(WRONG),
    "deploy that creates": lambda: deploy_each(code("new"), create=True),
    "set_tags of one text": lambda: set_tags("beta"),
    "set_tags of numbers": lambda: set_tags([WRONG]),
    "set_tags of none": lambda: set_tags(WRONG),
    "add_tag of none": lambda: add_tag(WRONG),
    "remove_tag of none": lambda: remove_tag(WRONG),
    "quarantine without a text": lambda: quarantine(WRONG),
    "each without a function": lambda: each(WRONG),
    "each with fewer calls than none": lambda: each(print, calls=-1),
    "each with a part of a call": lambda: each(print, calls=WRONG),
    "progress on a number": lambda: show_progress(5),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(tenantry.NotSent):
        OPERATIONS[name]()


PLANS: dict[str, Callable[[Fleet], Any]] = {
    "no operation": lambda fleet: fleet.select().plan(WRONG, reason="a plan"),
    "the path of code": lambda fleet: fleet.select().plan("dist/", reason="a plan"),  # type: ignore[arg-type]
    "no reason": lambda fleet: fleet.select().plan(add_tag("beta"), reason=WRONG),
    "an argument that deploy does not have": lambda fleet: fleet.select().plan(
        deploy_each(code("new"), compatibility="2026-01-01"), reason="a plan"
    ),
    "a value that deploy refuses": lambda fleet: fleet.select().plan(
        deploy_each(code("new"), tags="beta"), reason="a plan"
    ),
    "a setting that there is not": lambda fleet: fleet.select().plan(patch_settings(vars={}), reason="a plan"),
    "a setting that may be none": lambda fleet: fleet.select().plan(patch_settings(tags=None), reason="a plan"),
    "no setting": lambda fleet: fleet.select().plan(patch_settings(), reason="a plan"),
    "an id that is a rollout": lambda fleet: fleet.status(WRONG),
    "a history of a number": lambda fleet: fleet.history(5),  # type: ignore[arg-type]
    "a history of nothing": lambda fleet: fleet.history("r0"),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_that_cannot_be_is_refused_and_asks_for_nothing(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator, name: str
) -> None:
    with pytest.raises(tenantry.NotSent):
        PLANS[name](fleet)

    assert fleet.rollouts() == []
    assert fleet.history() == []


FLEETS: dict[str, dict[str, Any]] = {
    "namespace": {"namespace": "production"},
    "journal": {"journal": 5},
    "actor": {"actor": 5},
    "on_event": {"on_event": 5},
    "client_factory": {"client_factory": 5},
}


@pytest.mark.parametrize("name", FLEETS)
def test_a_fleet_of_something_else_is_refused(production: tenantry.Namespace, tmp_path: Path, name: str) -> None:
    given = {"namespace": production, "journal": tmp_path / "rollouts.db", **FLEETS[name]}

    with pytest.raises(tenantry.NotSent, match=name):
        Fleet(given.pop("namespace"), **given)

    assert [*tmp_path.iterdir()] == []


def test_a_fleet_of_an_async_namespace_is_refused(cloudflare: Emulator, tmp_path: Path) -> None:
    client = tenantry.AsyncClient(api_token=cloudflare.api_token, account_id=cloudflare.account_id)
    namespace: Any = client.namespace("production")

    with pytest.raises(tenantry.NotSent, match=r"one of a tenantry\.Client, not AsyncNamespace"):
        Fleet(namespace, journal=tmp_path / "rollouts.db")


def test_the_rest_is_refused_of_a_rollout_that_is_there(plan: Plan, fleet: Fleet, tmp_path: Path) -> None:
    refused: list[Callable[[], object]] = [
        lambda: fleet.set_rate(plan.id, 0),
        lambda: fleet.plan_undo(plan.id, accept="assets"),
        lambda: fleet.plan_undo(plan.id, accept=[WRONG]),
        lambda: fleet.report(plan.id).save(WRONG),
        lambda: fleet.report(plan.id).save("a\0b"),
        lambda: fleet.report(plan.id).save("\ud800"),
        lambda: fleet.report(plan.id).save(tmp_path / "none" / "report.html"),
    ]
    for do in refused:
        with pytest.raises(tenantry.NotSent):
            do()
    plan.start(gate=["false"])
    options: list[dict[str, Any]] = [
        {"check": 5},
        {"gate": []},
        {"executor": 5},
        {"operation": 5},
        {"operation": add_tag("beta")},
    ]
    for given in options:
        with pytest.raises(tenantry.NotSent):
            fleet.resume(plan.id, **given)

    assert fleet.resume(plan.id, gate=["true"]).counts == {"done": 2}
    for give in (fleet.status, lambda text: fleet.select().plan(add_tag("beta"), reason=text)):
        with pytest.raises(tenantry.NotSent, match="has bytes that are not UTF-8"):
            give("\udcff")
