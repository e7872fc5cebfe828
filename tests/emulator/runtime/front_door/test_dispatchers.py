"""A dispatch Worker of the user's own at the front door, as wrangler's configuration describes it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tenantry_emulator import Emulator
from tenantry_emulator.runtime.front_door.dispatchers import NoDispatcher
from tests.emulator.account import PRODUCTION, Account, module, parts
from tests.emulator.command import command
from tests.emulator.conftest import NO_CERTIFICATES

EXAMPLE = Path(__file__).parents[4] / "examples" / "dispatcher"
DATE = "2026-11-01"
ECHO = "export default { fetch: (request) => new Response(request.body, { headers: { 'x-method': request.method } }) }"
SHOWS = "export default { fetch: async (request, env) => Response.json(%s) }"


@dataclass(frozen=True)
class Dispatched:
    """An emulator with a dispatch Worker, and its own account with a namespace `production` in it."""

    emulator: Emulator
    account: Account

    def deploy(self, script: str, code: str, namespace: str = PRODUCTION) -> None:
        self.upload(f"{namespace}/scripts/{script}", code)

    def upload(self, path: str, code: str, **metadata: Any) -> None:
        modules = [module("index.js", code.encode())]
        upload = parts(main_module="index.js", compatibility_date=DATE, modules=modules, **metadata)
        self.account.granted("PUT", path, files=upload)

    def account_url(self, path: str) -> str:
        """Where the API has this of the account."""
        return f"{self.emulator.url}/accounts/{self.emulator.account_id}/{path}"

    def visit(self, script: str = "acme", path: str = "/", **request: Any) -> httpx.Response:
        headers = {"Host": f"{script}.shops.example"}
        return self.account.http.request(
            request.pop("method", "GET"), f"{self.emulator.front_door}{path}", headers=headers, **request
        )


@contextmanager
def dispatching(dispatcher: Path, **options: Any) -> Iterator[Dispatched]:
    with Emulator(runs_workers=True, dispatcher=dispatcher, **options) as emulator:
        url = f"{emulator.url}/accounts/{emulator.account_id}/workers/dispatch"
        headers = {"Authorization": f"Bearer {emulator.api_token}"}
        with httpx.Client(base_url=url, headers=headers, trust_env=False, verify=NO_CERTIFICATES) as http:
            if Account(http).http.get("/namespaces/production").is_error:
                emulator.create_namespace("production")
            yield Dispatched(emulator, Account(http))
        assert emulator.failures == []


def write(folder: Path, code: str, **configuration: Any) -> Path:
    """A folder with a dispatch Worker of this code."""
    described = {"main": "index.js", "compatibility_date": DATE, **configuration}
    (folder / "wrangler.json").write_text(json.dumps(described), encoding="utf-8")
    (folder / "index.js").write_text(code, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def example(emulator: Emulator) -> Iterator[Dispatched]:
    """The dispatch Worker of the examples. The other emulator is asked for because it skips without a runtime."""
    with dispatching(EXAMPLE) as dispatched:
        yield dispatched


def test_the_example_dispatches_by_hostname_and_signs_the_answer(example: Dispatched) -> None:
    example.deploy("acme", "export default { fetch: (request) => new Response(request.url) }")
    answer = example.visit("acme", "/cart?item=1")

    assert (answer.status_code, answer.text) == (200, "http://acme.shops.example/cart?item=1")
    assert answer.headers["x-served-by"] == "acme"


def test_the_example_catches_what_is_missing_and_what_fails(example: Dispatched) -> None:
    example.deploy("failing", "export default { fetch() { throw new Error('detail') } }")
    missing, failing = example.visit("ghost"), example.visit("failing")

    assert (missing.status_code, missing.text) == (404, "This shop does not exist.\n")
    assert (failing.status_code, failing.text) == (500, "This shop has a problem.\n")


def test_the_example_passes_bodies_both_ways(example: Dispatched) -> None:
    example.deploy("echo", ECHO)
    body = bytes(range(256)) * 4096
    answer = example.visit("echo", method="POST", content=body)

    assert ("POST", body) == (answer.headers["x-method"], answer.content)


def test_the_emulator_does_not_say_where_a_script_answers_that_it_does_not_route(example: Dispatched) -> None:
    with pytest.raises(RuntimeError, match="for the dispatch Worker to say"):
        example.emulator.script_url("acme", "production")


@pytest.mark.parametrize("named", [{}, {"script_name": "door"}])
def test_it_has_durable_objects_of_its_own(emulator: Emulator, tmp_path: Path, named: dict[str, str]) -> None:
    room = "export class Room extends DurableObject { enter() { return 1 } }"
    code = (
        f'import {{ DurableObject }} from "cloudflare:workers"; {room}'
        + SHOWS % "[await env.ROOM.getByName('a').enter()]"
    )
    objects = {"bindings": [{"name": "ROOM", "class_name": "Room", **named}]}
    with dispatching(write(tmp_path, code, name="door", durable_objects=objects)) as dispatched:
        assert dispatched.visit().json() == [1]


HOTEL = """
import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  async enter() {
    const visits = (await this.ctx.storage.get("visits") ?? 0) + 1;
    await this.ctx.storage.put("visits", visits);
    return [visits, String(this.ctx.id)];
  }
}
export default { fetch: async (request, env) => Response.json(await env.ROOM.getByName("a").enter()) };
"""
ROOM = {"name": "ROOM", "class_name": "Room", "script_name": "hotel"}
MADE = {"new_tag": "v1", "new_sqlite_classes": ["Room"]}
ENTERS = """
export default { async fetch(request, env) {
  try {
    const id = env.ROOM.idFromName("a");
    const [visits, seen] = await env.ROOM.get(id).enter();
    return Response.json([visits, seen === String(id), (await env.ROOM.get(env.ROOM.newUniqueId()).enter())[0]]);
  } catch (error) { return Response.json(error.message) }
} }
"""


@pytest.mark.parametrize("namespace", ["", "production"])
def test_it_reaches_durable_objects_of_others_that_are_deployed_later(
    emulator: Emulator, tmp_path: Path, namespace: str
) -> None:
    binding = {**ROOM, "dispatch_namespace": namespace} if namespace else ROOM
    folder = write(tmp_path, ENTERS, durable_objects={"bindings": [binding]})
    state = tmp_path / "state"
    with dispatching(folder, state=state) as platform:
        scripts = f"{PRODUCTION}/scripts" if namespace else platform.account_url("workers/scripts")
        missing = "The binding ROOM leads to the class 'Room' of the script 'hotel', which is not there."
        assert platform.visit().json() == missing

        def open_hotel(code: str = HOTEL, **metadata: Any) -> None:
            platform.upload(f"{scripts}/hotel", code, **metadata)

        own = [{"type": "durable_object_namespace", "name": "ROOM", "class_name": "Room"}]
        open_hotel(bindings=own, migrations=MADE)
        assert [platform.visit().json() for _ in range(2)] == [[1, True, 1], [2, True, 1]]
        # What a class held is gone with it, and another of its name is reached too.
        open_hotel(ECHO, migrations={"old_tag": "v1", "new_tag": "v2", "deleted_classes": ["Room"]})
        assert platform.visit().json() == missing
        open_hotel(bindings=own, migrations={**MADE, "old_tag": "v2", "new_tag": "v3"})
        assert platform.visit().json()[0] == 1
        platform.emulator.reset()
        platform.emulator.create_namespace("production")
        assert platform.visit().json() == missing
        open_hotel(bindings=own, migrations=MADE)
        assert platform.visit().json()[0] == 1
    with dispatching(folder, state=state) as platform:
        assert platform.visit().json()[0] == 2


KEEPS = """
import { DurableObject } from "cloudflare:workers";
let visits = 0;
export class Count extends DurableObject {
  async up() {
    const count = (await this.ctx.storage.get("count") ?? 0) + 1;
    await this.ctx.storage.put("count", count);
    return count;
  }
}
export default { fetch: async (request, env) => Response.json([++visits, await env.COUNT.getByName("a").up()]) };
"""


def test_nothing_that_it_keeps_survives_a_reset(emulator: Emulator, tmp_path: Path) -> None:
    own = {"name": "COUNT", "class_name": "Count"}
    with dispatching(write(tmp_path, KEEPS, durable_objects={"bindings": [own]})) as platform:
        for _ in range(2):
            assert [platform.visit().json() for _ in range(2)] == [[1, 1], [2, 2]]
            platform.emulator.reset()
        assert platform.visit().json() == [1, 1]


def test_bindings_of_the_configuration_are_there(emulator: Emulator, tmp_path: Path) -> None:
    code = (
        SHOWS % "[env.PLAIN, env.JSON, await env.KV.get('key'), await env.DB.prepare('SELECT 1 AS one').first('one')]"
    )
    configuration = {
        "vars": {"PLAIN": "text", "JSON": {"a": [1]}},
        "kv_namespaces": [{"binding": "KV", "id": "0" * 32}],
        "d1_databases": [{"binding": "DB", "database_name": "db", "database_id": "1" * 32}],
    }
    with dispatching(write(tmp_path, code, **configuration)) as dispatched:
        assert dispatched.visit().json() == ["text", {"a": [1]}, None, 1]


def test_a_resource_without_an_identifier_is_one_of_its_own(emulator: Emulator, tmp_path: Path) -> None:
    code = SHOWS % "(await env.A.put('key', 'value'), [await env.A.get('key'), await env.B.get('key')])"
    with dispatching(write(tmp_path, code, kv_namespaces=[{"binding": "A"}, {"binding": "B"}])) as dispatched:
        assert dispatched.visit().json() == ["value", None]


def test_what_is_not_emulated_says_so_when_it_is_used(emulator: Emulator, tmp_path: Path) -> None:
    code = """export default { fetch(request, env) {
        try { env.FILES.get("x") } catch (error) { return new Response(error.message) }
    } }"""
    with dispatching(write(tmp_path, code, r2_buckets=[{"binding": "FILES", "bucket_name": "files"}])) as dispatched:
        assert (
            dispatched.visit().text
            == "The binding FILES is of type r2_bucket, which tenantry_emulator does not emulate."
        )


def test_several_namespaces_may_be_bound(emulator: Emulator, tmp_path: Path) -> None:
    code = (
        SHOWS % "await Promise.all([env.LIVE, env.TEST].map(async (n) => (await n.get('acme').fetch(request)).text()))"
    )
    bound = [{"binding": "LIVE", "namespace": "production"}, {"binding": "TEST", "namespace": "staging"}]
    with dispatching(write(tmp_path, code, dispatch_namespaces=bound)) as dispatched:
        dispatched.emulator.create_namespace("staging")
        for namespace in ("production", "staging"):
            answers = f"export default {{ fetch: () => new Response('{namespace}') }}"
            dispatched.deploy("acme", answers, f"/namespaces/{namespace}")

        assert dispatched.visit().json() == ["production", "staging"]


def test_toml_will_do_and_a_file_of_any_name(emulator: Emulator, tmp_path: Path) -> None:
    write(tmp_path, SHOWS % "env.FROM", vars={"FROM": "json"})
    other = tmp_path / "wrangler.emulator.toml"
    other.write_text(f'main = "index.js"\ncompatibility_date = "{DATE}"\n[vars]\nFROM = "toml"\n', encoding="utf-8")

    with dispatching(other) as dispatched:
        assert dispatched.visit().json() == "toml"


@pytest.mark.parametrize(
    "outbound",
    [
        {"service": "out", "parameters": ["tenant"]},
        {"worker": {"service": "out"}, "params": [{"name": "tenant"}]},
    ],
    ids=["as in the configuration", "as in an upload"],
)
def test_an_outbound_worker_sees_what_tenants_fetch(
    emulator: Emulator, tmp_path: Path, outbound: dict[str, Any]
) -> None:
    namespaces = [{"binding": "DISPATCHER", "namespace": "production", "outbound": outbound}]
    code = "await (await env.DISPATCHER.get('acme', {}, { outbound: { tenant: 'acme' } }).fetch(request)).text()"
    sees = "export default { fetch: (request, env) => new Response(`${request.url} for ${env.tenant}`) }"
    with dispatching(write(tmp_path, SHOWS % code, dispatch_namespaces=namespaces)) as dispatched:
        upload = parts(main_module="index.js", modules=[module("index.js", sees.encode())])
        workers = f"{dispatched.emulator.url}/accounts/{dispatched.emulator.account_id}/workers/scripts"
        dispatched.account.granted("PUT", f"{workers}/out", files=upload)
        dispatched.deploy("acme", "export default { fetch: () => fetch('https://api.example.com/x') }")

        assert dispatched.visit().json() == "https://api.example.com/x for acme"


def test_dates_of_toml_are_texts(emulator: Emulator, tmp_path: Path) -> None:
    write(tmp_path, SHOWS % "[env.DAY, env.ALL]")
    (tmp_path / "wrangler.json").unlink()
    configuration = (
        f'main = "index.js"\ncompatibility_date = {DATE}\n[vars]\nDAY = 2026-01-31\nALL = {{ at = 07:30:00 }}\n'
    )
    (tmp_path / "wrangler.toml").write_text(configuration, encoding="utf-8")

    with dispatching(tmp_path) as dispatched:
        assert dispatched.visit().json() == ["2026-01-31", {"at": "07:30:00"}]


def test_an_unsafe_binding_says_that_it_is_not_emulated(emulator: Emulator, tmp_path: Path) -> None:
    code = "(() => { try { return env.NEW.get } catch (error) { return error.message } })()"
    unsafe = {"bindings": [{"name": "NEW", "type": "time_machine", "year": 1963}]}
    with dispatching(write(tmp_path, SHOWS % code, unsafe=unsafe)) as dispatched:
        assert "The binding NEW is of type time_machine (unsafe)" in dispatched.visit().json()


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, r"has no wrangler\.json, wrangler\.jsonc or wrangler\.toml"),
        ({"wrangler.jsonc": "{"}, r"wrangler\.jsonc cannot be read: "),
        ({"wrangler.toml": "main = "}, r"wrangler\.toml cannot be read: "),
        ({"wrangler.json": '{"compatibility_date": "2026-01-01"}'}, r"wrangler\.json has no main"),
        ({"wrangler.json": '{"main": "index.js"}'}, r"wrangler\.json has no compatibility_date"),
        (
            {"wrangler.json": '{"main": "index.ts", "compatibility_date": "2026-01-01"}', "index.ts": ""},
            r"index\.ts is not an existing JavaScript file; `wrangler deploy --dry-run --outdir` makes one",
        ),
        (
            {"wrangler.json": '{"main": "index.txt", "compatibility_date": "2026-01-01"}', "index.txt": ""},
            r"index\.txt is not an existing JavaScript file",
        ),
    ],
)
def test_a_folder_without_a_dispatch_worker_is_refused_with_the_reason(
    emulator: Emulator, tmp_path: Path, files: dict[str, str], reason: str
) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(NoDispatcher, match=reason):
        Emulator(runs_workers=True, dispatcher=tmp_path)


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        (".", "has no wrangler.json, wrangler.jsonc or wrangler.toml"),
        ("missing", "cannot be opened: No such file or directory"),
    ],
)
def test_the_command_says_why_it_has_no_dispatch_worker(
    emulator: Emulator, tmp_path: Path, folder: str, reason: str
) -> None:
    with command("--dispatcher", str(tmp_path / folder)) as (process, _):
        _, errors = process.communicate(timeout=30)

    assert (process.returncode, errors) == (1, f"tenantry_emulator: {tmp_path / folder} {reason}\n")


def test_the_command_says_why_a_dispatch_worker_does_not_start(emulator: Emulator, tmp_path: Path) -> None:
    with command("--dispatcher", str(write(tmp_path, "export default nonsense"))) as (process, _):
        _, errors = process.communicate(timeout=30)

    assert process.returncode == 1
    assert "nonsense is not defined" in errors
