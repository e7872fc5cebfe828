"""Replacing the code of a script, and nothing else."""

from collections.abc import Iterator

import pytest

from tenantry_emulator.deployment import inspection
from tenantry_emulator.deployment.upload import Upload
from tenantry_emulator.store.records import Code
from tests.emulator.account import MODULE, PRODUCTION, SCRIPT, Account, Part, Result, module, parts

SHOP = f"{PRODUCTION}/scripts/shop"
CODE = b"import './b.js'; export default { fetch() {} }"
LISTENER = b"addEventListener('fetch', () => {})"
OTHER = [module("worker.mjs", CODE), module("b.js", b"")]


@pytest.fixture
def shop(production: Account) -> Account:
    """A namespace with the script `shop`, which has a bit of everything."""
    secret = {"type": "secret_text", "name": "KEY", "text": "hush"}
    production.deploy("shop", bindings=[secret], tags=["plan-pro"], logpush=True)
    return production


def put(account: Account, files: list[Part], **headers: str) -> Result:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return account.granted("PUT", f"{SHOP}/content", files=files, headers=sent)


def test_the_code_is_another_and_all_else_stays(shop: Account) -> None:
    before, settings = shop.granted("GET", SHOP)["script"], shop.granted("GET", f"{SHOP}/settings")
    after = put(shop, parts(main_module="worker.mjs", modules=OTHER))

    assert before["etag"] != after["etag"]
    assert settings == shop.granted("GET", f"{SHOP}/settings")
    assert (before["tag"], before["tags"], before["created_on"]) == (after["tag"], after["tags"], after["created_on"])
    answer = shop.http.get(f"{SHOP}/content")
    assert (answer.headers["cf-entrypoint"], answer.content.count(b"filename=")) == ("worker.mjs", 2)


@pytest.mark.parametrize("name", ["worker.mjs", "files"])
def test_a_header_may_name_the_part_where_it_begins(shop: Account, name: str) -> None:
    files: list[Part] = [(name, ("worker.mjs", CODE, MODULE)), module("b.js", b"")]
    put(shop, files, cf_worker_main_module_part=name)

    assert shop.http.get(f"{SHOP}/content").headers["cf-entrypoint"] == "worker.mjs"


def test_a_header_may_name_a_service_worker(shop: Account) -> None:
    after = put(shop, [module("sw.js", LISTENER, SCRIPT)], cf_worker_body_part="sw.js")

    assert after["has_modules"] is False
    assert shop.http.get(f"{SHOP}/content").content == LISTENER


@pytest.mark.parametrize(
    "files",
    [OTHER, parts(main_module="ghost.js", modules=OTHER), parts(modules=[])],
    ids=["no metadata", "no such module", "no modules"],
)
def test_code_without_a_beginning_is_refused_and_nothing_changes(shop: Account, files: list[Part]) -> None:
    before = shop.granted("GET", SHOP)

    assert shop.refused("PUT", f"{SHOP}/content", files=files)[:2] == (400, 10021)
    assert before == shop.granted("GET", SHOP)


def test_a_header_that_names_no_part_is_refused_by_that_name(shop: Account) -> None:
    headers = {"CF-WORKER-MAIN-MODULE-PART": "ghost.js"}
    refusal = shop.refused("PUT", f"{SHOP}/content", files=OTHER, headers=headers)

    assert refusal[:2] == (400, 10021)
    assert "No such module: ghost.js" in refusal[2]


def test_code_comes_as_multipart(shop: Account) -> None:
    headers = {"content-type": "application/javascript"}

    assert shop.refused("PUT", f"{SHOP}/content", content=b"code", headers=headers)[:2] == (415, 10001)


def test_code_needs_a_script(production: Account) -> None:
    assert production.refused("PUT", f"{SHOP}/content", files=parts())[:2] == (404, 10007)


def replace_the_script(shop: Account) -> None:
    """Another one, of another namespace, has its name from now on."""
    shop.granted("POST", "/namespaces", json={"name": "staging"})
    shop.granted("PUT", "/namespaces/staging/scripts/shop", files=parts())
    shop.granted("DELETE", PRODUCTION)
    shop.granted("PATCH", "/namespaces/staging", json={"name": "production"})


@pytest.mark.parametrize(
    ("method", "path", "files"),
    [
        ("PUT", f"{SHOP}/content", parts()),
        ("PATCH", f"{SHOP}/settings", [("settings", (None, b"{}", "application/json"))]),
    ],
    ids=["code", "settings"],
)
def test_a_change_is_made_to_the_script_that_has_the_name_when_all_of_it_has_come(
    shop: Account, method: str, path: str, files: list[Part]
) -> None:
    request = shop.http.build_request(method, path, files=files)
    body = request.read()

    def slowly() -> Iterator[bytes]:
        yield body[:9]
        replace_the_script(shop)
        yield body[9:]

    headers = {"Content-Type": request.headers["Content-Type"]}
    shop.granted(method, path, content=slowly(), headers=headers)


def test_a_change_does_not_reach_another_script_that_has_the_name_before_it_is_made(
    shop: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    code_of = inspection.code_of

    def slowly(upload: Upload) -> Code:
        monkeypatch.undo()
        replace_the_script(shop)
        return code_of(upload)

    monkeypatch.setattr(inspection, "code_of", slowly)
    assert shop.refused("PUT", f"{SHOP}/content", files=parts())[:2] == (404, 10007)
