"""A site as a client uploads it: session, buckets, completion."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from .account import PRODUCTION, Account, Part, Result, parts

Files = Mapping[str, tuple[bytes, str]]
SHOP: Files = {"/index.html": (b"<h1>hi</h1>\n", "text/html; charset=utf-8"), "/a.css": (b"body{}", "text/css")}


def key(content: bytes, content_type: str) -> str:
    """A hash of the file; the server does not care which."""
    return hashlib.sha256(content_type.encode() + content).hexdigest()[:32]


@dataclass(frozen=True)
class Site:
    """Static assets of one script, and the account that has it."""

    account: Account
    files: Files
    script: str = "shop"
    namespace: str = PRODUCTION

    @property
    def keys(self) -> dict[str, str]:
        """Hashes by path."""
        return {path: key(*file) for path, file in self.files.items()}

    def open(self) -> Result:
        """The session that the server answers."""
        manifest = {path: {"hash": self.keys[path], "size": len(content)} for path, (content, _) in self.files.items()}
        path = f"{self.namespace}/scripts/{self.script}/assets-upload-session"
        return self.account.granted("POST", path, json={"manifest": manifest})

    def part(self, identifier: str) -> Part:
        """The part for a file, as wrangler makes it."""
        content, content_type = next(file for file in self.files.values() if key(*file) == identifier)
        return identifier, (identifier, base64.b64encode(content), content_type)

    def send(self, token: str, files: Iterable[Part]) -> httpx.Response:
        """The answer to one bucket."""
        headers = {"Authorization": f"Bearer {token}"}
        return self.account.http.post(self.upload_url, params={"base64": "true"}, headers=headers, files=list(files))

    @property
    def upload_url(self) -> str:
        """Where the buckets go."""
        return str(self.account.http.base_url).replace("/workers/dispatch/", "/workers/assets/upload")

    def complete(self) -> str:
        """The completion token, after all that the session asks for was brought."""
        session = self.open()
        token: str = session["jwt"]
        for bucket in session["buckets"]:
            answer = self.send(session["jwt"], map(self.part, bucket)).json()
            token = answer["result"].get("jwt", "")
        return token

    def deploy(self, **metadata: Any) -> Result:
        """Upload the script with these assets."""
        metadata = {"assets": {"jwt": self.complete()}, **metadata}
        return self.account.granted("PUT", f"{self.namespace}/scripts/{self.script}", files=parts(**metadata))

    def stored(self) -> Result:
        """What the emulator says that it keeps for the script."""
        account_id = self.account.http.base_url.path.split("/")[4]
        query = {
            "account_id": account_id,
            "dispatch_namespace": self.namespace.rpartition("/")[2],
            "script_name": self.script,
        }
        return self.account.granted("GET", str(httpx.URL(self.upload_url, path="/__emulator/assets")), params=query)


def refusal(answer: httpx.Response) -> tuple[int, int]:
    """Status and code of an answer that is one."""
    (error,) = answer.json()["errors"]
    return answer.status_code, error["code"]
