"""A rule as a test knows it, and the requests of which it speaks."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.emulator.account import PRODUCTION, Account, Part, module, parts
from tests.emulator.site import SHOP as FILES
from tests.emulator.site import Site

SHOP = f"{PRODUCTION}/scripts/shop"
CODE = "export default { fetch() { return new Response('hello') } }"
DATE = "2026-11-01"

Step = Callable[[Account], tuple[str, str, dict[str, Any]]]
"""A request: method, path, and what it brings."""


@dataclass(frozen=True)
class Rule:
    """What a rule refuses, after some steps that are granted."""

    code: int
    says: str
    """Part of the message; no other rule says this."""
    refused: Step
    taken: Step
    before: Sequence[Step] = ()


def deploy(code: str | Sequence[Part] = CODE, **metadata: Any) -> Step:
    """An upload, of a service worker where there is a `body_part`."""
    modules = [module("index.js", code.encode())] if isinstance(code, str) else code
    if "body_part" not in metadata:
        metadata.setdefault("main_module", "index.js")
    return lambda _: ("PUT", SHOP, {"files": parts(modules=modules, **{"compatibility_date": DATE, **metadata})})


def with_files(**config: Any) -> Step:
    """An upload with static assets, and with this configuration of theirs."""

    def step(account: Account) -> tuple[str, str, dict[str, Any]]:
        assets = {"jwt": Site(account, FILES).complete(), "config": config}
        return deploy(assets=assets)(account)

    return step


def put_content(code: str) -> Step:
    """Other code alone."""
    files = parts(main_module="index.js", modules=[module("index.js", code.encode())])
    return lambda _: ("PUT", f"{SHOP}/content", {"files": files})


def patch(**settings: Any) -> Step:
    """Other settings."""
    files = [("settings", (None, json.dumps(settings).encode(), "application/json"))]
    return lambda _: ("PATCH", f"{SHOP}/settings", {"files": files})


def put_secret(name: str, text: str = "hush") -> Step:
    """One secret."""
    body = {"type": "secret_text", "name": name, "text": text}
    return lambda _: ("PUT", f"{SHOP}/secrets", {"json": body})


def put_secrets(*names: str) -> Step:
    """Many secrets."""
    secrets = {name: {"type": "secret_text", "name": name, "text": "hush"} for name in names}
    return lambda _: ("PATCH", f"{SHOP}/secrets-bulk", {"json": {"secrets": secrets}})


def text(name: str, value: str = "x") -> dict[str, str]:
    """A variable."""
    return {"type": "plain_text", "name": name, "text": value}


def told(account: Account, step: Step) -> tuple[int, str]:
    """Code and message of a request that must be refused."""
    method, path, request = step(account)
    return account.refused(method, path, **request)[1:]


def granted(account: Account, step: Step) -> None:
    """A request that must be granted."""
    method, path, request = step(account)
    account.granted(method, path, **request)
