"""A script that others bind to: deleted by force alone."""

import pytest

from tests.emulator.account import PRODUCTION, Account, module, parts

API = {"type": "service", "name": "API", "service": "api"}
ROOM = {"type": "durable_object_namespace", "name": "ROOM", "class_name": "Room", "script_name": "api"}
OUTBOUND = {
    "type": "dispatch_namespace",
    "name": "DISPATCHER",
    "namespace": "production",
    "outbound": {"worker": {"service": "api"}},
}
CODE = b"export class Room {} export default { fetch() {} }"
MADE = {"new_tag": "v1", "new_sqlite_classes": ["Room"]}


def put(account: Account, path: str, **metadata: object) -> None:
    files = parts(main_module="a.js", modules=[module("a.js", CODE)], **metadata)
    account.granted("PUT", path, files=files)


def of_account(account: Account, name: str) -> str:
    """Where the API has a Worker of the account."""
    return str(account.http.base_url).replace("dispatch/", f"scripts/{name}")


def refused(account: Account, path: str) -> tuple[int, str]:
    return account.refused("DELETE", path)[1:]


@pytest.mark.parametrize("binding", [API, ROOM], ids=lambda binding: binding["type"])
def test_a_script_that_is_bound_is_deleted_by_force(production: Account, binding: dict[str, str]) -> None:
    api = f"{PRODUCTION}/scripts/api"
    put(production, api, migrations=MADE)
    put(production, f"{PRODUCTION}/scripts/shop", bindings=[binding])

    text = f"'shop' binds to 'api', as {binding['name']}; force=true deletes it nevertheless."
    assert refused(production, api) == (10142, text)
    assert production.http.delete(api, params={"force": "false"}).status_code == 400
    production.granted("DELETE", api, params={"force": "true"})


@pytest.mark.parametrize("binding", [API, ROOM, OUTBOUND], ids=lambda binding: binding["type"])
def test_so_is_a_worker_of_the_account(production: Account, binding: dict[str, str]) -> None:
    api = of_account(production, "api")
    put(production, api, migrations=MADE)
    put(production, of_account(production, "dispatcher"), bindings=[binding])

    assert refused(production, api)[0] == 10142
    production.granted("DELETE", api, params={"force": "true"})


def test_a_worker_of_the_account_is_bound_from_a_namespace_that_has_none_of_its_name(production: Account) -> None:
    api, theirs = of_account(production, "api"), f"{PRODUCTION}/scripts/api"
    put(production, api)
    put(production, f"{PRODUCTION}/scripts/shop", bindings=[API])

    assert refused(production, api)[0] == 10142
    put(production, theirs)
    production.granted("DELETE", api)
    assert refused(production, theirs)[0] == 10142


def test_who_binds_to_itself_or_names_another_thing_so_does_not_hold_it(production: Account) -> None:
    api = f"{PRODUCTION}/scripts/api"
    put(production, api, bindings=[API])
    put(production, f"{PRODUCTION}/scripts/shop", bindings=[{"type": "plain_text", "name": "api", "text": "api"}])

    production.granted("DELETE", api)


def test_a_script_is_free_once_the_other_is_gone(production: Account) -> None:
    put(production, f"{PRODUCTION}/scripts/api")
    put(production, f"{PRODUCTION}/scripts/shop", bindings=[API])
    production.granted("DELETE", f"{PRODUCTION}/scripts/shop")

    production.granted("DELETE", f"{PRODUCTION}/scripts/api")
