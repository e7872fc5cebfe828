"""The front door: by host name, and a dispatch Worker of one's own."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect

from tenantry_emulator import Emulator, WrongArgument
from tests.emulator.account import PRODUCTION, Account
from tests.emulator.conftest import client
from tests.emulator.runtime.platform import Platform, answering

# A dispatch Worker that finds the customer in the path.
BY_PATH = """
export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const [, customer, ...path] = url.pathname.split("/");
    if (!customer) return new Response("Whose Worker?", { status: 400 });
    url.pathname = `/${path.join("/")}`;
    try {
      return await env.DISPATCHER.get(customer).fetch(new Request(url, request));
    } catch (error) {
      return new Response(`${customer}: ${error.message}`, { status: 404 });
    }
  },
};
"""
# A dispatch Worker of a platform, which also calls methods.
OWN = """
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const [, script, method] = pathname.split("/");
    const tenant = env.DISPATCHER.get(script);
    try {
      if (method === "greet") return new Response(await tenant.greet("the platform"));
      return await tenant.fetch(request);
    } catch (error) {
      return new Response(`${error.name}: ${error.message}`, { status: 502 });
    }
  },
};
"""
STREAMS = """
export default {
  async fetch(request) {
    if (request.headers.get("upgrade") === "websocket") {
      const [client, server] = Object.values(new WebSocketPair());
      server.binaryType = "arraybuffer";
      server.accept();
      server.addEventListener("message", ({ data }) => server.send(typeof data === "string" ? `echo ${data}` : data));
      return new Response(null, { status: 101, webSocket: client });
    }
    if (request.method === "POST") return new Response(request.body, { headers: { "x-seen": "yes" } });
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    // It goes on when what it has written has been read.
    const written = (async () => {
      for (const word of ["one ", "two ", "three"]) await writer.write(new TextEncoder().encode(word));
      await writer.close();
    })();
    written.catch(() => {});
    return new Response(readable);
  },
};
"""


def dispatcher(folder: Path, code: str) -> Path:
    """A folder with this dispatch Worker."""
    namespaces = [{"binding": "DISPATCHER", "namespace": "production"}]
    configuration = {"main": "index.js", "compatibility_date": "2026-11-01", "dispatch_namespaces": namespaces}
    (folder / "wrangler.json").write_text(json.dumps(configuration), encoding="utf-8")
    (folder / "index.js").write_text(code, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def dispatching(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """An emulator with a dispatch Worker of one's own; the other one is asked for to skip without a runtime."""
    by_path = dispatcher(tmp_path_factory.mktemp("dispatcher"), BY_PATH)
    with Emulator(runs_workers=True, dispatcher=by_path) as running, client(running) as http:
        account = http.base_url.path.split("/accounts/")[1].split("/")[0]
        http.base_url = httpx.URL(str(http.base_url).replace(account, running.account_id))
        platform = Platform(running, Account(http))
        platform.account.granted("POST", "/namespaces", json={"name": "production"})
        yield platform
        assert emulator.failures == []


def at_the_door(platform: Platform, host: str, path: str = "/") -> httpx.Response:
    return platform.account.http.get(f"{platform.emulator.front_door}{path}", headers={"Host": host})


@pytest.fixture
def of_default_account(platform: Platform) -> Iterator[Platform]:
    """The account that addresses without one mean."""
    with client(platform.emulator) as http:
        http.base_url = httpx.URL(
            str(http.base_url).replace(http.base_url.path.split("/")[4], platform.emulator.account_id)
        )
        yield Platform(platform.emulator, Account(http))


def test_the_host_names_script_and_namespace(of_default_account: Platform) -> None:
    account = of_default_account.account
    account.granted("POST", "/namespaces", json={"name": "production"})
    of_default_account.deploy("shop", answering("request.url"))
    of_default_account.deploy("a.b", answering("'dotted'"))

    assert (
        at_the_door(of_default_account, "shop.production.localhost:80", "/x?y").text
        == "http://shop.production.localhost/x?y"
    )
    assert at_the_door(of_default_account, "SHOP.production.localhost").status_code == 200
    assert at_the_door(of_default_account, "a.b.production.localhost").text == "dotted"
    assert (
        of_default_account.account.http.get(f"{of_default_account.emulator.front_door}/production/shop/z").status_code
        == 200
    )
    account.granted("DELETE", PRODUCTION)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "evil.example", "shop.production.evil.example", "[::1]"])
def test_other_hosts_lead_nowhere(platform: Platform, host: str) -> None:
    answer = at_the_door(platform, host)

    assert answer.status_code == 404
    assert "front door" in answer.text


