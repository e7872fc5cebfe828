"""Whatever is given for whatever argument, what comes out is a value or a tenantry.Error."""

import inspect
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry import Bundle, bindings, models
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask, Verb

DAY = "2026-01-01"

cyclic: list[Any] = []
cyclic.append(cyclic)
deep: Any = []
for _ in range(100_000):
    deep = [deep]


class Hostile:
    """Raises wherever it is touched."""

    def __getattr__(self, name: str) -> Any:
        raise ArithmeticError("hostile")

    def __iter__(self) -> Iterator[Any]:
        raise ArithmeticError("hostile")

    def __str__(self) -> str:
        raise ArithmeticError("hostile")

    __repr__ = __str__


class Broken(Mapping[str, Any]):
    """Says that it has something, and does not have it."""

    def __getitem__(self, name: str) -> Any:
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(["index.js"])

    def __len__(self) -> int:
        return 1


class Undecided:
    """Neither true nor false."""

    def __bool__(self) -> bool:
        raise LookupError("undecided")


ODDITIES: list[Any] = [
    Broken(),
    {"a": Broken()},
    Undecided(),
    [Undecided()],
    None,
    True,
    5,
    10**5000,
    float("nan"),
    float("inf"),
    b"bytes",
    "",
    "text",
    "..",
    "\ud800",
    "a\0b",
    "\r\nX-Forged: yes",
    "x" * 70_000,
    [],
    ["text"],
    [None],
    [5],
    [["a", "b"]],
    ("a", 5),
    {"a", "b"},
    {},
    {"a": None},
    {"a": "\ud800"},
    {"a": float("nan")},
    {"a": object()},
    {"a": cyclic},
    {"a": deep},
    {5: 5},
    {"": ""},
    {"a\nb": b"\xff"},
    {"index.js": 5},
    {"index.js": "\ud800"},
    cyclic,
    deep,
    object(),
    object,
    lambda: 5,
    Hostile(),
    [Hostile()],
    {"a": Hostile()},
    models.Observability(enabled=object()),  # type: ignore[arg-type]  # that is the point
    [bindings.PlainText(name=5, text="x")],  # type: ignore[arg-type]
    [bindings.PlainText(name=None, text=cyclic)],  # type: ignore[arg-type]
    [bindings.PlainText(name="\ud800", text=object())],  # type: ignore[arg-type]
    [bindings.Other(type="", name="", fields={"a": (5, {6: b"x"})})],  # type: ignore[dict-item]
    [models.TailConsumer(service=object())],  # type: ignore[arg-type]
    Bundle({"index.js": ""}),
]

