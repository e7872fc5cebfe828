"""An answer that the specification does not describe never leaves."""

import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from starlette.responses import Response

from tenantry_emulator import Emulator
from tenantry_emulator.spec.operations import bundled
from tenantry_emulator.spec.responses import OutsideSpec, check_response
from tenantry_emulator.wire.envelope import Answer
from tests.emulator.account import PRODUCTION, Account
from tests.emulator.conftest import client

SHOP = f"{PRODUCTION}/scripts/shop"


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """A state whose script has settings that are none."""
    with Emulator(state=tmp_path / "state") as emulator:
        emulator.create_namespace("production")
        with client(emulator) as http:
            http.base_url = f"{emulator.url}/accounts/{emulator.account_id}/workers/dispatch"
            Account(http).deploy("shop")
    with closing(sqlite3.connect(tmp_path / "state")) as database, database:
        database.execute("""UPDATE script SET settings = '{"logpush": "perhaps"}'""")
    return tmp_path / "state"


@pytest.mark.parametrize("path", [SHOP, f"{SHOP}/settings", f"{PRODUCTION}/scripts"])
def test_an_answer_outside_the_specification_is_a_500_in_the_log(
    spoilt: Path, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with Emulator(state=spoilt) as emulator, client(emulator) as http:
        http.base_url = f"{emulator.url}/accounts/{emulator.account_id}/workers/dispatch"
        answer = http.get(path)

        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (500, 10002)
        (failure,) = emulator.failures
        assert "OutsideSpec" in failure
        assert "/logpush" in failure
        assert http.get(PRODUCTION).status_code == 200
        emulator.reset()
        assert emulator.failures == []

    assert "OutsideSpec" in caplog.text


DELETE = next(operation for operation in bundled().operations if operation.id == "delete_script")


@pytest.mark.parametrize(
    ("response", "what"),
    [
        (Answer({}, 201), "it has no answer 201"),
        (Response("gone", 200, media_type="text/plain"), "200 is not text/plain"),
        (Response("gone", 204), "204 comes without a body"),
        (Answer({"success": "yes"}), "200 at /success"),
        (Answer({"errors": [{"code": "x"}]}, 404), "404 at /errors/0/code"),
    ],
)
def test_status_media_type_and_form_are_checked(response: Response, what: str) -> None:
    with pytest.raises(OutsideSpec, match=what):
        check_response(DELETE, response)


@pytest.mark.parametrize("response", [Answer({"result": None}), Response(status_code=204), Answer({}, 418)])
def test_what_is_described_may_leave(response: Response) -> None:
    check_response(DELETE, response)


def test_a_client_that_goes_away_in_the_middle_of_its_body_is_no_defect() -> None:
    with Emulator() as emulator:
        emulator.create_namespace("production")
        path = f"/client/v4/accounts/{emulator.account_id}/workers/dispatch/namespaces/production"
        head = f"PATCH {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nContent-Length: 99\r\n\r\n{{"
        with socket.create_connection(("127.0.0.1", emulator.port)) as connection:
            connection.sendall(head.encode())
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(100) == b""

        assert emulator.failures == []


def test_a_refusal_that_is_asked_for_is_no_defect(emulator: Emulator, account: Account) -> None:
    account.refused("GET", PRODUCTION)

    assert emulator.failures == []
