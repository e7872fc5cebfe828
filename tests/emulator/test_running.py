"""Starting and stopping, in a thread and as a command; state that lasts."""

import importlib.metadata
import logging
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

import tenantry_emulator
from tenantry_emulator import Emulator, Fault, Limit, NotRunning, NotStarted, WrongArgument

from .account import PRODUCTION, Account
from .command import command, create
from .conftest import NO_CERTIFICATES, client

# What uvicorn logs when it waits for connections that are open.
WAITING = "Waiting for connections to close"


def test_an_emulator_has_its_own_state_and_port() -> None:
    with Emulator() as one, Emulator() as other, client(one) as http:
        Account(http).granted("POST", "/namespaces", json={"name": "production"})
        account_path = httpx.URL(str(http.base_url)).path

        answer = http.get(other.url.removesuffix("/client/v4") + account_path + "namespaces")
        assert answer.json()["result"] == []


def test_an_emulator_listens_on_loopback_alone(emulator: Emulator) -> None:
    assert emulator.url == f"http://127.0.0.1:{emulator.port}/client/v4"


def test_a_closed_emulator_listens_no_more_and_may_be_closed_again() -> None:
    emulator = Emulator()
    emulator.close()
    emulator.close()

    with pytest.raises(httpx.ConnectError):
        httpx.get(emulator.url, trust_env=False, verify=NO_CERTIFICATES)


def test_closing_does_not_wait_for_idle_connections(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with Emulator() as emulator, client(emulator) as http:
        Account(http).granted("GET", "/namespaces")
        emulator.close()

    assert WAITING not in caplog.text


def test_closing_waits_for_what_was_asked_and_for_no_fault() -> None:
    with Emulator(runs_workers=False) as emulator, client(emulator) as http, ThreadPoolExecutor(1) as thread:
        emulator.faults.add(Fault("latency", seconds=60))
        going = thread.submit(Account(http).granted, "GET", "/namespaces")
        while not emulator.faults.list()[0].met:
            pass
        emulator.close()

        assert going.result() == []


def test_closing_does_not_wait_for_the_rest_of_a_request(caplog: pytest.LogCaptureFixture) -> None:
    with Emulator(runs_workers=False) as emulator, client(emulator) as http:
        url = http.base_url.join("namespaces")
        head = f"POST {url.path} HTTP/1.1\r\nHost: {url.host}\r\nAuthorization: Bearer x\r\nContent-Length: 100\r\n\r\n"
        with socket.create_connection((url.host, url.port), timeout=30) as connection:
            connection.sendall(head.encode())
            # What comes over another connection comes later.
            Account(http).granted("GET", "/namespaces")
            emulator.close()

            assert connection.recv(1) == b""
    assert caplog.text == ""


def test_a_port_that_is_taken_is_an_error_of_the_caller(emulator: Emulator) -> None:
    with pytest.raises(NotStarted, match=f"port {emulator.port} of 127.0.0.1 cannot be used: Address already in use"):
        Emulator(port=emulator.port)


def test_the_environment_leads_each_client_here(emulator: Emulator) -> None:
    assert {
        "CLOUDFLARE_BASE_URL": emulator.url,
        "CLOUDFLARE_API_BASE_URL": emulator.url,
        "CLOUDFLARE_API_TOKEN": emulator.api_token,
        "CLOUDFLARE_ACCOUNT_ID": emulator.account_id,
    } == emulator.environment


def test_state_in_a_file_outlives_the_emulator(tmp_path: Path) -> None:
    with Emulator(state=tmp_path / "state") as emulator, client(emulator) as http:
        path = httpx.URL(str(http.base_url)).path
        Account(http).granted("POST", "/namespaces", json={"name": "production"})
        Account(http).deploy("shop")
    with Emulator(state=tmp_path / "state") as emulator, client(emulator) as http:
        answer = http.get(f"http://127.0.0.1:{emulator.port}{path}namespaces/production")
        assert answer.json()["result"]["script_count"] == 1


def test_a_file_that_is_no_state_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("milk, bread, " * 100)
    with pytest.raises(NotStarted, match=r"notes\.txt does not hold a state of this emulator"):
        Emulator(state=tmp_path / "notes.txt")


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "theirs")) as database:
        database.execute("CREATE TABLE theirs (name TEXT)")
    # What another program left beside it is not ours either.
    (tmp_path / "theirs.pid").write_text("1")
    (tmp_path / "theirs").chmod(0o644)
    before = [(path.read_bytes(), path.stat().st_mode) for path in sorted(tmp_path.iterdir())]
    with pytest.raises(NotStarted, match="it is the database of another program"):
        Emulator(state=tmp_path / "theirs")

    assert [(path.read_bytes(), path.stat().st_mode) for path in sorted(tmp_path.iterdir())] == before


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these permissions")
def test_a_state_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    (tmp_path / "state").touch(0o644)
    with Emulator(state=tmp_path / "state", runs_workers=False):
        assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has named pipes")