# Each argument of each method, as it is in order; with the required ones a call succeeds.
SNAPSHOT = tenantry.Snapshot(
    account_id="a", namespace="production", script="shop", code=Bundle({"index.js": ""}), settings=models.Settings()
)
VALID: dict[str, dict[str, Any]] = {
    "add_tag": {"tag": "plan-pro"},
    "builds": {"tags": {"plan-pro": True}},
    "create_assets_session": {"manifest": {"/a": models.AssetsManifestEntry(hash_="0f", size=1)}},
    "delete": {"confirm": "production", "force": True, "missing_ok": True},
    "delete_all_scripts": {"confirm": "production"},
    "delete_scripts": {"tag": "old", "expect": 1},
    "delete_secret": {"name": "KEY", "missing_ok": False},
    "delete_secrets": {"names": ["KEY"]},
    "deploy": {
        "code": {"index.js": ""},
        "compatibility_date": DAY,
        "compatibility_flags": ["nodejs_compat"],
        "main": "index.js",
        "bindings": [bindings.D1(name="DB", id="1f")],
        "vars": {"PLAN": "pro"},
        "secrets": {"KEY": "value"},
        "assets": None,
        "tags": ["plan-pro"],
        "observability": models.Observability(enabled=True),
        "limits": models.Limits(cpu_ms=50),
        "logpush": True,
        "placement": models.SmartPlacement(),
        "tail_consumers": [models.TailConsumer(service="logs")],
        "migrations": models.SingleStepMigrations(new_tag="v1"),
        "usage_model": models.UsageModel.STANDARD,
        "cache_options": models.CacheOptions(enabled=True),
        "exports": {"Room": models.DurableObjectExport()},
        "keep_settings": True,
        "create": True,
        "dry_run": False,
    },
    "get_content": {"to": "a-new-folder"},
    "get_secret": {"name": "KEY"},
    "list_scripts": {"tags": {"plan-pro": True}},
    "list_workers": {"tags": {"plan-pro": True}},
    "namespace": {"name": "production"},
    "request": {"method": "POST", "path": "/zones?page=2", "content": b"{}", "content_type": "application/json"},
    "patch_settings": {
        "bindings": [bindings.Inherit(name="DB")],
        "cache_options": models.CacheOptions(enabled=True),
        "compatibility_date": DAY,
        "compatibility_flags": ["nodejs_compat"],
        "exports": models.Exports(),
        "limits": models.Limits(cpu_ms=50),
        "logpush": True,
        "migrations": models.SingleStepMigrations(new_tag="v1"),
        "observability": models.Observability(enabled=True),
        "placement": models.SmartPlacement(),
        "tags": ["plan-pro"],
        "tail_consumers": [models.TailConsumer(service="logs")],
        "usage_model": models.UsageModel.STANDARD,
    },
    "put_content": {"code": {"index.js": ""}, "main": "index.js"},
    "put_secret": {"name": "KEY", "value": "value"},
    "put_secrets": {"values": {"KEY": "value"}},
    "remove_tag": {"tag": "plan-pro"},
    "rename": {"name": "live"},
    "replace": {"trusted_workers": True},
    "restore": {"snapshot": SNAPSHOT, "missing_secrets": "skip"},
    "script": {"name": "shop"},
    "set_tags": {"tags": ["plan-pro"]},
    "update": {"trusted_workers": True},
    "upload_assets": {"token": "token", "files": {"0f": b""}, "types": {"0f": "text/plain"}},
    "with_options": {"timeout": 5.0, "max_wait": 1.0, "deadline": 60.0, "retries": 0, "priority": "bulk"},
}
# What the server answers to verbs that cannot read what it answers to all others.
RESULTS: dict[str, Any] = {
    "create_assets_session": {"jwt": "a.b.c"},
    "delete_all_scripts": {"deleted": []},
    "delete_scripts": {"id": "shop", "tags": ["old"], "deleted": []},
    "delete_secrets": None,
    "get_secret": {"type": "secret_text", "name": "KEY"},
    "list_workers": [],
    "put_secret": None,
    "put_secrets": None,
    "restore": {"id": "shop", "bindings": []},
    "set_tags": ["plan-pro"],
}
CONSTRUCTOR: dict[str, dict[str, Any]] = {
    "account_id": {"account_id": "an-account"},
    "api_token": {"api_token": "a-token"},
    "api_key": {"api_token": None, "api_key": "a-key", "api_email": "a@b.example"},
    "api_email": {"api_token": None, "api_key": "a-key", "api_email": "a@b.example"},
    "base_url": {},
    "timeout": {"timeout": 5},
    "max_wait": {"max_wait": 0},
    "deadline": {"deadline": 60},
    "retries": {"retries": 1},
    "rate": {"rate": 4},
    "pacer": {"pacer": tenantry.LocalPacer(), "rate": 3.8},
    "on_event": {"on_event": print},
}


def arguments_of(kind: type[Any]) -> list[tuple[str, str]]:
    """Each public method with each of its arguments."""
    return [
        (name, argument)
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
        for argument in list(inspect.signature(method).parameters)[1:]
    ]