@pytest.mark.parametrize("path", ["/", "/production", "/production/%ff/", "/%E0%A4/shop/"])
def test_other_paths_lead_nowhere_and_are_told_the_way(platform: Platform, path: str) -> None:
    answer = platform.account.http.get(f"{platform.emulator.front_door}{path}")

    assert answer.status_code == 404
    assert f"<dispatch namespace>.localhost:{httpx.URL(str(platform.emulator.front_door)).port}/" in answer.text


def test_a_missing_tenant_or_namespace_is_not_found(platform: Platform) -> None:
    for namespace in ("production", "nowhere"):
        answer = platform.account.http.get(platform.url("nobody", namespace=namespace))

        assert (answer.status_code, answer.text) == (404, "Worker not found.\n")


def test_an_exception_is_an_error_page(platform: Platform) -> None:
    platform.deploy("shop", "export default { fetch() { throw new TypeError('no such item') } }")
    answer = platform.ask("shop")

    assert answer.status_code == 500
    assert answer.text == "Error 1101: Worker threw exception\n\nTypeError: no such item\n"
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_status_and_headers_pass(platform: Platform) -> None:
    init = "{ status: 418, headers: [['set-cookie', 'a=1'], ['set-cookie', 'b=2'], ['location', '/there']] }"
    platform.deploy("shop", answering(f"null, {init}"))
    answer = platform.ask("shop")

    assert answer.status_code == 418
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert answer.headers["location"] == httpx.URL(platform.url("shop", "/there")).path


@pytest.mark.parametrize("path", ["", "/", "/a/b?c=d"])
@pytest.mark.parametrize(
    ("location", "arrives"),
    [
        ("/login?next=1#top", "{}/login?next=1#top"),
        ("http://HOST/login", "{}/login"),
        ("https://example.com/login", "https://example.com/login"),
        ("http://[", "http://["),
    ],
)
def test_a_redirect_to_itself_leads_below_its_own_path(
    platform: Platform, path: str, location: str, arrives: str
) -> None:
    there = f"{location!r}.replace('HOST', new URL(request.url).host)"
    code = f"new Response(null, {{ status: 302, headers: {{ location: {there} }} }})"
    platform.deploy("shop", f"export default {{ fetch: (request) => {code} }}")
    answer = platform.account.http.get(platform.url("shop", path))

    assert (answer.status_code, answer.headers["location"]) == (
        302,
        arrives.format(httpx.URL(platform.url("shop", "")).path),
    )


def test_a_url_may_have_a_path_and_the_form_of_a_host(of_default_account: Platform) -> None:
    emulator = of_default_account.emulator
    port = emulator.script_url("shop", "production").split("/")[2].partition(":")[2]

    assert emulator.script_url("shop", "production", "/a") == f"http://127.0.0.1:{port}/production/shop/a"
    assert emulator.script_url("shop", "production", "/a", by_host=True) == f"http://shop.production.localhost:{port}/a"
    assert emulator.script_url("out", None, by_host=True) == f"http://out.localhost:{port}"
    for script, account_id in (("Shop", None), ("a.b", None), ("shop", "a" * 32)):
        with pytest.raises(WrongArgument, match="only names that can stand in a host"):
            emulator.script_url(script, "production", account_id=account_id, by_host=True)
    with pytest.raises(WrongArgument, match="path takes a text that matches"):
        emulator.script_url("shop", "production", "a")


def test_a_redirect_is_the_clients_to_follow(platform: Platform) -> None:
    platform.deploy(
        "shop", "export default { fetch: (request) => Response.redirect(new URL('/there', request.url), 302) }"
    )

    assert platform.ask("shop").status_code == 302


def streams_pass(platform: Platform, url: str) -> None:
    with platform.account.http.stream("GET", url) as answer:
        assert "".join(answer.iter_text()) == "one two three"
    large = [bytes([number]) * 300_000 for number in range(5)]
    answer = platform.account.http.post(url, content=iter(large))
    assert (answer.content, answer.headers["x-seen"]) == (b"".join(large), "yes")
    with connect(url.replace("http", "ws"), proxy=None) as talking:
        talking.send("hi")
        assert talking.recv() == "echo hi"
        talking.send(b"\x00\xff")
        assert talking.recv() == b"\x00\xff"


def test_streams_and_web_sockets_pass(platform: Platform) -> None:
    platform.deploy("shop", STREAMS)

    streams_pass(platform, platform.url("shop"))


def test_streams_and_web_sockets_pass_a_dispatch_worker_of_ones_own(dispatching: Platform) -> None:
    dispatching.deploy("shop", STREAMS)

    streams_pass(dispatching, f"{dispatching.emulator.front_door}/shop/")


