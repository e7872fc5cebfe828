"""Each exit code, as the installed command gives it, and which error is which."""

import os
import signal
import subprocess

import pytest

import tenantry
from tenantry.errors import Answer
from tenantry_cli.exits import MEANINGS, CommandError, Exit, code_of
from tenantry_emulator import Emulator, Fault

from .conftest import Command
from .running import TENANTRY


def test_done_is_0_and_a_refusal_1_with_cloudflares_words(run: Command, production: tenantry.Namespace) -> None:
    assert run("get", "acme-shop", "-n", "production").code == 0
    missing = run("get", "acme-shoop", "-n", "production")

    assert (missing.code, missing.out) == (1, "")
    assert missing.err.startswith("tenantry: GET /accounts/")
    assert "10092" in missing.err


def test_a_delete_that_stops_half_way_is_3_and_says_what_is_done(
    run: Command, cloudflare: Emulator, production: tenantry.Namespace
) -> None:
    cloudflare.faults.add(Fault("refuse", operation="delete_script", status=403, code=10000, skip=1))
    ran = run("rm", "acme-shop", "blue-shop", "-n", "production", "--yes")

    assert (ran.code, ran.out) == (3, "script acme-shop in production deleted\n")
    assert "1 of 2 are left" in ran.err
    assert [script.name for script in production.list_scripts()] == ["blue-shop"]


def test_a_missing_token_and_a_missing_permission_are_4(run: Command, cloudflare: Emulator) -> None:
    missing = run("ns", "list", environment={"CLOUDFLARE_API_TOKEN": ""})
    cloudflare.register_token("reader", permissions=["Workers Scripts Read"])
    reads, writes = (
        run("ns", *arguments, environment={"CLOUDFLARE_API_TOKEN": "reader"})
        for arguments in (("list",), ("create", "production"))
    )

    assert (missing.code, "CLOUDFLARE_API_TOKEN" in missing.err) == (4, True)
    assert (reads.code, writes.code) == (0, 4)
    assert cloudflare.requests[-1].status == 403


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"CLOUDFLARE_API_TOKEN": "two words"}, 4),
        ({"CLOUDFLARE_API_TOKEN": "", "CLOUDFLARE_API_KEY": "key"}, 4),
        ({"CLOUDFLARE_API_TOKEN": "", "CLOUDFLARE_EMAIL": "ana@example.com"}, 4),
        ({"CLOUDFLARE_ACCOUNT_ID": ""}, 4),
        ({"CLOUDFLARE_ACCOUNT_ID": ".."}, 4),
        ({"CLOUDFLARE_BASE_URL": "api.cloudflare.com"}, 64),
        ({"CLOUDFLARE_BASE_URL": "http://ana:key@127.0.0.1"}, 64),
        ({"HTTPS_PROXY": "nonsense://nowhere"}, 64),
        ({"SSL_CERT_FILE": __file__}, 64),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_wrong_credentials_are_4_and_other_wrong_settings_64(
    run: Command, variables: dict[str, str], code: int
) -> None:
    ran, examined = run("ns", "list", environment=variables), run("doctor", environment=variables)

    assert (ran.code, all(name in ran.err for name, value in variables.items() if value)) == (code, True)
    is_about = "credentials" if code == 4 else "connection"
    assert (examined.code, examined.err) == (4 if code == 4 else 1, "")
    assert examined.out.splitlines()[-1].startswith(f"{is_about}\tfailed\t")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ls"], "TENANTRY_NAMESPACE"),
        (["lss"], 'Did you mean "ls"?'),
        (["ls", "--nmespace", "x"], "--namespace"),
        (["ls", "-n", "x", "--json", "--ndjson"], "--ndjson"),
        (["ls", "-n", "x", "--fields", "nme"], "it has name, namespace, tags"),
        (["ls", "-n", ".."], "would address something else"),
        (["ns", "get"], "NAME"),
        (["-n", "production", "ls"], "Options come after the command"),
        (["secret", "put", "acme", "KEY", "a-value"], "more arguments than the command takes"),
        (["ns", "list", "--rate", "0"], "--rate"),
        (["ns", "list", "--rate", "1e999"], "--rate"),
        (["ns", "list", "--rate", "nan"], "--rate: 'nan' is not a number of calls a second above 0."),
        (["rm", "acme", "-n", "x", "--expect", "1.5"], "--expect: '1.5' is not a whole number from 0."),
        (["rm", "acme", "-n", "x", "--expect", "0x1"], "--expect"),
        (["rollout", "start", "id", "--canary", "1.5"], "--canary"),
        (["rollout", "start", "id", "--canary", "1e3"], "--canary"),
        (["rollout", "undo", "id", "--threads", "-1"], "--threads"),
        (["rollout", "undo", "id", "--bake", "nan"], "--bake: 'nan' is not a number from 0."),
        (["rollout", "status", "id", "--watch", "--timeout", "inf"], "--timeout"),
        (["rollout", "set-rate", "id", "nan", "--dry-run"], "'nan' is not a number of calls a second above 0."),
        (["deploy", "acme-shop", "", "-n", "x"], "Is a variable not set?"),
        (["deploy", "acme-shop", "dist", "-n", "x", "--assets="], "'--assets='"),
        (["ls", "-n", ""], "Is a variable not set?"),
    ],
)
def test_what_cannot_be_meant_is_64_in_one_line_and_sends_nothing(
    run: Command, cloudflare: Emulator, arguments: list[str], said: str
) -> None:
    ran = run(*arguments)

    assert (ran.code, ran.out, ran.err.count("\n")) == (64, "", 1)
    assert ran.err.startswith("tenantry: ")
    assert said in ran.err
    assert "a-value" not in ran.err
    assert [*cloudflare.requests] == []


