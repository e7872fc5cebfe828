"""Each guess, on its other side; the sides that are taken by default are everywhere else in these tests."""

import dataclasses
import json
from pathlib import Path

import pytest

from tenantry_emulator import Guesses, WrongArgument
from tests.emulator.account import PRODUCTION, Account, Result
from tests.emulator.conftest import guessing

SCRIPTS = f"{PRODUCTION}/scripts"
SHOP = f"{SCRIPTS}/shop"
DOCS = Path(__file__).parents[3] / "docs" / "emulator.md"


def test_every_guess_is_in_the_docs_with_its_default() -> None:
    rows = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    documented = {row.split("`")[1]: row.split("`")[3] for row in rows if row.count("`") > 3}

    assert {field.name: str(field.default) for field in dataclasses.fields(Guesses)}.items() <= documented.items()


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"namespace_name": "["}, "namespace_name is not a regular expression"),
        ({"asset_path": "("}, "asset_path is not a regular expression"),
        ({"missing_script": "404"}, "missing_script takes one of 10092, 10007, null, not '404'"),
        ({"unknown_bindings": "drop"}, "unknown_bindings takes one of refuse, keep, not 'drop'"),
        ({"page_size": 0}, "page_size takes a whole number from 1 to 1,000,000,000,000, not 0"),
        ({"page_size": True}, "page_size takes a whole number from 1 to 1,000,000,000,000, not True"),
        ({"limit_slides": 1}, "limit_slides takes True or False, not 1"),
        ({"script_name": "\ud800"}, "script_name takes a text"),
    ],
)
def test_what_cannot_be_guessed_is_an_error_of_the_caller(wrong: Result, complaint: str) -> None:
    with pytest.raises(WrongArgument, match=complaint):
        Guesses(**wrong)


def test_replacing_may_keep_trust() -> None:
    with guessing(replace_resets_trust=False) as account:
        account.granted("PATCH", PRODUCTION, json={"trusted_workers": True})

        assert account.granted("PUT", PRODUCTION, json={"name": "live"})["trusted_workers"]


def test_names_of_namespaces_may_be_other_ones() -> None:
    with guessing(namespace_name="production|[ü ]+") as account:
        assert account.granted("POST", "/namespaces", json={"name": "ü ü"})
        assert account.refused("POST", "/namespaces", json={"name": "staging"})[:2] == (400, 100120)


def test_names_of_scripts_may_be_held_to_the_published_pattern() -> None:
    with guessing(script_name="[a-z0-9_][a-z0-9-_]*") as account:
        assert account.deploy("shop-1")
        assert account.deploy_refused("Shop")[:2] == (400, 10016)


@pytest.mark.parametrize("name", ["Shop", "a%20b", "%C3%BC", "a%2Fb", "%0A"])
def test_names_of_scripts_are_any_by_default(production: Account, name: str) -> None:
    assert production.deploy(name)
    assert production.granted("DELETE", f"{SCRIPTS}/{name}") is None


def test_a_missing_script_may_have_the_code_that_it_has_elsewhere() -> None:
    with guessing(missing_script="10007") as account:
        assert account.refused("GET", SHOP)[:2] == (404, 10007)


def test_a_missing_script_may_be_null() -> None:
    with guessing(missing_script="null") as account:
        assert account.granted("GET", SHOP) == {"dispatch_namespace": "production", "script": None}


def test_deleting_may_answer_nothing() -> None:
    with guessing(delete_answers_nothing=True) as account:
        account.deploy("shop")
        answer = account.http.delete(SHOP)

        assert (answer.status_code, answer.content) == (204, b"")
        assert account.refused("DELETE", SHOP)[:2] == (404, 10007)


def described(account: Account) -> Result:
    script = account.granted("GET", SHOP)["script"]
    return script["tags"], script["logpush"]


def test_an_upload_may_keep_settings_that_it_does_not_name() -> None:
    with guessing(upload_resets_settings=False) as account:
        account.deploy("shop", tags=["pro"], logpush=True)
        account.deploy("shop")

        assert described(account) == ([], True)


def test_an_upload_may_keep_tags_that_it_does_not_name() -> None:
    with guessing(upload_resets_tags=False) as account:
        account.deploy("shop", tags=["pro"], logpush=True)
        account.deploy("shop")

        assert described(account) == (["pro"], False)


def test_metadata_may_be_larger_or_smaller() -> None:
    with guessing(max_metadata_bytes=200) as account:
        account.deploy("shop", tags=["pro"])
        assert account.deploy_refused("shop", tags=["pro" * 100])[:2] == (413, 10027)
        settings = {"settings": (None, json.dumps({"tags": ["pro" * 100]}), "application/json")}
        assert account.refused("PATCH", f"{SHOP}/settings", files=settings)[:2] == (413, 10027)

        assert described(account)[0] == ["pro"]


