"""Nothing is destroyed without consent: not off a terminal, not by a variable, not for another set than was shown."""

import json
from pathlib import Path

import pytest

import tenantry
from tenantry_cli.consent import digest_of
from tenantry_emulator import Emulator

from .conftest import Command, writes

IN_ENVIRONMENT = {"TENANTRY_NAMESPACE": "production"}

JOURNAL = ("--journal", "rollouts.db", "--reason", "ticket 912")

# What destroys something, and what a person types to agree.
DESTRUCTIVE = {
    "ns delete": (["ns", "delete", "production"], "production"),
    "ns rename": (["ns", "rename", "production", "live"], "production"),
    "rm": (["rm", "acme-shop", "-n", "production"], "acme-shop"),
    "rm of several": (["rm", "acme-shop", "blue-shop", "-n", "production"], "production"),
    "rm --tag": (["rm", "--tag", "customer-acme", "-n", "production"], "customer-acme"),
    "quarantine": (["quarantine", "acme-shop", *JOURNAL, "-n", "production"], "acme-shop"),
    "quarantine --tag": (["quarantine", "--tag", "plan-free", *JOURNAL, "-n", "production"], "plan-free"),
    "release": (["release", "blue-shop", *JOURNAL, "-n", "production"], "blue-shop"),
    "snapshot restore": (["snapshot", "restore", "acme-shop", "before", "-n", "production"], "acme-shop"),
    "settings set": (["settings", "set", "acme-shop", "settings.json", "-n", "production"], "acme-shop"),
    "api": (["api", "DELETE", "/accounts/{account_id}/workers/dispatch/namespaces/production"], "DELETE"),
    "secret rm": (["secret", "rm", "acme-shop", "PAYMENT_KEY", "-n", "production"], "PAYMENT_KEY"),
}
cases = pytest.mark.parametrize(("arguments", "name"), DESTRUCTIVE.values(), ids=DESTRUCTIVE)


@pytest.fixture
def already(cloudflare: Emulator, production: tenantry.Namespace, tmp_path: Path) -> list[str]:
    """What was written before the command runs."""
    production.script("acme-shop").snapshot().save(tmp_path / "before")
    (tmp_path / "settings.json").write_text('{"bindings": []}', "utf-8")
    return writes(cloudflare)


@cases
def test_off_a_terminal_nothing_happens_without_yes(
    run: Command, cloudflare: Emulator, already: list[str], arguments: list[str], name: str
) -> None:
    ran = run(*arguments, typed=f"{name}\n")

    assert (ran.code, ran.out) == (64, "")
    assert "--yes" in ran.err
    assert writes(cloudflare) == already


@cases
def test_on_a_terminal_nothing_happens_unless_the_name_is_typed(
    run_on_terminal: Command, cloudflare: Emulator, already: list[str], arguments: list[str], name: str
) -> None:
    ran = run_on_terminal(*arguments, typed="yes")

    assert ran.code == 3
    assert f"Type {name} to go on: yes\n" in ran.out
    assert ran.out.endswith("tenantry: That is not the name. Nothing was done.\n")
    assert writes(cloudflare) == already


@cases
def test_a_dry_run_asks_nobody_and_changes_nothing(
    run: Command, cloudflare: Emulator, already: list[str], arguments: list[str], name: str
) -> None:
    ran, program = (run(*arguments, "--dry-run", *form) for form in ((), ("--json",)))

    assert (ran.code, " would be " in ran.out) == (0, True)
    said = json.loads(program.out)
    assert [each["dry_run"] for each in (said if isinstance(said, list) else [said])] == [True] * ran.out.count(
        " would be "
    )
    assert writes(cloudflare) == already


@pytest.mark.parametrize(
    "arguments",
    [
        ["ns", "create", "production"],
        ["ns", "rename", "staging", "live"],
        ["ns", "trust", "staging"],
        ["download", "acme-shoop", "out", "-n", "production"],
        ["secret", "put", "acme-shoop", "KEY", "-n", "production"],
        ["secret", "rm", "acme-shop", "KEY", "-n", "production"],
        ["settings", "set", "acme-shoop", "settings.json", "-n", "production"],
        ["snapshot", "save", "acme-shoop", "saved", "-n", "production"],
        ["tag", "add", "acme-shoop", "beta", "-n", "production"],
        ["tag", "rm", "acme-shoop", "beta", "-n", "production"],
        ["tag", "set", "acme-shoop", "-n", "production"],
    ],
    ids=" ".join,
)
def test_a_dry_run_fails_where_nothing_could_be_done(run: Command, already: list[str], arguments: list[str]) -> None:
    ran = run(*arguments, "--dry-run", typed="a-value")

    assert (ran.code, ran.out) == (1, "")


