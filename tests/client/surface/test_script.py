"""The verbs of a script: it is deployed, looked at, downloaded byte for byte, and deleted."""

from typing import Any

import attrs
import pytest

import tenantry
from tenantry import Bundle, models
from tenantry._flow import InThread
from tenantry._flows import deploying
from tenantry._upload import Upload
from tenantry_api.types import Call
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask

DAY = "2026-01-01"
FORGERY = b'export default {}\r\n--+++\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n{}\r\n--+++--\r\n'


def shop(client: Any) -> Any:
    return client.namespace("production").script("shop")


def deploy(ask: Ask, code: Any, **arguments: Any) -> Any:
    return ask(lambda client: shop(client).deploy(code, compatibility_date=DAY, **arguments))


def test_a_script_lives_from_deploy_to_delete(production: Ask) -> None:
    deployed = deploy(production, {"index.js": FORGERY}, tags=["plan-pro"])
    assert isinstance(deployed, models.Deployed)
    assert (deployed.id, deployed.entry_point) == ("shop", "index.js")
    found = production(lambda client: shop(client).get())
    assert (found.name, found.dispatch_namespace, found.tags) == ("shop", "production", ("plan-pro",))
    assert found.compatibility_date == DAY

    assert production(lambda client: shop(client).delete()) is True
    assert production(lambda client: shop(client).delete()) is False
    with pytest.raises(tenantry.ScriptNotFound):
        production(lambda client: shop(client).delete(missing_ok=False))


BUNDLES = {
    "one module": Bundle({"index.js": FORGERY}),
    "many modules": Bundle(
        {
            "index.mjs": "import './lib/ü b.js'\r\n",
            "lib/ü b.js": "export const x = 'ü'",
            'lib/q"uo.js': "",
            "lib/100%.js": "",
            "add.wasm": bytes(range(256)) * 500,
            "empty.bin": b"",
            "note.txt": "\r\n\r\n--",
            "c.cjs": "module.exports = 1",
            "index.mjs.map": "{}",
        },
        main="index.mjs",
    ),
    "another main module": Bundle({"a.js": "", "b.js": ""}, main="b.js"),
    "Python": Bundle({"entry.py": "from workers import Response\n", "data.sql": ""}),
    "types of its own": Bundle({"index.js": "", "README.md": "# Hello"}, types={"README.md": "text/plain"}),
    "a name that is not Latin": Bundle({"начало.js": ""}),
}


@pytest.mark.parametrize("bundle", BUNDLES.values(), ids=BUNDLES)
def test_code_comes_back_as_it_went(production: Ask, bundle: Bundle) -> None:
    deploy(production, bundle)

    assert production(lambda client: shop(client).get_content()) == bundle


def test_a_service_worker_comes_back_without_its_name(production: Ask) -> None:
    code = b"addEventListener('fetch', h)\r\n"
    deploy(production, {"sw.js": code})
    content = production(lambda client: shop(client).get_content())

    assert content == Bundle({"index.js": code})
    assert content.is_service_worker


def test_what_was_downloaded_can_be_deployed(production: Ask) -> None:
    deploy(production, BUNDLES["many modules"])
    content = production(lambda client: shop(client).get_content())
    deploy(production, content)

    assert production(lambda client: shop(client).get_content()) == content


def part(name: str, content: bytes, kind: str | None = "application/javascript+module", end: bytes = b"\r\n") -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"; filename="{name}"'.encode()
    return b"--zz" + end + head + end + (f"Content-Type: {kind}".encode() + end if kind else b"") + end + content + end


def download(
    ask: Ask, server: Server, *parts: bytes, kind: str = "multipart/form-data; boundary=zz", **headers: str
) -> Any:
    server.answer(200, b"".join([*parts, b"--zz--\r\n"]), content_type=kind, **headers)
    return ask(lambda client: shop(client).get_content())


