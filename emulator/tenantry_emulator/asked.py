"""A request that has passed the checks, as the operations see it."""

from dataclasses import dataclass

from starlette.requests import Request

from .guesses import Guesses
from .json_types import Json, JsonObject
from .records import Namespace, Script
from .refusals import NAMESPACE_MISSING, SCRIPT_MISSING, Kind, Refusal
from .spec import Operation
from .store import Store


@dataclass(frozen=True)
class Asked:
    """The request, what its parts mean, and what is there to answer it from."""

    request: Request
    operation: Operation
    path: dict[str, str]
    query: JsonObject
    body: Json
    store: Store
    guesses: Guesses

    @property
    def account(self) -> str:
        """The account that is asked about."""
        return self.path["account_id"]

    def namespace(self) -> Namespace:
        """The namespace of the path, which must be there."""
        name = self.path["dispatch_namespace"]
        if namespace := self.store.namespace(self.account, name):
            return namespace
        raise Refusal(NAMESPACE_MISSING, f"The account has no dispatch namespace {name!r}.")

    def script(self, missing: Kind = SCRIPT_MISSING) -> Script:
        """The script of the path, which must be there."""
        name = self.path["script_name"]
        if script := self.store.script(self.namespace(), name):
            return script
        raise Refusal(missing, f"There is no script {name!r} in the dispatch namespace.")
