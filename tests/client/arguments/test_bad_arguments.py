"""Whatever is given for whatever argument, what comes out is a value or a tenantry.Error."""

import inspect
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry import Bundle, bindings, models
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask

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


ODDITIES: list[Any] = [
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

VALID: dict[str, Any] = {
    "deploy": {"code": {"index.js": ""}, "compatibility_date": DAY},
    "update": {"trusted_workers": True},
    "replace": {"trusted_workers": True},
    "rename": {"name": "live"},
    "namespace": {"name": "production"},
    "script": {"name": "shop"},
    "delete_scripts": {"tag": "old"},
    "put_content": {"code": {"index.js": ""}},
    "put_secret": {"name": "KEY", "value": "value"},
    "delete_secret": {"name": "KEY"},
    "upload_assets": {"token": "token", "files": {"0f": b""}},
}


def arguments_of(kind: type[Any]) -> list[tuple[str, str]]:
    """Each public method with each of its arguments."""
    return [
        (name, argument)
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
        for argument in list(inspect.signature(method).parameters)[1:]
    ]


def survived(ask: Ask, verb: Any) -> None:
    """A verb is called with each oddity in its turn."""
    for oddity in ODDITIES:
        with suppress(tenantry.Error):
            ask(partial(verb, oddity))


@pytest.fixture
def echo(ask: Ask, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """A server that is content with everything; what is taken for a path leads nowhere else."""
    monkeypatch.chdir(tmp_path)
    server.succeed({"namespace_name": "production", "id": "shop"})
    return ask


@pytest.mark.parametrize(("method", "argument"), arguments_of(tenantry.Client))
def test_arguments_of_a_client(echo: Ask, method: str, argument: str) -> None:
    survived(echo, lambda oddity, client: called(client, method, argument, oddity))


@pytest.mark.parametrize(("method", "argument"), arguments_of(tenantry.Namespace))
def test_arguments_of_a_namespace(echo: Ask, method: str, argument: str) -> None:
    survived(echo, lambda oddity, client: called(client.namespace("production"), method, argument, oddity))


@pytest.mark.parametrize(("method", "argument"), arguments_of(tenantry.Script))
def test_arguments_of_a_script(echo: Ask, method: str, argument: str) -> None:
    def call(oddity: Any, client: Any) -> Any:
        return called(client.namespace("production").script("shop"), method, argument, oddity)

    survived(echo, call)


def called(handle: Any, method: str, argument: str, oddity: Any) -> Any:
    answer = getattr(handle, method)(**{**VALID.get(method, {}), argument: oddity})
    return answer.all() if method == "list_scripts" else answer


@pytest.mark.parametrize("argument", sorted(set(inspect.signature(tenantry.Client).parameters) - {"http_client"}))
def test_arguments_of_the_constructor(echo: Ask, argument: str) -> None:
    for oddity in ODDITIES:
        with suppress(tenantry.Error):
            echo(lambda client: client.list_namespaces(), **{argument: oddity})


@pytest.mark.parametrize(
    "oddity", [oddity for oddity in ODDITIES if oddity is not None], ids=lambda oddity: type(oddity).__name__
)
def test_connections_that_are_none(ask: Ask, oddity: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="http_client must be an httpx"):
        ask.with_connections(oddity)


@pytest.mark.parametrize("argument", ["modules", "main", "types"])
def test_arguments_of_a_bundle(argument: str) -> None:
    for oddity in ODDITIES:
        with suppress(tenantry.Error):
            Bundle(**{"modules": {"index.js": ""}, argument: oddity})


@pytest.mark.parametrize("argument", ["path", "main", "types"])
def test_arguments_of_reading_a_bundle(argument: str, tmp_path: Path) -> None:
    (tmp_path / "index.js").write_bytes(b"")
    for oddity in ODDITIES:
        with suppress(tenantry.Error):
            Bundle.read(**{"path": tmp_path, argument: oddity})
