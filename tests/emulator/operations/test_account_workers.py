"""The account's own Workers."""

import pytest

from tests.emulator.account import Account, Result, parts


def listed(account: Account, **query: str) -> list[str]:
    return [worker["id"] for worker in account.granted("GET", workers(account), params=query)]


def workers(account: Account, name: str = "") -> str:
    return str(account.http.base_url).replace("/dispatch/", "/scripts") + (f"/{name}" if name else "")


def upload(account: Account, name: str, **metadata: Result) -> None:
    account.granted("PUT", workers(account, name), files=parts(**metadata))


def test_an_account_begins_without_workers(account: Account) -> None:
    assert listed(account) == []


def test_what_is_uploaded_is_listed_until_it_is_deleted(account: Account) -> None:
    upload(account, "dispatcher", tags=["edge"])
    upload(account, "outbound")
    assert listed(account) == ["dispatcher", "outbound"]
    assert listed(account, tags="edge:yes") == ["dispatcher"]

    assert account.granted("DELETE", workers(account, "dispatcher")) is None
    assert listed(account) == ["outbound"]


def test_they_are_in_no_namespace(production: Account) -> None:
    upload(production, "dispatcher")

    assert [namespace["namespace_name"] for namespace in production.granted("GET", "/namespaces")] == ["production"]
    assert production.granted("GET", "/namespaces/production/scripts") == []


def test_tenants_are_not_among_them(production: Account) -> None:
    production.deploy("shop")

    assert listed(production) == []


def test_one_that_is_not_there_cannot_be_deleted(account: Account) -> None:
    assert account.refused("DELETE", workers(account, "ghost"))[:2] == (404, 10007)


def test_wrangler_finds_the_queues_and_buckets_that_bindings_name(account: Account) -> None:
    base = str(account.http.base_url).removesuffix("/workers/dispatch/")

    assert account.granted("GET", f"{base}/queues", params={"name": "mail"})[0]["queue_name"] == "mail"
    assert account.granted("GET", f"{base}/queues") == []
    assert account.granted("GET", f"{base}/r2/buckets/files")["name"] == "files"


READS = (
    "scripts/{}/settings",
    "scripts/{}/secrets",
    "scripts/{}/deployments",
    "scripts/{}/subdomain",
    "services/{}",
    "workers/{}",
)


@pytest.mark.parametrize("path", READS)
def test_what_is_asked_of_a_worker_that_is_not_there_is_not_found(account: Account, path: str) -> None:
    base = str(account.http.base_url).removesuffix("/dispatch/")
    upload(account, "dispatcher")

    assert account.granted("GET", f"{base}/{path.format('dispatcher')}") is not None
    status, code, message = account.refused("GET", f"{base}/{path.format('ghost')}")
    assert (status, code) in [(404, 10007), (404, 10090)]
    assert "dispatch namespace" not in message


def test_its_settings_and_secrets_are_its_own(account: Account) -> None:
    secret = {"type": "secret_text", "name": "KEY", "text": "hush"}
    upload(account, "dispatcher", bindings=[secret], tags=["edge"])

    assert account.granted("GET", f"{workers(account, 'dispatcher')}/settings")["tags"] == ["edge"]
    assert account.granted("GET", f"{workers(account, 'dispatcher')}/secrets") == [
        {"type": "secret_text", "name": "KEY"}
    ]


def test_a_version_that_is_uploaded_runs_and_only_that_can_be_deployed(account: Account) -> None:
    upload(account, "dispatcher")
    dispatcher = workers(account, "dispatcher")
    version = account.granted("POST", f"{dispatcher}/versions", files=parts(tags=["new"]))["id"]

    assert account.granted("GET", f"{dispatcher}/settings")["tags"] == ["new"]
    for wanted, status in ((version, 200), ("another", 404)):
        body = {"strategy": "percentage", "versions": [{"version_id": wanted, "percentage": 100}]}
        assert account.http.post(f"{dispatcher}/deployments", json=body).status_code == status
    settings = account.granted("PATCH", f"{dispatcher}/script-settings", json={"logpush": True, "tags": None})
    assert (settings["logpush"], settings["tags"]) == (True, [])
    assert account.granted("GET", f"{dispatcher}/deployments")["deployments"][0]["id"] == version