def test_an_answer_begins_before_its_request_has_ended(platform: Platform) -> None:
    platform.deploy("shop", "export default { fetch: (request) => new Response(request.body) }")
    url = httpx.URL(platform.url("shop"))
    head = f"POST {url.path} HTTP/1.1\r\nHost: {url.host}\r\nTransfer-Encoding: chunked\r\n\r\n"
    with socket.create_connection((url.host, url.port), timeout=5) as connection, connection.makefile("rb") as answer:
        connection.sendall(head.encode())
        for word in (b"first", b"second"):
            connection.sendall(b"%x\r\n%s\r\n" % (len(word), word))
            while (line := answer.readline()) and word not in line:
                pass

            assert word in line


def test_a_body_that_fails_before_it_begins_is_an_error_page(platform: Platform) -> None:
    stream = (
        "new ReadableStream({ async start(stream) { await scheduler.wait(1); stream.error(new Error('broken')) } })"
    )
    platform.deploy("shop", answering(stream))
    answer = platform.ask("shop")

    assert (answer.status_code, answer.text) == (500, "Error 1101: Worker threw exception\n\nError: broken\n")


def test_what_a_slow_answer_begins_with_goes_out_before_the_rest(platform: Platform, stranger: httpx.Client) -> None:
    code = """
    export default {
      fetch(request, env) {
        const { readable, writable } = new IdentityTransformStream();
        const writer = writable.getWriter();
        const write = async () => {
          await writer.write(new TextEncoder().encode("begun, "));
          while (!(await env.STORE.get("go on"))) await scheduler.wait(1);
          await writer.write(new TextEncoder().encode("ended"));
          await writer.close();
        };
        write();
        return new Response(readable);
      },
    };
    """
    store = "0" * 32
    platform.deploy("shop", code, bindings=[{"type": "kv_namespace", "name": "STORE", "namespace_id": store}])
    go_on = f"{platform.api}/storage/kv/namespaces/{store}/values/go%20on"
    with stranger.stream("GET", platform.url("shop")) as answer:
        pieces = answer.iter_text()
        assert next(pieces) == "begun, "
        platform.account.http.put(go_on, content="yes").raise_for_status()

        assert "".join(pieces) == "ended"


def test_a_large_answer_says_how_large_it_is(platform: Platform) -> None:
    platform.deploy("shop", answering("new Uint8Array(1_000_000)"))
    answer = platform.ask("shop")

    assert answer.headers["content-length"] == "1000000"
    assert answer.content == bytes(1_000_000)


def test_a_dispatch_worker_of_ones_own_chooses_the_tenant(dispatching: Platform) -> None:
    dispatching.deploy("acme", answering("'acme at ' + new URL(request.url).pathname"))
    door, http = dispatching.emulator.front_door, dispatching.account.http

    assert http.get(f"{door}/acme/a/b").text == "acme at /a/b"
    assert http.get(f"{door}/nobody/").text == "nobody: Worker not found."
    assert http.get(f"{door}/").status_code == 400


def test_a_dispatch_worker_can_be_deployed_to_the_account(platform: Platform) -> None:
    tenant = """
    import { WorkerEntrypoint } from "cloudflare:workers";
    export default class extends WorkerEntrypoint {
      fetch() { return new Response("the tenant"); }
      greet(name) { return `hello ${name}`; }
    }
    """
    platform.deploy("shop", tenant)
    bindings = [{"type": "dispatch_namespace", "name": "DISPATCHER", "namespace": "production"}]
    metadata = {"main_module": "index.js", "bindings": bindings, "compatibility_date": "2026-11-01"}
    files = [
        ("metadata", (None, json.dumps(metadata).encode(), "application/json")),
        ("index.js", ("index.js", OWN.encode(), "application/javascript+module")),
    ]
    platform.account.granted("PUT", f"{platform.api}/workers/scripts/platform", files=files)
    door = f"{platform.emulator.front_door}/@{platform.account_id}/~/platform"
    http = platform.account.http

    assert http.get(f"{door}/shop").text == "the tenant"
    assert http.get(f"{door}/shop/greet").text == "hello the platform"
    assert http.get(f"{door}/nobody").text == "Error: Worker not found."


def test_connections_that_bring_half_of_a_head_or_nothing_more_are_closed(platform: Platform) -> None:
    url = httpx.URL(str(platform.emulator.front_door))
    whole = f"GET / HTTP/1.1\r\nHost: {url.host}\r\n\r\n".encode()
    sent = [b"", whole[:-2], whole, whole + whole[:-2]]
    with ExitStack() as stack:
        connections = [stack.enter_context(socket.create_connection((url.host, url.port), timeout=60)) for _ in sent]
        for connection, some in zip(connections, sent, strict=True):
            connection.sendall(some)
        # The runtime alone says when; that they end is what counts here.
        answers = [b"".join(iter(partial(each.recv, 65536), b"")) for each in connections]

    assert [answer.count(b"HTTP/1.1 404 Not Found") for answer in answers] == [0, 0, 1, 1]
