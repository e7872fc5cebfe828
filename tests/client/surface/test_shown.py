"""What values look like: in a terminal, in a notebook, in FastAPI and in pandas."""

import html
import re
import traceback
from collections.abc import Iterator
from typing import Any

import fastapi
import httpx
import pandas
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

import tenantry
from tenantry import bindings, models
from tenantry_emulator import Emulator
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask, connections
from tests.client.support.scripts import shop

CODE = {"index.js": "export default { fetch: () => new Response('hi') }"}
DAY = "2026-11-01"


@pytest.fixture
def namespace(emulator: Emulator) -> Iterator[tenantry.Namespace]:
    """Two tenants, one of them with a secret."""
    token, url = emulator.api_token, emulator.url
    with (
        connections() as http_client,
        tenantry.Client(account_id="a" * 32, api_token=token, base_url=url, http_client=http_client) as client,
    ):
        production = client.namespace("production")
        production.ensure()
        for name in ("acme-blog", "acme-shop"):
            production.script(name).deploy(
                CODE,
                compatibility_date=DAY,
                vars={"NOTE": "<b>bold</b>"},
                secrets={"KEY": "hush-hush"},
                tags=["beta"],
                bindings=[bindings.KvNamespace(name="CACHE", namespace_id="f" * 32)],
            )
        yield production


def test_fastapi_takes_what_comes_back(namespace: tenantry.Namespace) -> None:
    app = fastapi.FastAPI()
    # Any: JSON.
    app.get("/scripts")(lambda: namespace.list_scripts().all().to_dicts())
    app.get("/script")(lambda: namespace.script("acme-shop").get().to_dict())
    app.get("/settings")(lambda: namespace.script("acme-shop").get_settings().to_dict())
    app.get("/plan")(lambda: namespace.script("new").deploy(CODE, compatibility_date=DAY, dry_run=True).to_dict())
    app.get("/snapshot")(lambda: namespace.script("acme-shop").snapshot().to_dict())
    app.get("/builds")(lambda: namespace.builds().to_dicts())

    answers = {path: asked(app, f"/{path}") for path in ("scripts", "script", "settings", "plan", "snapshot", "builds")}

    assert [(row["name"], row["tags"], row["dispatch_namespace"]) for row in answers["scripts"]] == [
        ("acme-blog", ["beta"], "production"),
        ("acme-shop", ["beta"], "production"),
    ]
    assert answers["script"] == answers["scripts"][1]
    assert {each["name"] for each in answers["settings"]["bindings"]} == {"NOTE", "KEY", "CACHE"}
    assert answers["plan"]["bundle"]["main"] == "index.js"
    assert answers["plan"]["kept"][0] == "tags"
    assert answers["snapshot"]["settings"]["tags"] == ["beta"]
    assert [(each["names"], each["count"]) for each in answers["builds"]] == [(["acme-blog", "acme-shop"], 2)]


def asked(app: fastapi.FastAPI, path: str) -> Any:
    """What the route answers."""
    import anyio

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as http:
            return await http.get(path)

    return anyio.run(ask).raise_for_status().json()


def test_pandas_takes_lists(namespace: tenantry.Namespace) -> None:
    scripts = pandas.DataFrame(namespace.list_scripts().all().to_dicts())
    builds = pandas.DataFrame(namespace.builds().to_dicts())

    assert [*scripts.columns[:3]] == ["name", "dispatch_namespace", "tags"]
    assert [*scripts["name"]] == ["acme-blog", "acme-shop"]
    assert pandas.to_datetime(scripts["modified_on"]).dt.year.min() >= 2026
    assert builds["count"].sum() == 2


@pytest.fixture
def notebook(namespace: tenantry.Namespace) -> Any:
    """The shell that runs a notebook's cells. Any: half of IPython has no types."""
    make: Any = InteractiveShell
    shell = make()
    shell.colors = "nocolor"
    shell.display_formatter.active_types = ["text/plain", "text/html"]
    shell.push({"tenantry": tenantry, "production": namespace, "shop": namespace.script("acme-shop"), "CODE": CODE})
    return shell


