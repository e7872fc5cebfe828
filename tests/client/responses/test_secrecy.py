"""Tokens, keys and secrets, put everywhere they can be put, and searched for everywhere they could come out."""

import base64
import copy
import html
import json
import logging
import pickle
import re
import socket
import ssl
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import anyio
import httpx
import pytest

import tenantry
from tenantry import bindings
from tenantry._flow import Flow
from tenantry._flows import namespaces
from tenantry._transport.config import ClientConfig
from tenantry.events import Event
from tenantry_api import models
from tenantry_api.api.scripts import put_content, upload_script
from tenantry_api.types import File
from tests.client.servers.faults import FaultServer, Heard, Reply, faulty, reply

ACCOUNT = "an-account"
TOKEN = "canary-token-4a0c"
KEY = "canary-key-77f1"
SECRET = 'canary-secret-"b2e9"\n'
KEY_64 = base64.b64encode(b"canary of base 64").decode()
JWK = {"kty": "oct", "k": "canary-jwk-0d55"}
JWT = "eyJhbGciOiJFUzI1NiJ9.canary.jwt"
SENT = [SECRET, KEY_64, JWK["k"], JWT, TOKEN, KEY]
# What must not be seen of them: the beginning of each, nor that in base64, wherever it stands in there.
PIECES = [
    "canary",
    *(base64.b64encode(b"xx"[:n] + b"canary-").decode()[n and n + 1 : -3] for n in range(3)),
    KEY_64[:8],
]


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with faulty() as breaking:
        yield breaking


def echo(heard: Heard) -> str:
    return (heard.head + heard.body).decode("latin-1")


def told(heard: Heard, **envelope: object) -> bytes:
    """An envelope whose every text is what was sent."""
    said = {"code": 10021, "message": echo(heard), "documentation_url": echo(heard), "source": {"pointer": echo(heard)}}
    return json.dumps({"success": False, "errors": [said], "messages": [said], "result": None} | envelope).encode()


def readable(heard: Heard) -> bytes:
    """The secrets as a server would repeat them that has read the JSON."""
    texts = [text for text in SENT if json.dumps(text)[1:-1] in echo(heard)]
    return json.dumps({"success": False, "errors": [{"code": 1, "message": text} for text in texts]}).encode()


def rewritten(heard: Heard, write: Callable[[str], str]) -> bytes:
    """What was sent, in another notation, in each text of a refusal."""
    said = write(echo(heard))
    problem = {"code": 10021, "message": said, "documentation_url": said, "source": {"pointer": said}}
    return json.dumps({"success": False, "errors": [problem, said], "messages": [said]}).encode()


def cut(heard: Heard) -> str:
    """What was sent, as far as the middle of the last secret in it."""
    said = echo(heard)
    last = max((json.dumps(text)[1:-1] for text in SENT), key=said.rfind)
    return said[: said.rindex(last) + len(last) // 2]


ECHOES: dict[str, Callable[[Heard], Reply]] = {
    "a refusal": lambda heard: reply(told(heard), 400),
    "a refusal in other words": lambda heard: reply(readable(heard), 400),
    "JSON in JSON": lambda heard: reply(rewritten(heard, lambda said: json.dumps(json.dumps(said))), 400),
    "percent-encoding": lambda heard: reply(rewritten(heard, quote), 400),
    "base64": lambda heard: reply(rewritten(heard, lambda said: base64.b64encode(said.encode()).decode()), 400),
    "HTML": lambda heard: reply(rewritten(heard, html.escape), 400),
    "what was sent, cut": lambda heard: reply(rewritten(heard, lambda _: cut(heard)), 400),
    "a head": lambda heard: reply(b"{}", 400, dict.fromkeys(("CF-Ray", "Retry-After", "Date", "Ratelimit"), TOKEN)),
    "a limit": lambda heard: reply(told(heard), 429, {"Retry-After": "300"}),
    "a refusal with status 200": lambda heard: reply(told(heard)),
    "a success with remarks": lambda heard: reply(told(heard, success=True, errors=[], result={"id": "shop"})),
    "a page": lambda heard: reply(echo(heard).encode("latin-1"), 200, {"Content-Type": "text/html"}),
    "a page of the edge": lambda heard: reply(echo(heard).encode("latin-1"), 526, {"Content-Type": "text/html"}),
    "a problem": lambda heard: reply(json.dumps({"title": echo(heard), "detail": echo(heard)}).encode(), 526),
    "an answer without an envelope": lambda heard: reply(json.dumps({"result": echo(heard)}).encode()),
    "a redirect": lambda heard: reply(echo(heard).encode("latin-1"), 307, {"Location": f"http://h/{TOKEN}"}),
    "a reset": lambda heard: Reply([], "reset"),
    "an answer that ends early": lambda heard: reply(echo(heard).encode("latin-1"), missing=10, then="close"),
    "no HTTP": lambda heard: Reply([heard.head], "close"),
}


RAW = bindings.SecretKey(name="A", algorithm={}, format_=models.KeyFormat.RAW, usages=[], key_base64=KEY_64)
OF_JWK = bindings.SecretKey(name="B", algorithm={}, format_=models.KeyFormat.JWK, usages=[], key_jwk=JWK)


def shop(client: Any) -> Any:
    return client.namespace("production").script("shop")


def deploy(client: Any) -> Any:
    return shop(client).deploy(
        {"index.js": "export default { fetch() { return new Response() } }"},
        compatibility_date="2026-11-01",
        keep_settings=False,
        secrets={"SECRET": SECRET},
        bindings=[RAW, OF_JWK],
    )


# Every verb that takes secrets.
VERBS: dict[str, Callable[[Any], Any]] = {
    "deploy": deploy,
    "put_secret": lambda client: shop(client).put_secret("SECRET", SECRET),
    "put_secret, a key": lambda client: shop(client).put_secret("B", OF_JWK),
    "put_secrets": lambda client: shop(client).put_secrets({"SECRET": SECRET, "A": RAW}),
    "patch_settings": lambda client: shop(client).patch_settings(
        bindings=[bindings.SecretText(name="SECRET", text=SECRET), RAW]
    ),
    "upload_assets": lambda client: shop(client).upload_assets(JWT, {"0f": b"1"}),
}
every_verb = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)