def test_the_answer_names_the_main_module(ask: Ask, server: Server) -> None:
    content = download(ask, server, part("a.js", b"1"), part("b.js", b"2"), cf_entrypoint="b.js")

    assert (dict(content), content.main) == ({"a.js": b"1", "b.js": b"2"}, "b.js")


@pytest.mark.parametrize("headers", [{}, {"cf_entrypoint": "gone.js"}, {"cf_entrypoint": ""}], ids=repr)
def test_an_answer_may_name_no_main_module(ask: Ask, server: Server, headers: Any) -> None:
    content = download(
        ask, server, part("note.txt", b"", "text/plain"), part("a.js", b"1"), part("b.js", b"2"), **headers
    )

    assert content.main == "a.js"


@pytest.mark.parametrize(
    "kind", ['Multipart/Form-Data; boundary="zz"', "multipart/form-data;charset=utf-8;boundary=zz"]
)
def test_a_boundary_may_be_quoted_and_not_alone(ask: Ask, server: Server, kind: str) -> None:
    assert dict(download(ask, server, part("a.js", b"1"), kind=kind)) == {"a.js": b"1"}


def test_types_of_parts_have_no_parameters_and_may_be_left_out(ask: Ask, server: Server) -> None:
    content = download(
        ask, server, part("a.js", b"", "text/javascript; charset=utf-8"), part("b", b"", None), part("c", b"", "")
    )

    assert content.types == {
        "a.js": "text/javascript",
        "b": "application/octet-stream",
        "c": "application/octet-stream",
    }


@pytest.mark.parametrize("kind", ["application/javascript", "text/javascript; charset=utf-8", "text/plain"])
def test_raw_javascript_is_one_script(ask: Ask, server: Server, kind: str) -> None:
    server.answer(200, FORGERY, content_type=kind)

    assert ask(lambda client: shop(client).get_content()) == Bundle(
        {"index.js": FORGERY}, types={"index.js": "application/javascript"}
    )


def test_a_script_may_be_empty(ask: Ask, server: Server) -> None:
    server.answer(200, b"", content_type="application/javascript")

    assert dict(ask(lambda client: shop(client).get_content())) == {"index.js": b""}


NO_DOWNLOADS = {
    "no boundary": ("multipart/form-data", b"--zz--\r\n"),
    "another boundary": ("multipart/form-data; boundary=yy", part("a.js", b"") + b"--zz--\r\n"),
    "no end": ("multipart/form-data; boundary=zz", part("a.js", b"") + part("b.js", b"")),
    "cut short": ("multipart/form-data; boundary=zz", part("a.js", b"")[:-20]),
    "nothing": ("multipart/form-data; boundary=zz", b""),
    "no parts": ("multipart/form-data; boundary=zz", b"--zz--\r\n"),
    "no main module": ("multipart/form-data; boundary=zz", part("a.txt", b"", "text/plain") + b"--zz--\r\n"),
    "no name": ("multipart/form-data; boundary=zz", b"--zz\r\nContent-Type: text/plain\r\n\r\nx\r\n--zz--\r\n"),
    "two of one name": ("multipart/form-data; boundary=zz", part("a.js", b"1") + part("a.js", b"2") + b"--zz--\r\n"),
    "a name outside": ("multipart/form-data; boundary=zz", part("../a.js", b"") + b"--zz--\r\n"),
    "a name without UTF-8": (
        "multipart/form-data; boundary=zz",
        b'--zz\r\nContent-Disposition: form-data; name="\xff.js"\r\n\r\nx\r\n--zz--\r\n',
    ),
    "HTML": ("text/html; charset=utf-8", b"<h1>Sorry</h1>"),
    "JSON": ("application/json", b'{"success": true, "result": null}'),
}


# httpx does not close its generators where a body is not read to its end, of which trio warns.
@pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")
@pytest.mark.parametrize(("kind", "body"), NO_DOWNLOADS.values(), ids=NO_DOWNLOADS)
def test_a_download_is_a_bad_answer_with(ask: Ask, server: Server, kind: str, body: bytes) -> None:
    server.answer(200, body, content_type=kind)
    with pytest.raises(tenantry.BadAnswer, match="a success that cannot be read"):
        ask(lambda client: shop(client).get_content())


