"""Quarantine and release: what visitors get, what stays, and what the journal and the exit code say."""

import json
import sqlite3
from pathlib import Path

import pytest

import tenantry
from tenantry_cli.consent import digest_of
from tenantry_emulator import Emulator, Fault

from .conftest import Command, writes

IN = ("-n", "production", "--yes", "--journal", "rollouts.db")


def test_a_script_is_contained_and_brought_back(run: Command, production: tenantry.Namespace) -> None:
    shop = production.script("acme-shop")
    before = shop.snapshot()
    contained = run("quarantine", "acme-shop", *IN, "--reason", "abuse", "--text", "closed", "--json")

    assert (contained.code, [each["outcome"] for each in json.loads(contained.out)]) == (0, ["done"])
    assert b'"closed", { status: 503 }' in shop.get_content()["quarantine.js"]
    assert [secret.name for secret in shop.list_secrets()] == ["PAYMENT_KEY"]

    released = run("release", *IN, "--reason", "mended", "--expect", "1", "--expect-set", digest_of(["acme-shop"]))

    assert (released.code, released.out) == (0, "acme-shop\tdone\t\n")
    assert not before.diff(shop.snapshot())


def test_a_failure_leaves_the_rest_contained_and_is_3(
    run: Command, cloudflare: Emulator, production: tenantry.Namespace
) -> None:
    cloudflare.faults.add(Fault("refuse", operation="put_content", path="*/acme-shop/*", status=400, code=10021))
    ran = run("quarantine", "acme-shop", "blue-shop", *IN, "--reason", "abuse", "--fields", "script,outcome,code")

    assert (ran.code, sorted(ran.out.splitlines())) == (3, ["acme-shop\trefused\t10021", "blue-shop\tdone\t"])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["acme-shoop", *IN, "--reason", "x"], 1, "production has no script 'acme-shoop'. Nothing was done."),
        (["acme-shop", *IN], 64, "--reason"),
        (["acme-shop", "--tag", "x", *IN, "--reason", "x"], 64, "their names, or --tag"),
        (["acme-shop", *IN[:3], "--reason", "x"], 64, "TENANTRY_JOURNAL"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    run: Command, production: tenantry.Namespace, arguments: list[str], code: int, said: str
) -> None:
    before = [script.modified_on for script in production.list_scripts()]
    ran = run("quarantine", *arguments)

    assert (ran.code, said in ran.err) == (code, True)
    assert [script.modified_on for script in production.list_scripts()] == before


def test_nothing_to_do_is_done_and_a_journal_that_does_not_know_a_script_says_so(
    run: Command, cloudflare: Emulator, production: tenantry.Namespace
) -> None:
    before = writes(cloudflare)
    nobody = run("quarantine", "--tag", "no-such-tag", *IN, "--reason", "x")
    unknown = run("release", "acme-shop", *IN, "--reason", "x")

    assert (nobody.code, nobody.err) == (0, "No script of production has the tag no-such-tag.\n")
    assert (unknown.code, "not in quarantine, as far as this journal knows: acme-shop" in unknown.err) == (1, True)
    assert writes(cloudflare) == before


def test_the_journal_of_the_environment_has_the_reason(
    run: Command, production: tenantry.Namespace, tmp_path: Path
) -> None:
    journal = str(tmp_path / "of-the-team.db")
    ran = run("quarantine", "acme-shop", *IN[:3], "--reason", "abuse", environment={"TENANTRY_JOURNAL": journal})

    assert ran.code == 0
    with sqlite3.connect(journal) as database:
        assert database.execute("select reason from rollouts").fetchall() == [("abuse",)]
    database.close()
