"""Settings: what a change leaves alone, what it replaces, what it may not be."""

import json
from typing import Any

import pytest

from tests.emulator.account import PRODUCTION, Account, Result

SHOP = f"{PRODUCTION}/scripts/shop"
SECRET = {"type": "secret_text", "name": "KEY", "text": "hush"}
TEXT = {"type": "plain_text", "name": "PLAN", "text": "pro"}


@pytest.fixture
def shop(production: Account) -> Account:
    """A namespace with the script `shop`, which has a bit of everything."""
    production.deploy("shop", bindings=[SECRET, TEXT], tags=["plan-pro"], logpush=True, compatibility_date="2026-01-01")
    return production


def patch(account: Account, **settings: Any) -> Result:
    return account.granted("PATCH", f"{SHOP}/settings", files={"settings": (None, json.dumps(settings))})


def refused(account: Account, **settings: Any) -> tuple[int, int, str]:
    return account.refused("PATCH", f"{SHOP}/settings", files={"settings": (None, json.dumps(settings))})


def test_what_is_not_named_stays(shop: Account) -> None:
    before = shop.granted("GET", f"{SHOP}/settings")
    after = patch(shop, logpush=False)

    assert after == {**before, "logpush": False}
    assert after == shop.granted("GET", f"{SHOP}/settings")


def test_an_empty_change_changes_nothing_but_the_time(shop: Account) -> None:
    before = shop.granted("GET", f"{SHOP}/settings")
    modified_on = shop.granted("GET", SHOP)["modified_on"]

    assert before == patch(shop)
    assert modified_on < shop.granted("GET", SHOP)["modified_on"]


def test_the_code_stays(shop: Account) -> None:
    etag = shop.granted("GET", SHOP)["script"]["etag"]
    patch(shop, tags=["other"], compatibility_flags=["nodejs_compat"])

    assert etag == shop.granted("GET", SHOP)["script"]["etag"]


def test_bindings_that_are_given_are_all_bindings(shop: Account) -> None:
    bindings = [{"type": "plain_text", "name": "OTHER", "text": "x"}]

    assert bindings == patch(shop, bindings=bindings)["bindings"]
    assert shop.granted("GET", f"{SHOP}/secrets") == []


def test_a_binding_may_be_inherited(shop: Account) -> None:
    after = patch(shop, bindings=[{"type": "inherit", "name": "KEY"}])

    assert after["bindings"] == [{"type": "secret_text", "name": "KEY"}]


@pytest.mark.parametrize("none", [None, []])
def test_tags_can_be_taken_away(shop: Account, none: list[str] | None) -> None:
    assert patch(shop, tags=none)["tags"] == []


def test_a_part_with_a_filename_will_do(shop: Account) -> None:
    files = {"settings": ("blob", b'{"logpush": false}', "application/json")}

    assert shop.granted("PATCH", f"{SHOP}/settings", files=files)["logpush"] is False


def test_plain_json_has_the_wrong_type(shop: Account) -> None:
    text = "Content-Type must be one of: multipart/form-data"

    assert (415, 10001, text) == shop.refused("PATCH", f"{SHOP}/settings", json={"logpush": False})


def test_a_missing_part_is_named(shop: Account) -> None:
    text = "Missing settings part in multipart upload"

    assert (400, 10201, text) == shop.refused("PATCH", f"{SHOP}/settings", files={"metadata": (None, "{}")})


@pytest.mark.parametrize(
    ("settings", "refusal"),
    [
        ({"logpush": "yes"}, (400, 10021)),
        ({"bindings": [{"type": "ai"}]}, (400, 10052)),
        ({"bindings": [{"type": "secret_text", "name": "KEY"}]}, (400, 10021)),
        ({"tags": ["a,b"]}, (400, 100134)),
        ({"migrations": {"old_tag": "v7"}}, (412, 10079)),
    ],
)
def test_what_is_wrong_changes_nothing(shop: Account, settings: dict[str, Any], refusal: tuple[int, int]) -> None:
    before = shop.granted("GET", f"{SHOP}/settings")

    assert refusal == refused(shop, **settings)[:2]
    assert before == shop.granted("GET", f"{SHOP}/settings")


def test_settings_that_are_no_json_are_refused(shop: Account) -> None:
    assert shop.refused("PATCH", f"{SHOP}/settings", files={"settings": (None, "{")})[:2] == (400, 10021)


def test_settings_need_a_script(production: Account) -> None:
    assert refused(production, logpush=True)[:2] == (404, 10007)


@pytest.mark.parametrize("placement", [{"mode": "nope"}, {"hostname": True}, {"target": [{"region": 5}], "mode": "x"}])
def test_settings_that_no_answer_could_show_are_refused(production: Account, placement: dict[str, Any]) -> None:
    production.deploy("shop", placement={"mode": "smart"})
    for status, code, message in (
        production.deploy_refused("shop", placement=placement),
        refused(production, placement=placement),
    ):
        assert (status, code) == (400, 10021)
        assert message.startswith("The metadata is wrong at /placement/")

    assert production.granted("GET", f"{SHOP}/settings")["placement"] == {"mode": "smart"}