BY_TOKEN = {"api_token": TOKEN}
ASKED = {name: (verb, BY_TOKEN) for name, verb in VERBS.items()}
ASKED["deploy, with a key"] = (deploy, {"api_key": KEY, "api_email": "a@b.example"})


@pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")
@pytest.mark.parametrize("answer", ECHOES.values(), ids=ECHOES)
@pytest.mark.parametrize(("verb", "credentials"), ASKED.values(), ids=ASKED)
def test_no_canary_comes_out(
    flavour: str,
    verb: Callable[[Any], Any],
    server: FaultServer,
    caplog: pytest.LogCaptureFixture,
    credentials: dict[str, str],
    answer: Callable[[Heard], Reply],
) -> None:
    events: list[Event] = []
    server.decide = answer
    options = {
        "base_url": server.url,
        "account_id": ACCOUNT,
        "retries": int(flavour == "blocking"),
        "rate": None,
        "on_event": events.append,
    }
    with warnings.catch_warnings(record=True) as warned, caplog.at_level(logging.DEBUG):
        warnings.simplefilter("always")
        shown = _shown(flavour, verb, {**options, **credentials})

    assert events
    assert "tenantry" in {record.name for record in caplog.records}
    # What httpx and httpcore log of an answer's head is not ours to decide; what they log of a request is.
    of_heads = ("receive_response_headers.complete", "HTTP Request: ")
    logged = [text for record in caplog.records if not (text := record.getMessage()).startswith(of_heads)]
    assert any(text.startswith("send_request_headers") for text in logged)
    everything = [*shown, repr(events), *logged, *map(str, warned)]
    for piece in PIECES:
        assert [text for text in everything if piece in text] == []


def _shown(flavour: str, verb: Callable[[Any], Any], options: dict[str, Any]) -> list[str]:
    """All texts that a client, its handles and the error of a verb can be made into."""
    if flavour == "blocking":
        with tenantry.Client(**options) as client:
            try:
                result = verb(client)
            except tenantry.Error as error:
                return [*_texts_of_client(client), *_texts_of_error(error)]
            return [*_texts_of_client(client), repr(result)]
    return anyio.run(_shown_async, verb, options, backend=flavour)


async def _shown_async(verb: Callable[[Any], Any], options: dict[str, Any]) -> list[str]:
    async with tenantry.AsyncClient(**options) as client:
        try:
            result = await verb(client)
        except tenantry.Error as error:
            return [*_texts_of_client(client), *_texts_of_error(error)]
        return [*_texts_of_client(client), repr(result)]


def _texts_of_client(client: Any) -> Iterator[str]:
    production = client.namespace("production")
    for thing in (client, production, production.script("shop"), client.api, client._driver, production.list_scripts()):
        yield f"{thing!r} {thing} {getattr(thing, '__dict__', '')}"


def _texts_of_error(error: BaseException) -> Iterator[str]:
    yield f"{error!r} {error} {vars(error)} {error.args} {getattr(error, '__notes__', '')}"
    yield pickle.dumps(error).decode("latin-1")
    yield "".join(traceback.format_exception(error))
    yield from texts_of_frames(error)