def test_ctrl_c_is_130(environment: dict[str, str], cloudflare: Emulator) -> None:
    cloudflare.faults.add(Fault("rate_limit", retry_after=300))
    with subprocess.Popen(
        [TENANTRY, "ns", "list"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        # It says that it waits, and then it does.
        said = process.stderr.readline()
        os.kill(process.pid, signal.SIGINT)
        rest = process.stderr.read()

    assert said == "Cloudflare asks to wait: 5 min 0 s.\n"
    assert (process.returncode, rest) == (130, "tenantry: interrupted\n")


def refusal(kind: type[tenantry.Refused], **said: tuple[str, ...]) -> tenantry.Refused:
    error = kind(method="PUT", path="/x", answer=Answer(403))
    for name, value in said.items():
        setattr(error, name, value)
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CommandError("x", Exit.PENDING), 2),
        (KeyboardInterrupt(), 130),
        (tenantry.NotSent("x"), 64),
        (tenantry.NoAnswer("x", method="PUT", path="/x"), 1),
        (ZeroDivisionError(), 1),
        (refusal(tenantry.Denied), 4),
        (refusal(tenantry.Denied, done=("acme",)), 3),
        (refusal(tenantry.Refused, deleted=("acme",)), 3),
        (refusal(tenantry.RateLimited), 1),
    ],
    ids=repr,
)
def test_an_error_has_its_code(error: BaseException, code: int) -> None:
    assert code_of(error) == code


def test_every_code_has_its_meaning() -> None:
    assert MEANINGS.keys() == {*Exit}
    assert sorted(Exit) == [0, 1, 2, 3, 4, 64, 130]


def test_debug_shows_requests_and_where_an_error_came_from_and_no_secret(
    run: Command, cloudflare: Emulator, production: tenantry.Namespace
) -> None:
    ran = run("secret", "put", "acme-shoop", "KEY", "-n", "production", "--debug", typed="hunter2")

    assert ran.code == 1
    assert "> PUT /accounts/" in ran.err
    assert "< 404 after" in ran.err
    assert "Traceback" in ran.err
    assert "hunter2" not in ran.err
    assert cloudflare.api_token not in ran.err
