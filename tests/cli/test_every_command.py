"""Every command, as it is installed: off a terminal, where programs read it, and on one, where people do."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen
from cyclopts import App

import tenantry
from tenantry_cli.tree import app
from tenantry_emulator import Emulator
from tenantry_fleet import Fleet, quarantine

from .conftest import CODE, Command

IN = ("-n", "production")
JOURNAL = ("--journal", "rollouts.db", "--reason", "ticket 912")
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"
HASH = "[0-9a-f]{64}"


@frozen
class Case:
    """How a command is called, and what it prints; `typed` is what a person answers, or a program writes to it."""

    arguments: tuple[str, ...]
    off: str
    """A pattern for all that is on stdout, off a terminal."""
    on: str
    """A part of what a terminal shows, with one space for many."""
    typed: str = ""
    consent: tuple[str, ...] = ()
    """What agrees in the place of a person."""
    code: int = 0


CASES = {
    "ls": Case(
        ("ls", *IN, "--tag", "plan-pro"),
        f"acme-shop\t{TIME}\tcustomer-acme, plan-pro\n",
        "NAME MODIFIED ON TAGS\nacme-shop 2",
    ),
    "get": Case(
        ("get", "blue-shop", *IN, "--fields", "name,tags,namespace"),
        "name\tblue-shop\ntags\tplan-free\nnamespace\tproduction\n",
        "name blue-shop\ntags plan-free\nnamespace production",
    ),
    "builds": Case(("builds", *IN), f"2\t{TIME}\t{HASH}\n", "COUNT SINCE ETAG"),
    "doctor": Case(
        ("doctor", *IN, "--write"),
        r"versions\tok\ttenantry .*\nwrite\tok\ttenantry-doctor-\w+ was deployed and deleted\t\n",
        "\nok namespace production, 2 scripts, untrusted\nok write tenantry-doctor-",
    ),
    "deploy": Case(
        ("deploy", "acme-shop", "dist", *IN, "--tag", "plan-free"),
        "script acme-shop in production deployed\n",
        "not a module, and left out: README.md\nscript acme-shop in production deployed",
    ),
    "diff": Case(
        ("diff", "acme-shop", "dist", *IN, "--var", "PLAN=free"),
        r"~ code/index.js: application/javascript\+module, 57 bytes, [^\n]+\n~ bindings.PLAN: [^\n]+ → [^\n]+\n",
        "~ bindings.PLAN: ",
        code=2,
    ),
    "download": Case(
        ("download", "acme-shop", "out", *IN),
        "script acme-shop in production downloaded to out\n",
        "script acme-shop in production downloaded to out",
    ),
    "rm": Case(
        ("rm", "acme-shop", "blue-shop", *IN),
        "script acme-shop in production deleted\nscript blue-shop in production deleted\n",
        "acme-shop, blue-shop of production will be deleted with all secrets, for good. Type production to go on: ",
        typed="production",
        consent=("--yes",),
    ),
    "quarantine": Case(
        ("quarantine", "acme-shop", *IN, *JOURNAL),
        "acme-shop\tdone\t\n",
        "acme-shop of production will be quarantined. Type acme-shop to go on: ",
        typed="acme-shop",
        consent=("--yes",),
    ),
    "release": Case(
        ("release", "blue-shop", *IN, *JOURNAL),
        "blue-shop\tdone\t\n",
        "blue-shop of production will be released. Type blue-shop to go on: ",
        typed="blue-shop",
        consent=("--yes",),
    ),
    "ns list": Case(("ns", "list"), f"production\t2\tno\t{TIME}\n", "NAME SCRIPT COUNT TRUSTED WORKERS CREATED ON\n"),
    "ns get": Case(("ns", "get", "production"), r"name\tproduction\nid\t.*script_count\t2\n.*", "script_count 2\n"),
    "ns create": Case(("ns", "create", "staging"), "namespace staging created\n", "namespace staging created"),
    "ns ensure": Case(("ns", "ensure", "production"), "namespace production ensured\n", "namespace production ensured"),
    "ns rename": Case(
        ("ns", "rename", "production", "live"),
        "namespace production renamed to live\n",
        "Dispatch Workers that bind to production will no longer find it. Type production to go on: ",
        typed="production",
        consent=("--yes",),
    ),
    "ns trust": Case(("ns", "trust", "production"), "namespace production trusted\n", "namespace production trusted"),
    "ns delete": Case(
        ("ns", "delete", "production"),
        "namespace production deleted\n",
        "The namespace production will be deleted with its 2 scripts and their secrets",
        typed="production",
        consent=("--yes",),
    ),
    "secret list": Case(("secret", "list", "acme-shop", *IN), "PAYMENT_KEY\tsecret_text\n", "NAME TYPE\nPAYMENT_KEY"),
    "secret put": Case(
        ("secret", "put", "acme-shop", "KEY", *IN),
        "secret KEY of acme-shop in production set\n",
        "secret KEY of acme-shop in production set",
        typed="hunter2",
    ),
    "secret rm": Case(
        ("secret", "rm", "acme-shop", "PAYMENT_KEY", *IN),
        "secret PAYMENT_KEY of acme-shop in production deleted\n",
        "The secret PAYMENT_KEY of acme-shop will be deleted, for good. Type PAYMENT_KEY to go on: ",
        typed="PAYMENT_KEY",
        consent=("--yes",),
    ),
    "tag list": Case(("tag", "list", "acme-shop", *IN), "customer-acme\nplan-pro\n", "TAG\ncustomer-acme\nplan-pro"),
    "tag add": Case(
        ("tag", "add", "acme-shop", "beta", *IN),
        "tag beta of acme-shop in production added\n",
        "tag beta of acme-shop in production added",
    ),
    "tag rm": Case(
        ("tag", "rm", "acme-shop", "plan-pro", *IN),
        "tag plan-pro of acme-shop in production removed\n",
        "tag plan-pro of acme-shop in production removed",
    ),
    "tag set": Case(
        ("tag", "set", "acme-shop", "one", "two", *IN),
        "tags acme-shop in production set to one, two\n",
        "tags acme-shop in production set to one, two",
    ),
    "settings get": Case(
        ("settings", "get", "acme-shop", *IN, "--fields", "tags,compatibility_date"),
        "tags\tcustomer-acme, plan-pro\ncompatibility_date\t2026-11-01\n",
        "tags customer-acme, plan-pro\ncompatibility_date 2026-11-01",
    ),
    "settings set": Case(
        ("settings", "set", "acme-shop", "settings.json", *IN),
        "settings acme-shop in production changed in logpush, tags\n",
        "settings acme-shop in production changed in logpush, tags",
    ),
    "bindings": Case(
        ("bindings", "acme-shop", *IN),
        'PLAN\tplain_text\t{"text": "pro"}\nPAYMENT_KEY\tsecret_text\t\n',
        'NAME TYPE DETAILS\nPLAN plain_text {"text": "pro"}\nPAYMENT_KEY secret_text',
    ),
    "snapshot save": Case(
        ("snapshot", "save", "acme-shop", "saved", *IN),
        "script acme-shop in production saved to saved\n",
        "script acme-shop in production saved to saved",
    ),
    "snapshot restore": Case(
        ("snapshot", "restore", "acme-shop", "before", *IN),
        r"restored\tcode, .*\nkept\tsecrets.PAYMENT_KEY\nnot_restored\t\n",
        "What runs as acme-shop will be replaced by the snapshot in before. Type acme-shop to go on: ",
        typed="acme-shop",
        consent=("--yes",),
    ),
    "api": Case(
        ("api", "PUT", "/accounts/{account_id}/workers/dispatch/namespaces/production", "--input", "namespace.json"),
        r'\{"result":\{.*"trusted_workers":true.*\}',
        '"trusted_workers": true',
        typed="PUT",
        consent=("--yes",),
    ),
    "completion": Case(
        ("completion", "bash"), ".*complete -F _tenantry tenantry\n\n", "\ncomplete -F _tenantry tenantry\n"
    ),
    "emulator": Case(("emulator", "--version"), "tenantry_emulator .*\n", "tenantry_emulator "),
}


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path, production: tenantry.Namespace) -> Path:
    """Where the commands run, with what they read."""
    if "[release]" in request.node.name:
        with Fleet(production, journal=tmp_path / "rollouts.db") as fleet:
            fleet.select(names=["blue-shop"]).plan(quarantine("closed"), reason="ticket 911").start(canary=0)
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/index.js").write_text(CODE.replace("hi", "v2"), "utf-8")
    (tmp_path / "dist/README.md").write_text("not a module", "utf-8")
    (tmp_path / "settings.json").write_text('{"logpush": true, "tags": ["beta"], "limits": null}', "utf-8")
    (tmp_path / "namespace.json").write_text('{"name": "production", "trusted_workers": true}', "utf-8")
    production.script("acme-shop").snapshot().save(tmp_path / "before")
    return tmp_path


each_command = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@each_command
def test_off_a_terminal(case: Case, run: Command, folder: Path) -> None:
    ran = run(*case.arguments, *case.consent, typed=case.typed if not case.consent else "")

    assert (ran.code, ran.err.replace("not a module, and left out: README.md\n", "")) == (case.code, "")
    assert re.fullmatch(case.off, ran.out, re.DOTALL), ran.out


@each_command
def test_on_a_terminal(case: Case, run_on_terminal: Command, folder: Path) -> None:
    ran = run_on_terminal(*case.arguments, typed=case.typed)

    assert ran.code == case.code, ran.out
    assert case.on in plain(ran.out), ran.out
    if "NAME" in case.on:
        assert max(map(len, plain(ran.out).splitlines())) <= 80, "a table wraps"


def plain(shown: str) -> str:
    """What a terminal shows, without colours, and with one space for many."""
    text = re.sub(r"\x1b\[[0-9;]*[mK]", "", shown)
    return re.sub(r" +(?=\n)", "", re.sub(r" +", " ", text))


def commands(at: App, above: str = "") -> Iterator[str]:
    """The names of all commands."""
    for name in at:
        if not name.startswith("-"):
            below = [*commands(at[name], f"{above}{name} ")]
            yield from below or [f"{above}{name}"]


def test_there_is_a_case_for_every_command() -> None:
    # Those of rollouts stand in test_rollout_commands.
    assert {name for name in commands(app) if not name.startswith("rollout ")} == CASES.keys()


def test_what_they_change_is_changed(
    run: Command, cloudflare: Emulator, production: tenantry.Namespace, folder: Path
) -> None:
    shop = production.script("acme-shop")
    for name in ("secret put", "tag rm", "tag add", "deploy", "settings set", "snapshot restore"):
        run(*CASES[name].arguments, *CASES[name].consent, typed=CASES[name].typed if name == "secret put" else "")
        match name:
            case "secret put":
                assert [secret.name for secret in shop.list_secrets()] == ["PAYMENT_KEY", "KEY"]
            case "tag add":
                assert shop.get_tags() == ["customer-acme", "beta"]
            case "deploy":
                assert (b"v2" in shop.get_content()["index.js"], shop.get_tags()) == (True, ["plan-free"])
            case "settings set":
                assert (shop.get_settings().logpush, shop.get_tags()) == (True, ["beta"])
            case "snapshot restore":
                assert b"hi" in shop.get_content()["index.js"]
