"""A platform at the emulator, as a test uses it: deploy a tenant, and ask it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tenantry_emulator import Emulator
from tests.emulator.account import MODULE, PRODUCTION, Account, Part, Result, module, parts

DATE = "2026-11-01"
TEXT = "text/plain"


@dataclass(frozen=True)
class Platform:
    """One account of the emulator, with a namespace `production` in it."""

    emulator: Emulator
    account: Account

    @property
    def account_id(self) -> str:
        return httpx.URL(str(self.account.http.base_url)).path.split("/accounts/")[1].split("/")[0]

    @property
    def api(self) -> str:
        """Where the API has the account."""
        return f"{self.emulator.url}/accounts/{self.account_id}"

    def deploy(self, script: str, code: str | Sequence[Part], **metadata: Any) -> Result:
        """The result of an upload that must succeed, in modules syntax unless there is a `body_part`."""
        return self.account.deploy(script, **upload(code, **metadata))

    def refused(self, script: str, code: str | Sequence[Part], **metadata: Any) -> tuple[int, int, str]:
        """Status, code and message of an upload that must fail."""
        return self.account.deploy_refused(script, **upload(code, **metadata))

    def url(self, script: str, path: str = "/", namespace: str = "production") -> str:
        return self.emulator.script_url(script, namespace, account_id=self.account_id) + path

    def ask(self, script: str, path: str = "/", *, method: str = "GET", **request: Any) -> httpx.Response:
        """What the tenant answers."""
        return self.account.http.request(method, self.url(script, path), **request)

    def says(self, script: str, path: str = "/", **request: Any) -> str:
        """The text of an answer that must be a success."""
        answer = self.ask(script, path, **request)
        assert answer.status_code == 200, answer.text
        return answer.text

    def shows(self, script: str, path: str = "/", **request: Any) -> Any:
        """The JSON of an answer that must be a success."""
        return json.loads(self.says(script, path, **request))

    def told(self, what: str, **query: str) -> Result:
        """What the emulator tells of itself."""
        url = httpx.URL(self.emulator.url, path=f"/__emulator/{what}")
        return self.account.granted("GET", str(url), params={"account_id": self.account_id, **query})

    def logs(self, script: str) -> list[tuple[str, str]]:
        """Level and message of all that the script has written."""
        found = self.told("logs", dispatch_namespace="production", script_name=script)
        return [(entry["level"], entry["message"]) for entry in found]


def upload(code: str | Sequence[Part], **metadata: Any) -> Mapping[str, Any]:
    """The metadata and the modules of an upload."""
    modules = [module("index.js", code.encode())] if isinstance(code, str) else [*code]
    if modules and "body_part" not in metadata:
        metadata.setdefault("main_module", "index.js")
    return {"modules": modules, "compatibility_date": DATE, **metadata}


def answering(expression: str) -> str:
    """A Worker that answers each request with this; `request`, `env` and `ctx` are at hand."""
    return f"export default {{ async fetch(request, env, ctx) {{ return new Response({expression}) }} }}"


def showing(expression: str) -> str:
    """A Worker that answers each request with this as JSON."""
    return f"export default {{ async fetch(request, env, ctx) {{ return Response.json({expression}) }} }}"


__all__ = ["DATE", "MODULE", "PRODUCTION", "TEXT", "Platform", "answering", "module", "parts", "showing", "upload"]