def texts_of_frames(error: BaseException) -> Iterator[str]:
    """What an error reporter shows of the variables in all frames but the tests' own."""
    told: traceback.TracebackException | None = traceback.TracebackException.from_exception(error, capture_locals=True)
    while told is not None:
        for frame in told.stack:
            if "tests" not in Path(frame.filename).parts:
                yield f"{frame.name}: {frame.locals}"
        told = told.__cause__ or told.__context__


@every_verb
@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, tenantry.Error])
def test_no_variable_of_a_frame_holds_a_secret(
    flavour: str, verb: Callable[[Any], Any], error: type[BaseException]
) -> None:
    """Whatever comes from below, wherever it strikes: here, where all is ready to be sent."""

    def broken(request: httpx.Request) -> httpx.Response:
        headers = dict(request.headers)
        raise error(f"{len(headers)} headers")

    transport = httpx.MockTransport(broken)

    async def main() -> None:
        async with httpx.AsyncClient(transport=transport) as http_client:
            await verb(tenantry.AsyncClient(account_id=ACCOUNT, api_token=TOKEN, retries=0, http_client=http_client))

    def ask() -> None:
        if flavour != "blocking":
            anyio.run(main, backend=flavour)
            return
        with httpx.Client(transport=transport) as http_client:
            verb(tenantry.Client(account_id=ACCOUNT, api_token=TOKEN, retries=0, http_client=http_client))

    with pytest.raises((KeyboardInterrupt, tenantry.Error)) as caught:
        ask()

    shown = [*texts_of_frames(caught.value)]
    assert any(text.startswith("run: ") for text in shown)
    for piece in PIECES:
        assert [text for text in shown if piece in text] == []


UNSENDABLE: dict[str, Callable[[Any], Any]] = {
    "put_secret": lambda client: shop(client).put_secret("", SECRET),
    "put_secret, octets": lambda client: shop(client).put_secret("SECRET", SECRET.encode()),
    "put_secrets": lambda client: shop(client).put_secrets({"A": SECRET, "B": None}),
    "deploy": lambda client: shop(client).deploy({}, compatibility_date="", secrets={"A": SECRET}, bindings=[RAW]),
    "patch_settings": lambda client: shop(client).patch_settings(bindings=[RAW, RAW]),
    "patch_settings, a field too many": lambda client: shop(client).patch_settings(
        bindings=[{"type": "secret_text", "name": "A", "text": SECRET, "texxt": 1}]
    ),
    "upload_assets": lambda client: shop(client).upload_assets(JWT, {}),
}


@pytest.mark.parametrize("verb", UNSENDABLE.values(), ids=UNSENDABLE)
def test_arguments_that_are_refused_are_not_shown(flavour: str, verb: Callable[[Any], Any]) -> None:
    with pytest.raises(tenantry.NotSent) as caught:
        _ask(flavour, verb, {"base_url": "http://127.0.0.1:9", "account_id": ACCOUNT, "api_token": TOKEN})

    shown = "".join(_texts_of_error(caught.value))
    assert [piece for piece in PIECES if piece in shown] == []


WRONG = {
    "a newline": {"account_id": ACCOUNT, "api_token": f"{TOKEN}\n"},
    "no account": {"api_token": TOKEN},
    "two kinds": {"account_id": ACCOUNT, "api_token": TOKEN, "api_key": KEY},
    "half a pair": {"account_id": ACCOUNT, "api_key": KEY},
    "another option": {"account_id": ACCOUNT, "api_token": TOKEN, "timeout": 0},
    "no connections": {"account_id": ACCOUNT, "api_token": TOKEN, "http_client": 5},
    "a password": {"account_id": ACCOUNT, "api_token": TOKEN, "base_url": f"http://user:{KEY}@127.0.0.1:9"},
}


@pytest.mark.parametrize("kind", [tenantry.Client, tenantry.AsyncClient])
@pytest.mark.parametrize("options", WRONG.values(), ids=WRONG)
def test_options_that_are_refused_are_not_shown(kind: Callable[..., object], options: dict[str, Any]) -> None:
    with pytest.raises(tenantry.NotSent) as caught:
        kind(**options)

    shown = "".join(_texts_of_error(caught.value))
    assert "__init__: " in shown
    assert [piece for piece in PIECES if piece in shown] == []


def _ask(flavour: str, verb: Callable[[Any], Any], options: dict[str, Any]) -> Any:
    if flavour == "blocking":
        with tenantry.Client(**options) as client:
            return verb(client)

    async def main() -> Any:
        async with tenantry.AsyncClient(**options) as client:
            return await verb(client)

    return anyio.run(main, backend=flavour)


