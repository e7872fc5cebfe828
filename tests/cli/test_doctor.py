"""`tenantry doctor` sees what is wrong, says what to do, and exits as its table says."""

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

import tenantry
from tenantry._responses.error_codes import MEANINGS
from tenantry_cli.checks import Finding, _budget, _clock, _of_token
from tenantry_cli.wording import PHRASES, in_commands
from tenantry_emulator import Emulator, Fault
from tests.client.servers.recording import listening

from .conftest import Command, writes
from .running import Ran


def states(ran: Ran) -> dict[str, str]:
    return {each["check"]: each["state"] for each in json.loads(ran.out)}


def found(ran: Ran, check: str) -> dict[str, str]:
    (one,) = (each for each in json.loads(ran.out) if each["check"] == check)
    return dict(one)


def test_all_is_well_and_nothing_is_left_of_it(
    run: Command, cloudflare: Emulator, production: tenantry.Namespace
) -> None:
    before = len(cloudflare.requests)
    ran = run("doctor", "-n", "production", "--write", "--json")

    assert ran.code == 0
    assert {name: state for name, state in states(ran).items() if state != "ok"} == {
        "budget": "unknown",
        "runtime": "skipped",
    }
    assert found(ran, "token")["found"] == "active, and does not expire"
    assert found(ran, "namespace")["found"] == "production, 2 scripts, untrusted"
    assert [each.method for each in [*cloudflare.requests][before:] if each.method != "GET"] == ["PUT", "DELETE"]
    assert len([*production.list_scripts()]) == 2


def test_without_write_it_only_reads(run: Command, cloudflare: Emulator, production: tenantry.Namespace) -> None:
    before = writes(cloudflare)

    assert run("doctor", "-n", "production").code == 0
    assert run("doctor", "-n", "production", "--write", "--dry-run").code == 0
    assert writes(cloudflare) == before


@pytest.mark.parametrize(
    ("fault", "check", "code", "todo"),
    [
        (Fault("refuse", operation="list_namespaces", status=403, code=10000), "permissions", 4, "API token needs"),
        (Fault("refuse", operation="list_namespaces", status=403, code=10023), "entitlement", 4, "bought separately"),
        (Fault("refuse", operation="list_namespaces", status=403, code=10121), "entitlement", 4, "bought separately"),
        (Fault("reset", operation="list_namespaces"), "connection", 1, "CLOUDFLARE_BASE_URL"),
        (Fault("refuse", operation="upload_script", status=403, code=10000), "write", 1, "API token needs"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_named_with_what_to_do(
    run: Command,
    cloudflare: Emulator,
    production: tenantry.Namespace,
    fault: Fault,
    check: str,
    code: int,
    todo: str,
) -> None:
    cloudflare.faults.add(fault)
    ran = run("doctor", "-n", "production", "--write", "--json")

    assert ran.code == code
    assert [name for name, state in states(ran).items() if state == "failed"] == [check]
    assert todo in found(ran, check)["todo"]


def test_without_credentials_it_is_4_and_without_the_namespace_1(run: Command, production: object) -> None:
    unknown = run("doctor", "--json", environment={"CLOUDFLARE_API_TOKEN": ""})
    missing = run("doctor", "-n", "prodction", "--json")

    assert (unknown.code, states(unknown)["credentials"]) == (4, "failed")
    assert (missing.code, states(missing)["namespace"]) == (1, "failed")
    assert found(missing, "namespace")["todo"].startswith("Did you mean 'production'? `tenantry ns list` shows")


@pytest.mark.parametrize(
    ("token", "code", "state", "text"),
    [
        ("reader", 0, "ok", "active, and does not expire"),
        ("brief", 0, "ok", "active, expires in 2 days"),
        ("late", 4, "failed", "expired"),
        ("stranger", 4, "failed", "not known"),
    ],
)
def test_a_token_is_asked_about_itself(
    run: Command, cloudflare: Emulator, token: str, code: int, state: str, text: str
) -> None:
    now = cloudflare.clock.now()
    cloudflare.register_token("reader", permissions=["Workers Scripts Read"])
    cloudflare.register_token("brief", expires_on=now + timedelta(days=2, hours=1))
    cloudflare.register_token("late", expires_on=now - timedelta(seconds=1))
    ran = run("doctor", "--json", environment={"CLOUDFLARE_API_TOKEN": token})

    assert (ran.code, ran.err) == (code, "")
    assert (found(ran, "token")["state"], found(ran, "token")["found"][: len(text)]) == (state, text)
    assert token not in ran.out + ran.err


def test_the_end_of_a_token_of_an_account_and_the_budget_are_told(run: Command) -> None:
    ends = (datetime.now(UTC) + timedelta(days=61, hours=1)).isoformat()
    with listening() as server:
        server.refuse(1000, status=401)
        server.succeed({"id": "a", "status": "active", "expires_on": ends})
        server.answer_json({"success": True, "result": []}, ratelimit='"default";r=1183;t=200')
        ran = run("doctor", "--json", environment={"CLOUDFLARE_BASE_URL": server.url})

    assert [each.path.rpartition("/v4")[2] for each in server.requests[:1]] == ["/user/tokens/verify"]
    assert server.requests[1].path.endswith("/tokens/verify")
    assert (ran.code, found(ran, "token")["found"]) == (0, "active, expires in 61 days")
    assert found(ran, "budget")["found"] == "1183 calls left"


@pytest.mark.parametrize(
    ("finding", "state", "text"),
    [
        (_of_token("expired", None), "failed", "expired"),
        (_of_token("active", None), "ok", "active, and does not expire"),
        (_clock({"date": format_datetime(datetime.now(UTC))}), "ok", "that of the server"),
        (_clock({"date": format_datetime(datetime.now(UTC) - timedelta(hours=2))}), "failed", "7,2"),
        (_clock({"date": "soon"}), "unknown", "does not say"),
        (_budget({}), "unknown", "does not say"),
        (_budget({"ratelimit": '"d";r=3', "ratelimit-policy": '"d";q=1200;w=300'}), "ok", "3 calls left of 1200"),
    ],
)
def test_a_finding(finding: Finding, state: str, text: str) -> None:
    assert finding.state == state
    assert text in finding.found


def test_a_token_that_ends_soon_is_to_be_rolled() -> None:
    soon = (datetime.now(UTC) + timedelta(days=3)).isoformat()

    assert "Roll it in time" in (_of_token("active", soon).todo or "")


def test_no_hint_names_a_verb_of_python() -> None:
    hints = [in_commands(hint) for _, hint in MEANINGS.values() if hint]

    assert [hint for hint in hints if re.search(r"\w\(\)", hint)] == []
    assert {name for name in PHRASES if name.endswith("()")} >= {"ensure()", "list_scripts()"}
