"""The account's own Workers."""

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