def test_the_log_shows_method_path_status_ray_attempt_and_duration_and_nothing_else(
    flavour: str, server: FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.will(reply(b"", 503, {"cf-ray": "8f0-VIE"}), reply(b'{"result": [], "success": true}', headers={"X": "y"}))
    options = {"base_url": server.url, "account_id": ACCOUNT, "api_token": TOKEN, "rate": None}
    with caplog.at_level(logging.DEBUG, "tenantry"):
        _ask(flavour, lambda client: client.list_namespaces(), options)

    lines = [record.getMessage() for record in caplog.records if record.name == "tenantry"]
    call = f"GET /accounts/{ACCOUNT}/workers/dispatch/namespaces"
    expected = [
        rf"{call} goes out, attempt 1",
        rf"{call} answered 503 in \d\.\d\d\d s, attempt 1, ray 8f0-VIE",
        rf"{call} is repeated after attempt 1",
        rf"{call} waits 0\.\d\d\d s: repeat",
        rf"{call} goes out, attempt 2",
        rf"{call} answered 200 in \d\.\d\d\d s, attempt 2, ray None",
    ]
    assert len(lines) == len(expected)
    for line, pattern in zip(lines, expected, strict=True):
        assert re.fullmatch(pattern, line), line


# --- copies ---


@pytest.mark.parametrize("kind", [tenantry.Client, tenantry.AsyncClient])
@pytest.mark.parametrize("take", [pickle.dumps, copy.deepcopy], ids=["pickle", "deepcopy"])
def test_a_client_is_not_pickled(kind: Any, take: Callable[[object], object]) -> None:
    client = kind(account_id=ACCOUNT, api_token=TOKEN)
    for thing in (client, client.namespace("production"), client.namespace("production").script("shop")):
        with pytest.raises(TypeError, match="client of tenantry is not pickled") as caught:
            take(thing)
        assert TOKEN not in str(caught.value)


# --- what goes out ---


def test_a_media_type_with_a_newline_is_not_sent(flavour: str, server: FaultServer) -> None:
    body = models.ContentUpload(metadata=models.ContentMetadata())
    body.additional_properties = {"a.js": File(b"1", "a.js", "text/plain\r\nX-Evil: 1")}

    def put() -> Flow[Any]:
        return (yield from put_content.request(ACCOUNT, "production", "shop", body=body))

    options = {"base_url": server.url, "account_id": ACCOUNT, "api_token": TOKEN}
    with pytest.raises(tenantry.NotSent, match=r"media type of part 'a\.js' has a control character"):
        _ask(flavour, lambda client: client._run(put()), options)
    assert server.requests == []


def test_a_header_with_a_newline_is_not_sent(flavour: str, server: FaultServer) -> None:
    body = models.ScriptUpload(models.ScriptMetadata())

    def put() -> Flow[Any]:
        call = upload_script.request(ACCOUNT, "production", "shop", body=body, if_none_match="a\r\nX-Evil: 1")
        return (yield from call)

    options = {"base_url": server.url, "account_id": ACCOUNT, "api_token": TOKEN}
    with pytest.raises(tenantry.NotSent, match="'If-None-Match' has a control character"):
        _ask(flavour, lambda client: client._run(put()), options)
    assert server.requests == []


# --- TLS ---


def test_a_server_whose_certificate_nobody_trusts_gets_nothing(flavour: str, untrusted: str) -> None:
    options = {"base_url": untrusted, "account_id": ACCOUNT, "api_token": TOKEN}
    with pytest.raises(tenantry.NotSent, match="certificate is not trusted: self-signed") as caught:
        _ask(flavour, lambda client: client.list_namespaces(), options)

    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


@pytest.fixture
def untrusted() -> Iterator[str]:
    """A server with a certificate of its own making; it counts as a failure if anything gets through to it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("untrusted.pem"))
    heard: list[bytes] = []

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            try:
                with context.wrap_socket(connection, server_side=True) as secure:
                    heard.append(secure.recv(1))
            except (ssl.SSLError, OSError):
                # The client has turned away.
                return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}/v4"
        # Wakes the server where nobody came.
        socket.create_connection(listening.getsockname()).close()
        thread.join()
    assert [byte for byte in heard if byte] == []


@pytest.mark.parametrize("url", ["http://api.cloudflare.com/client/v4", "http://cloudflare.com"])
def test_credentials_do_not_go_to_cloudflare_in_the_clear(url: str) -> None:
    with pytest.raises(tenantry.NotSent, match="https"):
        tenantry.Client(account_id=ACCOUNT, api_token=TOKEN, base_url=url)


def test_options_and_flows_show_no_credentials() -> None:
    with tenantry.Client(account_id=ACCOUNT, api_token=TOKEN) as client:
        config: ClientConfig = client._driver.config
        assert TOKEN not in f"{config!r} {config.credentials!r} {config.pacer!r} {vars(config.pacer)}"
        assert TOKEN not in repr(namespaces.get(ACCOUNT, "production"))