@pytest.mark.parametrize("verb", ["get", "get_content"])
def test_a_script_that_is_not_there_is_not_found(production: Ask, verb: str) -> None:
    with pytest.raises(tenantry.ScriptNotFound, match=r"deploy\(\) creates it"):
        production(lambda client: getattr(shop(client), verb)())


@pytest.mark.parametrize("verb", ["get", "get_content", "delete"])
def test_a_namespace_that_is_not_there_is_not_found(emulated: Ask, verb: str) -> None:
    with pytest.raises(tenantry.NamespaceNotFound):
        emulated(lambda client: getattr(shop(client), verb)())


def test_force_is_said_only_when_it_is_meant(ask: Ask, server: Server) -> None:
    server.succeed(None)
    ask(lambda client: shop(client).delete())
    ask(lambda client: shop(client).delete(force=True))

    assert [request.query for request in server.requests] == ["", "force=true"]


@pytest.mark.parametrize("force", ["no", 1, None], ids=repr)
def test_force_is_not_what_merely_counts_as_true(ask: Ask, server: Server, force: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="force is True or False"):
        ask(lambda client: shop(client).delete(force=force))

    assert server.requests == []


def test_what_cloudflare_does_not_accept_is_explained(production: Ask) -> None:
    with pytest.raises(tenantry.Invalid, match=r"/compatibility_date.*\nThis code was never deployed"):
        production(lambda client: shop(client).deploy({"index.js": ""}, compatibility_date="yesterday"))
    with pytest.raises(tenantry.ScriptNotFound):
        production(lambda client: shop(client).get())


def test_migrations_go_on_from_where_they_are(production: Ask) -> None:
    room = "export class Room {}; export default {}"
    first = models.SingleStepMigrations(new_tag="v1", new_sqlite_classes=["Room"])
    deploy(production, {"index.js": room}, migrations=first)

    assert production(lambda client: shop(client).get()).migration_tag == "v1"
    with pytest.raises(tenantry.Changed, match="another one than `old_tag`"):
        deploy(production, {"index.js": room}, migrations=first)


@pytest.mark.parametrize(
    ("migrations", "repeatable"), [(models.SingleStepMigrations(new_tag="v1"), False), (None, True)]
)
def test_only_an_upload_without_migrations_may_be_repeated(migrations: Any, repeatable: bool) -> None:
    """No call is repeated yet, so that this looks at the calls of the flow."""
    arguments = {field.name: None for field in attrs.fields(Upload)}
    given = {"code": {"index.js": ""}, "compatibility_date": DAY, "compatibility_flags": (), "migrations": migrations}
    flow = deploying.deploy("account", "production", "shop", Upload(**{**arguments, **given}))
    reading = flow.send(None)
    assert isinstance(reading, InThread)
    call = flow.send(reading.work())
    assert isinstance(call, Call)
    flow.close()

    assert (call.operation, call.repeatable) == ("upload_script", repeatable)


def test_a_dry_run_is_what_is_deployed(ask: Ask, server: Server) -> None:
    server.succeed(None)
    arguments: dict[str, Any] = {"vars": {"PLAN": "pro"}, "secrets": {"KEY": "s3cret"}, "tags": ["a"], "logpush": True}
    dry = deploy(ask, BUNDLES["many modules"], **arguments, dry_run=True)
    deploy(ask, BUNDLES["many modules"], **arguments)

    (request,) = server.requests
    sent = request.metadata
    (secret,) = (binding for binding in sent["bindings"] if binding["type"] == "secret_text")
    assert secret.pop("text") == "s3cret"
    assert dry.metadata.to_dict() == sent
    assert dry.bundle == BUNDLES["many modules"]
