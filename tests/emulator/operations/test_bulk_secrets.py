"""Many secrets in one request: a merge patch."""

from typing import Any

import pytest

from tests.emulator.account import PRODUCTION, Account

SECRETS = f"{PRODUCTION}/scripts/shop/secrets"


def secret(name: str) -> dict[str, str]:
    return {"type": "secret_text", "name": name, "text": "hush"}


@pytest.fixture
def shop(production: Account) -> Account:
    """A script with the secrets A and B, and a binding PLAN that is none."""
    bindings = [secret(name) for name in ("A", "B")]
    production.deploy("shop", bindings=[*bindings, {"type": "plain_text", "name": "PLAN", "text": "pro"}])
    return production


def patch(account: Account, secrets: dict[str, Any]) -> Any:
    return account.granted("PATCH", f"{SECRETS}-bulk", json={"secrets": secrets})


def names(account: Account) -> list[str]:
    return sorted(each["name"] for each in account.granted("GET", SECRETS))


def test_a_patch_sets_and_deletes_and_leaves_the_rest(shop: Account) -> None:
    answer = patch(shop, {"A": None, "C": secret("C")})

    assert answer == {"C": {"type": "secret_text", "name": "C"}}
    assert names(shop) == ["B", "C"]


def test_a_secret_is_called_as_its_key(shop: Account) -> None:
    refusal = shop.refused("PATCH", f"{SECRETS}-bulk", json={"secrets": {"C": secret("D")}})

    assert refusal[:2] == (400, 10021)
    assert names(shop) == ["A", "B"]


def test_deleting_what_is_not_there_is_nothing(shop: Account) -> None:
    assert patch(shop, {"GHOST": None, "PLAN": None}) == {}
    assert [binding["name"] for binding in shop.granted("GET", f"{PRODUCTION}/scripts/shop/bindings")] == [
        "A",
        "B",
        "PLAN",
    ]


@pytest.mark.parametrize("body", [{}, {"secrets": {}}, {"version_tags": {"a": "b"}}])
def test_a_patch_may_be_empty(shop: Account, body: dict[str, Any]) -> None:
    assert shop.granted("PATCH", f"{SECRETS}-bulk", json=body) == {}
    assert names(shop) == ["A", "B"]


@pytest.mark.parametrize(
    "wrong",
    [{"type": "secret_text", "name": "D"}, {"type": "plain_text", "name": "D"}, {"type": "secret_text"}, "hush", 5],
)
def test_one_wrong_secret_lets_none_happen(shop: Account, wrong: Any) -> None:
    refusal = shop.refused("PATCH", f"{SECRETS}-bulk", json={"secrets": {"A": None, "C": secret("C"), "D": wrong}})

    assert refusal[:2] == (400, 10021)
    assert "hush" not in refusal[2]
    assert names(shop) == ["A", "B"]


def test_twenty_five_are_enough(shop: Account) -> None:
    secrets = {f"S{number}": secret(f"S{number}") for number in range(26)}
    assert shop.refused("PATCH", f"{SECRETS}-bulk", json={"secrets": secrets})[:2] == (400, 100160)

    secrets.popitem()
    assert len(patch(shop, secrets)) == 25


def test_the_type_of_a_merge_patch_will_do(shop: Account) -> None:
    headers = {"content-type": "application/merge-patch+json"}
    shop.granted("PATCH", f"{SECRETS}-bulk", content=b'{"secrets": {"A": null}}', headers=headers)

    assert names(shop) == ["B"]


def test_secrets_need_a_script(production: Account) -> None:
    assert production.refused("PATCH", f"{SECRETS}-bulk", json={})[:2] == (404, 10007)
