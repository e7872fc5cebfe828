"""Recording is the same each time, keeps what was said, and nothing of who said it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import yaml

import tenantry
from drift.cassette import file
from drift.cassette.recording import Exchange

from .recorder import FOLDER, Leak, record, replay
from .servers import Saying
from .stories import stories
from .tape import player
from .tape.flavours import FLAVOURS, Account
from .tape.rules import ACCOUNT, NAMESPACE, SERVER, Rules


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("name", stories())
def test_recording_anew_changes_nothing(name: str, flavour: str, account: Account, tmp_path: Path) -> None:
    anew = tmp_path / f"{name}.yaml"
    record(stories()[name], anew, account, flavour=FLAVOURS[flavour])

    assert anew.read_text("utf-8") == (FOLDER / anew.name).read_text("utf-8"), "make record, and look at the difference"


def test_a_cassette_says_from_whom_it_is() -> None:
    live = {path: raw(path)["recorded"] for path in FOLDER.glob("live/*.yaml")}

    assert {raw(path)["recorded"] for path in FOLDER.glob("*.yaml")} == {f"emulator {tenantry.__version__}"}
    assert [path for path, by in live.items() if not re.fullmatch(r"live \d{4}-\d\d-\d\d", by)] == []


def test_only_these_headers_are_in_cassettes() -> None:
    exchanges = [exchange for path in FOLDER.rglob("*.yaml") for exchange in file.read(path).exchanges]

    assert {name for exchange in exchanges for name in exchange.request.headers} == {"accept", "content-type"}
    in_answers = {name for exchange in exchanges for name in exchange.answer.headers}
    assert "content-type" in in_answers
    assert in_answers <= {"cf-entrypoint", "cf-mitigated", "cf-ray", "content-type", "retry-after"}


def test_no_port_and_no_account_is_in_a_cassette() -> None:
    uris = {exchange.request.uri for path in FOLDER.rglob("*.yaml") for exchange in file.read(path).exchanges}

    assert uris
    assert [uri for uri in uris if not uri.startswith(f"{SERVER}/accounts/{ACCOUNT}/")] == []


def test_a_story_that_fails_leaves_the_cassette_as_it_was(account: Account, tmp_path: Path) -> None:
    def failing(client: tenantry.Client, name: str) -> None:
        client.list_namespaces()
        raise RuntimeError("in the middle")

    path = tmp_path / "failing.yaml"
    path.write_text("as it was")

    with pytest.raises(RuntimeError, match="in the middle"):
        record(failing, path, account)

    assert path.read_text() == "as it was"


def test_a_replay_finds_an_upload_whatever_the_value_of_its_secret(account: Account, tmp_path: Path) -> None:
    def with_secret(value: str) -> Callable[[tenantry.Client, str], None]:
        def story(client: tenantry.Client, name: str) -> None:
            client.namespace(name).create()
            shop = client.namespace(name).script("acme-shop")
            shop.deploy(
                {"index.js": "export default { fetch() {} }"}, compatibility_date="2026-11-01", secrets={"KEY": value}
            )

        return story

    path = tmp_path / "secret.yaml"
    record(with_secret("one that nobody may see"), path, account)

    assert "nobody may see" not in path.read_text("utf-8")
    replay(with_secret("another"), path)


def test_what_is_not_of_the_story_is_left_out(account: Account, tmp_path: Path) -> None:
    def looking(client: tenantry.Client, name: str) -> None:
        client.namespace(name).ensure()
        assert len(client.list_namespaces()) == (2 if account.base_url in repr(client) else 1)

    with client_of(account) as client:
        client.namespace("the-customers-of-somebody").create()
    path = tmp_path / "looking.yaml"
    record(looking, path, account)

    assert "somebody" not in path.read_text("utf-8")
    replay(looking, path)


def test_a_random_name_stands_in_the_cassette_without_what_is_random(account: Account, tmp_path: Path) -> None:
    name = "a_namespace_is_created_renamed_and_deleted"
    record(stories()[name], tmp_path / "random.yaml", account, namespace=f"{NAMESPACE}-0a1b2c3d")

    assert (tmp_path / "random.yaml").read_text("utf-8") == (FOLDER / f"{name}.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    "path",
    ["/accounts/{account}/workers/dispatch/namespaces", "/accounts/{account}/workers/dispatch/namespaces/{name}"],
)
def test_a_story_that_would_give_away_a_secret_is_not_written(path: str, server: Saying, tmp_path: Path) -> None:
    account = Account(server.url, "f" * 32, "a-token-that-the-server-repeats")
    server.headers = {"Content-Type": "application/json"}
    server.body = json.dumps({"result": account.api_token}, separators=(",", ":")).encode()

    def story(client: tenantry.Client, name: str) -> None:
        httpx.get(server.url + path.format(account=account.account_id, name=name))

    with pytest.raises(Leak, match=r"would hold the API token \(\d\) at /exchanges/0/answer/body/json/result$") as leak:
        record(story, tmp_path / "leak.yaml", account)

    assert account.api_token not in str(leak.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("style", [{"indent": 2}, {"indent": None}, {"separators": (",", ":")}, {"indent": "\t"}])
def test_what_others_have_is_left_out_however_the_json_is_written(
    style: dict[str, object], server: Saying, tmp_path: Path
) -> None:
    rows = [{"namespace_name": "somebody"}, {"namespace_name": NAMESPACE}, {"namespace_name": f"not-{NAMESPACE}"}]
    server.headers = {"Content-Type": "application/json"}
    server.body = json.dumps({"result": rows}, **style).encode()  # type: ignore[arg-type]  # as json.dumps takes them

    (exchange,) = recorded(server, "/accounts/x/workers/dispatch/namespaces")

    assert exchange.answer.body == {"json": {"result": [{"namespace_name": NAMESPACE}]}}


def test_a_list_that_cannot_be_read_is_not_recorded(server: Saying) -> None:
    server.body = b"somebody, somebody else"

    with pytest.raises(ValueError, match="whose it is cannot be told"):
        recorded(server, "/accounts/x/workers/dispatch/namespaces")


def test_a_packed_answer_is_recorded_unpacked(server: Saying) -> None:
    server.headers = {"Content-Type": "application/json", "Content-Encoding": "gzip", "Set-Cookie": "who=me"}
    server.body = gzip.compress(b'{"result":null}')

    (exchange,) = recorded(server, f"/{NAMESPACE}")

    assert exchange.answer.body == {"json": {"result": None}}
    assert exchange.answer.headers == {"content-type": "application/json"}


def test_every_header_of_a_client_but_two_is_left_out(server: Saying) -> None:
    (exchange,) = recorded(server, f"/{NAMESPACE}", **{"X-Auth-Key": "k", "Authorization": "Bearer t", "Cookie": "c"})

    assert {*exchange.request.headers} == {"accept"}


def recorded(server: Saying, path: str, **headers: str) -> list[Exchange]:
    """What is recorded of one request."""
    with player.recording(Rules({server.url: SERVER})) as exchanges:
        httpx.get(server.url + path, headers=headers)
    return exchanges


def client_of(account: Account) -> tenantry.Client:
    return tenantry.Client(base_url=account.base_url, account_id=account.account_id, api_token=account.api_token)


# Any would be what YAML holds; of it only `recorded` is looked at.
def raw(path: Path) -> dict[str, str]:
    loaded: dict[str, str] = yaml.safe_load(path.read_text("utf-8"))
    return loaded
