"""A request that has passed the checks, as the operations see it."""

from dataclasses import dataclass

from starlette.requests import Request

from tenantry_emulator.spec.operations import Operation
from tenantry_emulator.store.records import Namespace, Script
from tenantry_emulator.store.store import Store
from tenantry_emulator.wire.json_types import Json, JsonObject
from tenantry_emulator.wire.refusals import NAMESPACE_MISSING, OVERTAKEN, SCRIPT_MISSING, Refusal

from .guesses import Guesses
from .state import State


@dataclass(frozen=True)
class RequestContext:
    """The request, what its parts mean, and what is there to answer it from."""

    request: Request
    operation: Operation
    identity: str
    """Whose request it is; says nothing about the credential."""
    path: dict[str, str]
    query: JsonObject
    body: Json
    state: State

    @property
    def store(self) -> Store:
        """The state of all accounts."""
        return self.state.store

    @property
    def guesses(self) -> Guesses:
        """What is done where Cloudflare's docs are silent."""
        return self.state.guesses

    @property
    def account(self) -> str:
        """The account that is asked about."""
        return self.path["account_id"]

    def namespace(self) -> Namespace:
        """The namespace of the path, which must be there."""
        name = self.path["dispatch_namespace"]
        if namespace := self.store.namespaces.get(self.account, name):
            return namespace
        raise Refusal(NAMESPACE_MISSING, f"The account has no dispatch namespace {name!r}.")

    def script(self) -> Script:
        """The script of the path, which must be there."""
        if script := self.store.scripts.get(self.namespace(), self.path["script_name"]):
            return script
        raise self.missing_script()

    def still(self, script: Script) -> Script:
        """The script, unless it was deleted or changed since it was read; another one may have its name by now.

        Changes of one script wait for each other, but another may give it a class or take one.
        """
        now = self.script()
        if now.row != script.row:
            raise self.missing_script()
        if now.version != script.version:
            raise Refusal(OVERTAKEN, "A class of Durable Objects came or went meanwhile. Nothing was done: try again.")
        return script

    def missing_script(self) -> Refusal:
        """The refusal for a script that does not exist."""
        within = "dispatch namespace" if self.path["dispatch_namespace"] else "account"
        return Refusal(SCRIPT_MISSING, f"There is no script {self.path['script_name']!r} in the {within}.")