def test_a_dry_run_of_a_removal_says_what_is_not_there(run: Command, production: tenantry.Namespace) -> None:
    names = ("rm", "acme-shoop", "blue-shop", "-n", "production")
    dry, program, ran = run(*names, "--dry-run"), run(*names, "--dry-run", "--json"), run(*names, "--yes")

    assert dry.out.splitlines() == [
        "script acme-shoop in production was not there",
        "script blue-shop in production would be deleted",
    ]
    assert [(each["action"], each["dry_run"]) for each in json.loads(program.out)] == [
        ("was not there", True),
        ("deleted", True),
    ]
    assert (ran.code, ran.out) == (0, dry.out.replace("would be ", ""))


@pytest.mark.parametrize("case", [name for name in DESTRUCTIVE if name not in {"api", "ns delete", "ns rename"}])
def test_a_variable_that_was_set_before_is_not_consent(
    run: Command, run_on_terminal: Command, cloudflare: Emulator, already: list[str], case: str
) -> None:
    arguments = DESTRUCTIVE[case][0][:-2]
    ran = run(*arguments, "--yes", environment=IN_ENVIRONMENT)
    asked = run_on_terminal(*arguments, typed=case, environment=IN_ENVIRONMENT)

    assert (ran.code, "TENANTRY_NAMESPACE alone is not consent" in ran.err) == (64, True)
    assert "to go on: " in asked.out
    assert (asked.code, writes(cloudflare)) == (3, already)


def test_the_name_that_is_typed_is_consent(run_on_terminal: Command, production: tenantry.Namespace) -> None:
    ran = run_on_terminal("rm", "acme-shop", typed="production/acme-shop", environment=IN_ENVIRONMENT)

    assert ran.code == 0
    assert ran.out.endswith("script acme-shop in production deleted\n")
    assert [script.name for script in production.list_scripts()] == ["blue-shop"]


def test_a_set_wants_its_count_and_its_digest(
    run: Command, cloudflare: Emulator, production: tenantry.Namespace, already: list[str]
) -> None:
    production.script("blue-shop").add_tag("customer-acme")
    already = writes(cloudflare)
    digest = digest_of(["blue-shop", "acme-shop"])
    by_tag = ["rm", "--tag", "customer-acme", "-n", "production"]

    unsaid = run(*by_tag, "--yes")
    other_count = run(*by_tag, "--yes", "--expect", "3", "--expect-set", digest)
    other_set = run(*by_tag, "--yes", "--expect", "2", "--expect-set", digest_of(["acme-shop", "cedar"]))
    only_counted = run(*by_tag, "--yes", "--expect", "2")

    assert [ran.code for ran in (unsaid, other_count, other_set, only_counted)] == [64, 3, 3, 64]
    assert all(f"--expect 2 --expect-set {digest}" in ran.err for ran in (unsaid, only_counted))
    assert all("  acme-shop\n  blue-shop\n" in ran.err for ran in (unsaid, other_count, other_set))
    assert writes(cloudflare) == already

    done = run(*by_tag, "--yes", "--expect", "2", "--expect-set", digest)

    assert (done.code, done.out.count("deleted\n")) == (0, 2)
    assert [*production.list_scripts()] == []


def test_names_have_to_be_those_that_are_expected_too(run: Command, cloudflare: Emulator, already: list[str]) -> None:
    named = (["rm", "acme-shop"], ["quarantine", "acme-shop", *JOURNAL])
    wrong = (["--expect", "2"], ["--expect-set", digest_of(["cedar"])])
    refused = [run(*command, *guard, "-n", "production", "--yes") for command in named for guard in wrong]

    assert [ran.code for ran in refused] == [3] * 4
    assert all("not those that were expected" in ran.err for ran in refused)
    assert writes(cloudflare) == already
    assert run("rm", "acme-shop", "-n", "production", "--yes", "--expect", "1").code == 0


def test_a_digest_is_of_the_names_and_not_of_their_order() -> None:
    assert digest_of(["a", "b"]) == digest_of(["b", "a"]) != digest_of(["a", "c"])
    assert digest_of(["a", "b"]) != digest_of(["ab"])
