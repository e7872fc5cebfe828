"""An account at the emulator, as a test talks to it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

# What the emulator answers is JSON of any form; each test says which form it expects.
Result = Any

MODULE = "application/javascript+module"
SCRIPT = "application/javascript"
PRODUCTION = "/namespaces/production"

Part = tuple[str, tuple[str | None, bytes, str]]


@dataclass(frozen=True)
class Account:
    """Paths are below `/workers/dispatch` of the account."""

    http: httpx.Client

    def granted(self, method: str, path: str, **request: Any) -> Result:
        """The result of a request that must succeed."""
        answer = self.http.request(method, path, **request)
        envelope = answer.json()
        assert (
            answer.status_code,
            envelope["success"],
            envelope["errors"],
            envelope["messages"],
        ) == (200, True, [], []), envelope
        return envelope["result"]

    def refused(self, method: str, path: str, **request: Any) -> tuple[int, int, str]:
        """Status, code and message of a request that must fail."""
        answer = self.http.request(method, path, **request)
        envelope = answer.json()
        assert (envelope["result"], envelope["success"], envelope["messages"]) == (None, False, []), envelope
        (error,) = envelope["errors"]
        return answer.status_code, error["code"], error["message"]

    def deploy(self, script: str = "shop", *, query: Mapping[str, str] | None = None, **upload: Any) -> Result:
        """The result of an upload that must succeed."""
        return self.granted("PUT", f"{PRODUCTION}/scripts/{script}", params=query, files=parts(**upload))

    def deploy_refused(
        self, script: str = "shop", *, query: Mapping[str, str] | None = None, **upload: Any
    ) -> tuple[int, int, str]:
        """Status, code and message of an upload that must fail."""
        return self.refused("PUT", f"{PRODUCTION}/scripts/{script}", params=query, files=parts(**upload))


def parts(*, modules: Sequence[Part] | None = None, **metadata: Any) -> list[Part]:
    """The parts of an upload as wrangler orders them; one small module unless others are given."""
    if modules is None:
        metadata.setdefault("main_module", "index.js")
        modules = [module("index.js", b"export default { fetch() { return new Response('hello') } }")]
    return [("metadata", (None, json.dumps(metadata).encode(), "application/json")), *modules]


def module(path: str, content: bytes, content_type: str = MODULE) -> Part:
    """A part whose name and filename are the module's path."""
    return path, (path, content, content_type)
