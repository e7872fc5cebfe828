"""Secrets and tags of one script."""

import pytest

from tests.emulator.account import PRODUCTION, Account

SHOP = f"{PRODUCTION}/scripts/shop"


@pytest.fixture
def shop(production: Account) -> Account:
    """A namespace with the script `shop`, which has a binding that is not a secret, and one tag."""
    production.deploy("shop", bindings=[{"type": "plain_text", "name": "PLAN", "text": "pro"}], tags=["plan-pro"])
    return production


def test_a_secret_is_listed_by_name_and_type(shop: Account) -> None:
    secret = {"type": "secret_text", "name": "KEY"}

    assert secret == shop.granted("PUT", f"{SHOP}/secrets", json={**secret, "text": "hush"})
    assert [secret] == shop.granted("GET", f"{SHOP}/secrets")
    assert secret == shop.granted("GET", f"{SHOP}/secrets/KEY")
    assert [binding["name"] for binding in shop.granted("GET", f"{SHOP}/bindings")] == ["PLAN", "KEY"]


def test_a_deleted_secret_is_gone_and_all_else_stays(shop: Account) -> None:
    for name in ("A", "B"):
        shop.granted("PUT", f"{SHOP}/secrets", json={"type": "secret_text", "name": name, "text": "hush"})

    assert shop.granted("DELETE", f"{SHOP}/secrets/A") is None
    assert [binding["name"] for binding in shop.granted("GET", f"{SHOP}/bindings")] == ["PLAN", "B"]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("name", ["GHOST", "PLAN"])
def test_what_is_no_secret_is_not_found_among_the_secrets(shop: Account, method: str, name: str) -> None:
    assert shop.refused(method, f"{SHOP}/secrets/{name}")[:2] == (404, 10056)


def test_a_name_may_be_encoded_twice_when_the_request_says_so(shop: Account) -> None:
    shop.granted("PUT", f"{SHOP}/secrets", json={"type": "secret_text", "name": "A/B", "text": "hush"})

    assert shop.granted("GET", f"{SHOP}/secrets/A%252FB", params={"url_encoded": "true"})
    assert shop.granted("GET", f"{SHOP}/secrets/A%2FB")


@pytest.mark.parametrize(
    "secret",
    [
        {"type": "secret_text", "name": "KEY"},
        {"type": "secret_text", "text": "hush"},
        {"type": "plain_text", "name": "KEY", "text": "hush"},
        ["KEY"],
    ],
)
def test_what_cannot_be_a_secret_is_refused(shop: Account, secret: object) -> None:
    assert shop.refused("PUT", f"{SHOP}/secrets", json=secret)[:2] == (400, 10021)


def test_a_secret_needs_a_script(production: Account) -> None:
    secret = {"type": "secret_text", "name": "KEY", "text": "hush"}

    assert production.refused("PUT", f"{SHOP}/secrets", json=secret)[:2] == (404, 10007)


def test_tags_are_replaced_added_and_removed(shop: Account) -> None:
    assert shop.granted("PUT", f"{SHOP}/tags", json=["a", "b", "a"]) == ["a", "b"]
    assert shop.granted("PUT", f"{SHOP}/tags/c%2Fd") is None
    assert shop.granted("PUT", f"{SHOP}/tags/a") is None
    assert shop.granted("GET", f"{SHOP}/tags") == ["a", "b", "c/d"]
    assert shop.granted("DELETE", f"{SHOP}/tags/a") is None
    assert shop.granted("GET", f"{SHOP}/tags") == ["b", "c/d"]
    assert shop.granted("PUT", f"{SHOP}/tags", content=b"null") == []


def test_a_ninth_tag_is_refused(shop: Account) -> None:
    eight = [f"tag-{number}" for number in range(8)]
    shop.granted("PUT", f"{SHOP}/tags", json=eight)

    assert shop.refused("PUT", f"{SHOP}/tags/ninth")[:2] == (400, 100103)
    assert shop.refused("PUT", f"{SHOP}/tags", json=[*eight, "ninth"])[:2] == (400, 100103)
    assert eight == shop.granted("GET", f"{SHOP}/tags")


@pytest.mark.parametrize("tag", ["a,b", "a&b", ""])
def test_a_tag_that_cannot_be_filtered_by_is_refused(shop: Account, tag: str) -> None:
    assert shop.refused("PUT", f"{SHOP}/tags", json=[tag])[:2] == (400, 100134)
    assert shop.deploy_refused("shop", tags=[tag])[:2] == (400, 100134)


def test_half_a_character_is_no_tag_and_a_whole_one_is(shop: Account) -> None:
    assert shop.refused("PUT", f"{SHOP}/tags", content=b'["\\ud83d"]')[:2] == (400, 10026)
    assert shop.granted("PUT", f"{SHOP}/tags", content=b'["\\ud83d\\ude00"]') == ["\N{GRINNING FACE}"]
