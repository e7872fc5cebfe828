"""Bindings: what an upload keeps, what it inherits, what is never shown."""

import pytest

from tests.emulator.account import PRODUCTION, Account, Result

SHOP = f"{PRODUCTION}/scripts/shop"
SECRET = {"type": "secret_text", "name": "KEY", "text": "hush-hush"}
TEXT = {"type": "plain_text", "name": "PLAN", "text": "pro"}
KV = {"type": "kv_namespace", "name": "KV", "namespace_id": "0" * 32}
KEY = {
    "type": "secret_key",
    "name": "SIGN",
    "algorithm": {"name": "HMAC"},
    "format": "raw",
    "usages": ["sign"],
    "key_base64": "aHVzaC1odXNo",
}


def names(account: Account) -> list[str]:
    return [binding["name"] for binding in account.granted("GET", f"{SHOP}/bindings")]


def test_bindings_come_back_as_they_were_sent(production: Account) -> None:
    sent: list[Result] = [TEXT, KV, {"type": "json", "name": "LIMITS", "json": {"a": [1, None, True]}}]
    production.deploy(bindings=sent)

    assert sent == production.granted("GET", f"{SHOP}/bindings")
    assert sent == production.granted("GET", f"{SHOP}/settings")["bindings"]


def test_an_upload_replaces_all_bindings(production: Account) -> None:
    production.deploy(bindings=[SECRET, TEXT, KV])
    production.deploy(bindings=[])
    assert names(production) == []

    production.deploy(bindings=[SECRET, TEXT, KV])
    production.deploy()
    assert names(production) == []


def test_kept_types_stay_and_what_is_sent_wins(production: Account) -> None:
    production.deploy(bindings=[SECRET, TEXT, KV])
    production.deploy(
        keep_bindings=["secret_text", "plain_text"], bindings=[{"type": "plain_text", "name": "PLAN", "text": "free"}]
    )

    assert names(production) == ["PLAN", "KEY"]
    assert production.granted("GET", f"{SHOP}/bindings")[0]["text"] == "free"


def test_keeping_types_is_no_harm_to_a_new_script(production: Account) -> None:
    production.deploy(keep_bindings=["secret_text"], bindings=[TEXT])

    assert names(production) == ["PLAN"]


def test_a_binding_is_inherited_by_name_or_by_its_old_name(production: Account) -> None:
    production.deploy(bindings=[TEXT, KV])
    production.deploy(
        query={"bindings_inherit": "strict"},
        bindings=[{"type": "inherit", "name": "PLAN"}, {"type": "inherit", "name": "STORE", "old_name": "KV"}],
    )

    assert production.granted("GET", f"{SHOP}/bindings") == [TEXT, {**KV, "name": "STORE"}]


def test_what_cannot_be_inherited_is_dropped_unless_asked_to_be_strict(production: Account) -> None:
    ghost = {"type": "inherit", "name": "GHOST"}
    production.deploy(bindings=[ghost, TEXT])
    assert names(production) == ["PLAN"]

    status, code, message = production.deploy_refused(query={"bindings_inherit": "strict"}, bindings=[ghost])
    assert (status, code) == (400, 10057)
    assert "GHOST" in message


def test_a_kept_and_an_inherited_secret_keep_their_values_unseen(production: Account) -> None:
    production.deploy(bindings=[SECRET])
    production.deploy(keep_bindings=["secret_text"])
    production.deploy(bindings=[{"type": "inherit", "name": "RENAMED", "old_name": "KEY"}])

    assert production.granted("GET", f"{SHOP}/bindings") == [{"type": "secret_text", "name": "RENAMED"}]


@pytest.mark.parametrize(
    "path", ["", "/settings", "/bindings", "/secrets", "/secrets/KEY", "/secrets/SIGN", "/content"]
)
def test_no_answer_holds_a_secret(production: Account, path: str) -> None:
    production.deploy(bindings=[SECRET, KEY])
    answer = production.http.get(SHOP + path)

    assert answer.status_code == 200
    assert "hush-hush" not in answer.text
    assert "aHVzaC1odXNo" not in answer.text


def test_an_upload_does_not_answer_its_secrets(production: Account) -> None:
    assert "hush-hush" not in str(production.deploy(bindings=[SECRET]))


def test_a_refusal_does_not_repeat_a_secret(production: Account) -> None:
    wrong = [{**KEY, "usages": "hush-hush", "format": "hush-hush"}, {**TEXT, "text": ["hush-hush"]}]
    for binding in wrong:
        assert "hush-hush" not in production.deploy_refused(bindings=[binding])[2]


def test_a_secret_without_its_text_is_refused_by_name(production: Account) -> None:
    refusal = production.deploy_refused(bindings=[{"type": "secret_text", "name": "KEY"}])

    assert refusal == (400, 10021, "invalid or missing text property for binding KEY")


def test_a_binding_without_a_name_is_refused(production: Account) -> None:
    assert production.deploy_refused(bindings=[{"type": "ai"}])[:2] == (400, 10052)


def test_two_bindings_of_one_name_are_refused(production: Account) -> None:
    assert production.deploy_refused(bindings=[TEXT, {"type": "ai", "name": "PLAN"}])[:2] == (400, 10021)