def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(NotStarted, match=r"is not a file$"):
            Emulator(state=path, runs_workers=False)


@pytest.mark.skipif(os.name != "posix", reason="files are locked on POSIX alone")
def test_one_state_has_one_emulator_and_its_number_is_named(tmp_path: Path) -> None:
    in_use = pytest.raises(NotStarted, match=f"state is in use by the emulator of process {os.getpid()}$")
    with Emulator(state=tmp_path / "state", runs_workers=False), in_use:
        Emulator(state=tmp_path / "state")
    with Emulator(state=tmp_path / "state", runs_workers=False):
        pass

    assert [*tmp_path.iterdir()] == [tmp_path / "state"]


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these permissions")
def test_only_its_user_may_read_a_state(tmp_path: Path) -> None:
    with Emulator(state=tmp_path / "state", runs_workers=False) as emulator:
        emulator.create_namespace("production")

        assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"port": "x"}, "port takes a whole number from 0 to 65,535, not 'x'"),
        ({"port": 65_536}, "port takes a whole number from 0 to 65,535, not 65536"),
        ({"front_door": -1}, "front_door takes a whole number from 0 to 65,535, not -1"),
        ({"max_body": 0}, "max_body takes a whole number from 1 to 1,000,000,000,000, not 0"),
        ({"allow_network": "yes"}, "allow_network takes True or False, not 'yes'"),
        ({"state": 5}, "state takes Path or str or None, not 5"),
        ({"state": "\udcff"}, "state takes the path of a file, not '\\udcff'"),
        ({"limit": True}, "limit takes Limit or None, not True"),
        ({"guesses": {"page_size": 2}}, "guesses takes Guesses or None, not {'page_size': 2}"),
        ({"runs_workers": "yes"}, "runs_workers takes bool or None, not 'yes'"),
        ({"bounds": Limit()}, "bounds takes Bounds or None, not Limit"),
    ],
)
def test_an_argument_that_cannot_be_is_refused_with_what_would(arguments: dict[str, Any], complaint: str) -> None:
    with pytest.raises(WrongArgument, match=re.escape(complaint)):
        Emulator(**arguments)


def test_a_dispatcher_that_is_not_there_is_refused_without_the_runtime_too(tmp_path: Path) -> None:
    (tmp_path / "wrangler.json").write_text("{}")
    with pytest.raises(NotStarted, match="has no main"):
        Emulator(runs_workers=False, dispatcher=tmp_path)


def test_a_dispatcher_that_cannot_be_read_is_explained(tmp_path: Path) -> None:
    (tmp_path / "wrangler.json").write_bytes(b'{"main": "\xb7.js"}')
    with pytest.raises(NotStarted, match=r"wrangler\.json cannot be read: 'utf-8' codec"):
        Emulator(runs_workers=False, dispatcher=tmp_path)


def test_a_folder_that_is_called_like_a_module_is_none(tmp_path: Path) -> None:
    (tmp_path / "wrangler.json").write_text('{"main": "index.js", "compatibility_date": "2026-11-01"}')
    (tmp_path / "index.js").write_text("export default { fetch() { return new Response('hi') } }")
    (tmp_path / "chart.js").mkdir()
    Emulator(runs_workers=False, dispatcher=tmp_path).close()


def test_an_emulator_says_what_it_is() -> None:
    with Emulator(runs_workers=False) as emulator:
        assert repr(emulator) == f"<Emulator {emulator.url}, without Workers>"
    assert repr(emulator) == f"<Emulator {emulator.url}, without Workers, closed>"


def test_a_namespace_that_cannot_be_made_is_an_error_of_the_caller() -> None:
    with Emulator(runs_workers=False) as emulator:
        emulator.create_namespace("production")
        with pytest.raises(WrongArgument, match="the emulator refuses that: "):
            emulator.create_namespace("production")
    for verb in (emulator.reset, lambda: emulator.create_namespace("staging")):
        with pytest.raises(NotRunning, match="the emulator is closed"):
            verb()


def test_a_state_of_another_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    Emulator(state=tmp_path / "state", runs_workers=False).close()
    with closing(sqlite3.connect(tmp_path / "state")) as database:
        database.execute("PRAGMA user_version = 999")
    with pytest.raises(NotStarted, match="it has version 999"):
        Emulator(state=tmp_path / "state")