def table_of(notebook: Any, code: str) -> str:
    """What a cell shows, as HTML."""
    result = notebook.run_cell(code)
    result.raise_error()
    shown, _ = notebook.display_formatter.format(result.result)
    return str(shown["text/html"])


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("production.list_scripts()", ["acme-blog", "acme-shop", "beta"]),
        ("production.list_scripts().all()", ["acme-blog", "acme-shop", "beta"]),
        ("production.builds()", ["acme-blog, acme-shop", "count"]),
        ("production.client.list_namespaces()", ["production"]),
        ("shop.get()", ["acme-shop", "beta"]),
        ("shop.get_settings()", ["CACHE", "kv_namespace", "<b>bold</b>", DAY]),
        ("shop.get_bindings()", ["CACHE", "KEY", "secret_text"]),
        ("shop.deploy(CODE, dry_run=True, vars={'A': 'b'})", ["index.js", "application/javascript+module", "kept"]),
        ("shop.snapshot()", ["acme-shop", "index.js", "CACHE"]),
        ("shop.snapshot().diff(shop.snapshot())", []),
    ],
)
def test_a_notebook_shows_a_table(notebook: Any, code: str, words: list[str]) -> None:
    table = table_of(notebook, code)

    assert table.startswith("<table>")
    assert [word for word in words if html.escape(word) not in table] == []
    assert "hush-hush" not in table
    assert re.search("UNSET|additional_properties|<b>", table) is None


def test_a_notebook_shows_what_was_asked_answered_and_is_to_do(notebook: Any) -> None:
    with capture_output() as shown:
        notebook.run_cell("def look():\n    return production.script('acme-shoop').get()\nlook()")

    text = shown.stdout
    assert "tenantry.errors.ScriptNotFound\n" in text
    assert "asked     GET /accounts/" in text
    assert re.search(r"^answered  404: .* \(10092\)", text, re.MULTILINE)
    assert re.search(r"^to do     list_scripts\(\) shows what is there", text, re.MULTILINE)
    assert "return production.script('acme-shoop').get()" in text
    assert "retry_loop" not in text


def test_a_long_list_is_shown_by_its_beginning() -> None:
    rows = tenantry.Rows(models.Secret for _ in range(0))
    assert rows._repr_html_() == "<table><thead><tr></tr></thead><tbody></tbody></table>"

    many = tenantry.Rows(tenantry.ScriptInfo({"id": f"script-{number}"}) for number in range(1_200))
    assert many._repr_html_().count("<tr>") == 51
    assert "1,200 rows, of which these are the first 50" in many._repr_html_()


def test_models_print_what_they_say() -> None:
    assert repr(models.ScriptMetadata(main_module="index.js")) == "ScriptMetadata(main_module='index.js')"
    assert repr(models.Limits(cpu_ms=50)) == "Limits(cpu_ms=50)"
    assert repr(models.UpdateNamespace()) == "UpdateNamespace()"
    assert repr(models.Settings.from_dict({"new": "a secret"})) == "Settings(additional_properties={'new': …})"
    assert repr(bindings.SecretText(name="KEY", text="hush")) == "SecretText(name='KEY')"


def test_handles_are_equal_by_what_they_name(ask: Ask, server: Server) -> None:
    def compared(client: Any) -> None:
        same = client.with_options(timeout=3)
        assert shop(client) == shop(same)
        assert len({shop(client), shop(same), client.namespace("production"), same.namespace("production")}) == 2
        assert shop(client) != client.namespace("staging").script("shop")
        assert shop(client) != client.namespace("production")
        assert shop(client).namespace != client.namespace("staging")
        assert shop(client) != "shop"

    ask(compared)


def test_a_row_makes_a_handle(ask: Ask) -> None:
    row = tenantry.ScriptInfo({"script": {"id": "shop"}})
    assert ask(lambda client: client.namespace("production").script(row) == shop(client))
    with pytest.raises(tenantry.NotSent, match="is empty"):
        ask(lambda client: client.namespace("production").script(tenantry.ScriptInfo({})))


def test_pages_print_without_a_request(ask: Ask, server: Server) -> None:
    text = ask(lambda client: repr(client.namespace("production").list_scripts()))

    assert re.fullmatch(r"<(Async)?Pages: fetched as they are read>", text)
    assert server.requests == []


def test_help_opens_with_what_users_need() -> None:
    import pydoc

    text = pydoc.plain(pydoc.render_doc(tenantry))
    beginning = text[:1200]
    assert "client.namespace(" in beginning
    assert "shop.deploy(" in beginning
    assert "What the running version has stays" in (type(tenantry.KEEP).__doc__ or "")


def test_a_refusal_still_reads_as_before(ask: Ask, server: Server) -> None:
    server.refuse(10092, status=404)
    with pytest.raises(tenantry.ScriptNotFound) as caught:
        ask(lambda client: shop(client).get())

    assert "answered 404:" in traceback.format_exception_only(caught.value)[0]