@pytest.fixture
def echo(ask: Ask, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """A server that is content with everything; what is taken for a path leads nowhere else."""
    monkeypatch.chdir(tmp_path)
    server.succeed({"namespace_name": "production", "id": "shop", "compatibility_date": DAY, "bindings": []})
    return ask


def survives(ask: Ask, server: Server, handle: Verb, method: str, argument: str) -> None:
    """The method succeeds with this argument in order, and then is called with each oddity in its turn."""
    if method in RESULTS:
        server.answers.clear()
        server.succeed(RESULTS[method])
    if method == "get_content":
        server.answers.clear()
        server.answer(200, b"export default { fetch() {} }", content_type="application/javascript")

    ask(lambda client: called(handle(client), method, argument, VALID[method][argument]))
    assert server.requests or method in {"namespace", "script", "with_options"}
    for oddity in ODDITIES:
        with suppress(tenantry.Error):
            ask(lambda client, oddity=oddity: called(handle(client), method, argument, oddity))  # type: ignore[misc]


def called(handle: Any, method: str, argument: str, value: Any) -> Any:
    verb = getattr(handle, method)
    parameters = inspect.signature(verb).parameters.values()
    required = {each.name: VALID[method][each.name] for each in parameters if each.default is each.empty}
    answer = verb(**{**required, argument: value})
    return answer.all() if method == "list_scripts" else answer


@pytest.mark.parametrize(("method", "argument"), arguments_of(tenantry.Client))
def test_arguments_of_a_client(echo: Ask, server: Server, method: str, argument: str) -> None:
    survives(echo, server, lambda client: client, method, argument)


@pytest.mark.parametrize(("method", "argument"), arguments_of(tenantry.Namespace))
def test_arguments_of_a_namespace(echo: Ask, server: Server, method: str, argument: str) -> None:
    survives(echo, server, lambda client: client.namespace("production"), method, argument)


@pytest.mark.parametrize(("method", "argument"), arguments_of(tenantry.Script))
def test_arguments_of_a_script(echo: Ask, server: Server, method: str, argument: str) -> None:
    survives(echo, server, lambda client: client.namespace("production").script("shop"), method, argument)


@pytest.mark.parametrize("argument", sorted(set(inspect.signature(tenantry.Client).parameters) - {"http_client"}))
def test_arguments_of_the_constructor(echo: Ask, server: Server, argument: str) -> None:
    server.answers.clear()
    server.succeed([])

    assert echo(lambda client: client.list_namespaces(), **CONSTRUCTOR[argument]) == []
    for oddity in ODDITIES:
        with suppress(tenantry.Error):
            echo(lambda client: client.list_namespaces(), **{**CONSTRUCTOR[argument], argument: oddity})


@pytest.mark.parametrize(
    "oddity", [oddity for oddity in ODDITIES if oddity is not None], ids=lambda oddity: type(oddity).__name__
)
def test_connections_of_another_type(ask: Ask, oddity: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="http_client must be an httpx"):
        ask.with_connections(oddity)


TYPES = {"index.js": "application/javascript+module"}


@pytest.mark.parametrize("argument", ["modules", "main", "types"])
def test_arguments_of_a_bundle(argument: str) -> None:
    assert Bundle({"index.js": ""}, main="index.js", types=TYPES).main == "index.js"
    for oddity in ODDITIES:
        with suppress(tenantry.Error):
            Bundle(**{"modules": {"index.js": ""}, argument: oddity})


@pytest.mark.parametrize("argument", ["path", "main", "types"])
def test_arguments_of_reading_a_bundle(argument: str, tmp_path: Path) -> None:
    (tmp_path / "index.js").write_bytes(b"")
    assert Bundle.read(tmp_path, main="index.js", types=TYPES).main == "index.js"
    for oddity in ODDITIES:
        with suppress(tenantry.Error):
            Bundle.read(**{"path": tmp_path, argument: oddity})


@pytest.mark.parametrize("method", ["retarget", "diff", "save", "read"])
def test_arguments_of_a_snapshot(method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for oddity in ODDITIES:
        with suppress(tenantry.Error):
            getattr(SNAPSHOT, method)(oddity)