def test_a_failure_inside_is_answered_in_the_envelope(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Emulator(state=tmp_path / "state") as emulator, client(emulator) as http:
        with closing(sqlite3.connect(tmp_path / "state")) as database:
            database.execute("DROP TABLE namespace")
        answer = http.get(PRODUCTION)

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (500, 10002)
    assert answer.headers["cf-ray"].endswith("-EMU")

    assert "no such table: namespace" in caplog.text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_prints_where_it_is_and_stops_cleanly(number: signal.Signals) -> None:
    with command() as (process, variables):
        assert create(variables, "production").status_code == 200
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)

    assert (process.returncode, errors) == (0, "")


def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    state = str(tmp_path / "state")
    with command("--state", state) as (process, variables):
        assert create(variables, "production").status_code == 200
        process.kill()
        process.wait()
    with command("--state", state) as (_, variables):
        assert create(variables, "production").json()["errors"][0]["code"] == 100120


def test_the_command_takes_a_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with command("--port", str(port)) as (_, variables):
        assert f"http://127.0.0.1:{port}/client/v4" == variables["CLOUDFLARE_BASE_URL"]


def test_the_command_says_why_it_cannot_start(emulator: Emulator, tmp_path: Path) -> None:
    for arguments in (
        ("--port", str(emulator.port)),
        ("--state", str(tmp_path / "missing" / "state")),
        ("--guess", "script_name=["),
    ):
        with command(*arguments) as (process, variables):
            _, errors = process.communicate(timeout=30)

        assert (variables, process.returncode) == ({}, 1)
        assert errors.startswith("tenantry_emulator: ")
        assert "Traceback" not in errors


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_a_port_that_is_none_is_a_wrong_argument(port: str) -> None:
    with command(f"--port={port}") as (process, _):
        _, errors = process.communicate(timeout=30)

    assert process.returncode == 2
    assert errors.endswith("argument --port: a port is a number from 0 to 65535\n")


def test_the_command_can_hold_clients_to_the_limit() -> None:
    with command("--limit") as (_, variables):
        assert create(variables, "production").headers["ratelimit-policy"] == '"default";q=1200;w=300'


def test_the_command_can_guess_otherwise() -> None:
    with command("--guess", "namespace_name=live|x=y", "--guess", "max_tags=1") as (_, variables):
        assert create(variables, "x=y").status_code == 200
        assert create(variables, "production").status_code == 400


@pytest.mark.parametrize(
    ("guess", "complaint"),
    [
        ("weather=fine", "'weather' is not a guess; there are replace_resets_trust, "),
        ("page_size=many", "page_size takes a value such as 100"),
        ("page_size=true", "page_size takes a value such as 100"),
        ("list_rows_nested", "list_rows_nested takes a value such as true"),
    ],
)
def test_a_guess_that_is_none_is_a_wrong_argument(guess: str, complaint: str) -> None:
    with command("--guess", guess) as (process, _):
        _, errors = process.communicate(timeout=30)

    assert process.returncode == 2
    assert complaint in errors


def test_the_command_offers_no_other_address() -> None:
    with command("--host", "0.0.0.0") as (process, _):
        _, errors = process.communicate(timeout=30)

    assert process.returncode == 2
    assert "unrecognized arguments: --host" in errors


def test_the_emulator_shares_no_code_with_the_client() -> None:
    root = Path(tenantry_emulator.__file__).parents[1]
    code = (
        "import sys, tenantry_emulator.emulator; "
        "print([name for name in sys.modules if name.split('.')[0] in ('tenantry', 'tenantry_api')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "[]\n"


def test_the_command_says_its_version() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tenantry_emulator", "--version"], capture_output=True, text=True, check=True
    )

    assert done.stdout == f"tenantry_emulator {importlib.metadata.version('tenantry')}\n"


def test_the_command_shows_requests_and_holds_to_the_limit_that_is_named() -> None:
    with command("--no-workers", "--log-requests", "--limit", "2/60") as (process, variables):
        statuses = [create(variables, name).status_code for name in ("a", "b", "c")]
        process.terminate()
        _, errors = process.communicate(timeout=30)

    assert statuses == [200, 200, 429]
    assert [line.split()[-1] for line in errors.splitlines()] == ["200", "200", "429"]


@pytest.mark.parametrize("limit", ["many", "0/60", "10", "1.5/60"])
def test_a_limit_that_is_none_is_explained_in_one_line(limit: str) -> None:
    arguments = [sys.executable, "-m", "tenantry_emulator", "--limit", limit]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "a limit is written as 1200/300: requests, and seconds" in done.stderr.splitlines()[-1]