def test_a_bulk_request_may_be_smaller() -> None:
    with guessing(max_bulk_secrets=1) as account:
        account.deploy("shop")

        assert account.refused("PATCH", f"{SHOP}/secrets-bulk", json={"secrets": {"A": None, "B": None}})[:2] == (
            400,
            100160,
        )


def test_bindings_of_unknown_types_may_be_kept() -> None:
    bindings = [{"type": "time_machine", "name": "TARDIS", "year": 1963}]
    with guessing(unknown_bindings="keep") as account:
        account.deploy("shop", bindings=bindings)

        assert bindings == account.granted("GET", f"{SHOP}/bindings")


def test_bindings_to_what_is_deployed_later_may_be_kept() -> None:
    bindings = [
        {"type": "service", "name": "AUTH", "service": "auth"},
        {"type": "dispatch_namespace", "name": "TENANTS", "namespace": "staging"},
    ]
    with guessing(missing_targets="keep") as account:
        account.deploy("shop", bindings=bindings)

        assert bindings == account.granted("GET", f"{SHOP}/bindings")


def test_paths_of_assets_may_be_held_to_what_needs_no_encoding() -> None:
    with guessing(asset_path="[A-Za-z0-9/._~-]+") as account:
        session = f"{SHOP}/assets-upload-session"
        manifests = [{path: {"hash": "0" * 32, "size": 1}} for path in ("/a.css", "/a b.css")]

        assert account.granted("POST", session, json={"manifest": manifests[0]})
        assert account.refused("POST", session, json={"manifest": manifests[1]})[:2] == (400, 10304)


def test_rows_of_a_list_may_be_flat() -> None:
    with guessing(list_rows_nested=False) as account:
        account.deploy("shop")
        (row,) = account.granted("GET", SCRIPTS)

        assert (row["id"], row["dispatch_namespace"], "script" in row) == ("shop", "production", False)


def test_a_page_may_have_another_size() -> None:
    with guessing(page_size=1) as account:
        account.deploy("a")
        account.deploy("b")

        assert len(account.granted("GET", SCRIPTS)) == 1


def test_one_of_several_tags_may_be_enough() -> None:
    with guessing(all_tags_must_hold=False) as account:
        for name, tags in {"a": ["pro"], "b": ["beta"], "c": []}.items():
            account.deploy(name, tags=tags)
        query = {"tags": "pro:yes,beta:yes"}

        assert [row["script"]["id"] for row in account.granted("GET", SCRIPTS, params=query)] == ["a", "b"]
        assert account.granted("DELETE", SCRIPTS, params=query)["deleted_count"] == 2


def test_a_bulk_delete_may_be_smaller() -> None:
    with guessing(delete_size=1) as account:
        account.deploy("a")
        account.deploy("b")

        assert account.granted("DELETE", SCRIPTS)["has_more"]


def test_a_bulk_delete_may_need_a_filter() -> None:
    with guessing(unfiltered_delete_takes_all=False) as account:
        account.deploy("a")

        assert account.refused("DELETE", SCRIPTS)[:2] == (400, 10004)
        assert account.granted("GET", PRODUCTION)["script_count"] == 1


def test_a_bulk_delete_may_answer_without_an_envelope() -> None:
    with guessing(deleted_in_envelope=False) as account:
        account.deploy("a")

        assert account.http.delete(SCRIPTS).json() == {
            "deleted": [{"id": "a"}],
            "deleted_count": 1,
            "has_more": False,
        }


def test_a_bulk_delete_may_name_scripts_by_their_tag() -> None:
    with guessing(deleted_id_is_name=False) as account:
        tag = account.deploy("a")["tag"]

        assert account.granted("DELETE", SCRIPTS)["deleted"] == [{"id": tag}]


def test_a_script_may_have_another_number_of_tags() -> None:
    with guessing(max_tags=10) as account:
        assert account.deploy("shop", tags=[f"t{number}" for number in range(10)])
        assert account.deploy_refused("shop", tags=[f"t{number}" for number in range(11)])[:2] == (400, 100103)


def test_a_tag_may_have_another_length() -> None:
    with guessing(max_tag_length=3) as account:
        account.deploy("shop", tags=["pro"])

        assert account.refused("PUT", f"{SHOP}/tags/plan")[:2] == (400, 100102)
        assert account.granted("PUT", f"{SHOP}/tags", json=["abc"]) == ["abc"]
