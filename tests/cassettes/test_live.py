"""What `make record-live` would do at a real account, done at the emulator."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import tenantry
from drift.cassette import file
from tenantry_emulator import Emulator

from .record import own_account
from .record_live import main, record_all
from .recorder import FOLDER, LIVE, replay
from .stories import CANARY, stories
from .tape.flavours import Account, blocking
from .tape.search import secrets_in


def test_every_story_is_recorded_and_leaves_nothing_behind(account: Account, tmp_path: Path) -> None:
    said: list[str] = []

    assert record_all(stories(), tmp_path, account, said.append)

    assert said == [f"recorded {name}" for name in stories()]
    assert namespaces(account) == []
    assert {path.stem for path in tmp_path.iterdir()} == stories().keys()
    for path in sorted(tmp_path.iterdir()):
        assert re.fullmatch(r"live \d{4}-\d\d-\d\d", file.read(path).recorded)
        assert file.read(path).exchanges == file.read(FOLDER / path.name).exchanges
        replay(stories()[path.stem], path)


def test_nothing_of_the_account_is_in_a_live_cassette(account: Account, tmp_path: Path) -> None:
    with blocking(account) as client:
        client.namespace("the-customers-of-somebody").create()

    assert record_all(stories(), tmp_path, account, list[str]().append)

    own = {account.account_id: "account", account.api_token: "token", "somebody": "others", CANARY: "secret"}
    texts = [path.read_text("utf-8") for path in tmp_path.iterdir()]
    assert secrets_in([*texts, *map(yaml.safe_load, texts)], own) == []
    assert [text for text in texts if re.search(r"tenantry-story-[0-9a-f]{8}|127\.0\.0\.1", text)] == []
    assert namespaces(account) == ["the-customers-of-somebody"]


def test_each_story_has_a_namespace_of_its_own_that_says_whose_it_is(account: Account, tmp_path: Path) -> None:
    names = []

    def story(client: tenantry.Client, name: str) -> None:
        names.append(client.namespace(name).create().namespace_name or "")

    assert record_all({"one": story, "two": story}, tmp_path, account, list[str]().append)

    assert len({*names}) == 2
    assert all(re.fullmatch(r"tenantry-story-[0-9a-f]{8}", name) for name in names)
    assert namespaces(account) == []


def test_a_story_that_fails_is_told_and_its_namespaces_are_removed(account: Account, tmp_path: Path) -> None:
    said: list[str] = []

    def failing(client: tenantry.Client, name: str) -> None:
        client.namespace(name).create()
        client.namespace(f"{name}-renamed").create()
        client.namespace(name).script("nobody").get()

    fine = stories()["a_namespace_is_ensured_and_trusted"]
    assert not record_all({"failing": failing, "fine": fine}, tmp_path, account, said.append)

    assert said[0].startswith("FAILED   failing: ScriptNotFound: GET /accounts/")
    assert [re.sub("[0-9a-f]{8}", "…", line) for line in said[1:]] == [
        "removed  tenantry-story-…",
        "removed  tenantry-story-…-renamed",
        "recorded fine",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["fine.yaml"]
    assert namespaces(account) == []


def test_a_story_that_was_promised_a_refusal_fails_like_any_other(account: Account, tmp_path: Path) -> None:
    said: list[str] = []

    def unrefused(client: tenantry.Client, name: str) -> None:
        with pytest.raises(tenantry.Exists):
            client.namespace(name).create()

    assert not record_all({"unrefused": unrefused}, tmp_path, account, said.append)

    assert said[0] == "FAILED   unrefused: Failed: DID NOT RAISE Exists"
    assert namespaces(account) == []


def test_a_namespace_is_removed_also_when_somebody_stops_the_recording(account: Account, tmp_path: Path) -> None:
    def stopped(client: tenantry.Client, name: str) -> None:
        client.namespace(name).create()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record_all({"stopped": stopped}, tmp_path, account, list[str]().append)

    assert namespaces(account) == []
    assert list(tmp_path.iterdir()) == []


def test_a_namespace_that_cannot_be_removed_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    names = []

    with Emulator() as cloudflare:
        account = own_account(cloudflare)

        def leaving(client: tenantry.Client, name: str) -> None:
            names.append(client.namespace(name).create().namespace_name)
            cloudflare.close()

        assert not record_all({"leaving": leaving}, tmp_path, account, said.append)

    assert said[0] == "recorded leaving"
    assert said[1].startswith(f"NOT REMOVED: {names[0]} may still be there")
    assert account.api_token not in said[1]


@pytest.mark.parametrize("missing", ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"])
def test_without_an_account_it_says_what_it_needs(missing: str) -> None:
    said: list[str] = []
    environment = {"CLOUDFLARE_API_TOKEN": "t", "CLOUDFLARE_ACCOUNT_ID": "a"}
    environment[missing] = ""

    assert main(environment, said.append) == 2

    assert missing in said[0]


def test_live_cassettes_do_not_stand_where_those_of_the_emulator_do() -> None:
    assert LIVE.parent == FOLDER


def namespaces(account: Account) -> list[str | None]:
    with blocking(account) as client:
        return [found.namespace_name for found in client.list_namespaces()]
