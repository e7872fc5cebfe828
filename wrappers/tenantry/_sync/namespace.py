"""A handle for a dispatch namespace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from tenantry import _later, models
from tenantry._arguments.names import Handle, valid_name
from tenantry._flow import Flow
from tenantry._flows import namespaces
from tenantry._public import public
from tenantry_api.display import Rows

if TYPE_CHECKING:
    from tenantry._sync.client import Client

T = TypeVar("T")


@public
class Namespace(Handle):
    """A handle for a dispatch namespace, whether it exists or not."""

    def __init__(self, client: Client, name: str) -> None:
        self.client = client
        self.name = name
        self._account = client.account_id
        self._named = (client._driver.config.base_url, client.account_id, name)

    def _run(self, flow: Flow[T]) -> T:
        return self.client._run(namespaces.suggesting(self._account, self.name, flow))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"

    def script(self, name: str | _later.ScriptInfo) -> _later.Script:
        """A handle for the script of this name, or of a row of `list_scripts()`, in the namespace; sends nothing.

        Raises NotSent for a name that is empty, `.`, `..`, no str, or has control characters.
        """
        return _later.Script(
            self, valid_name("The name of a script", name.name if isinstance(name, _later.ScriptInfo) else name)
        )

    def get(self) -> models.NamespaceInfo:
        """What Cloudflare says of the namespace.

        Raises NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/methods/get
        """
        return self._run(namespaces.get(self._account, self.name))

    def create(self) -> models.NamespaceInfo:
        """Create the namespace.

        Raises Exists if it is there, and Invalid for a name that Cloudflare does not accept; it answers both with one
        code, so that one request more tells them apart.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/methods/create
        """
        return self._run(namespaces.create(self._account, self.name))

    def ensure(self) -> models.NamespaceInfo:
        """The namespace, created if it is not there; at most four requests, mostly one.

        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/methods/create
        """
        return self._run(namespaces.ensure(self._account, self.name))

    def update(self, *, trusted_workers: bool) -> models.NamespaceInfo:
        """Change whether the scripts may use `request.cf` and share the zone's cache; all else stays.

        Scripts that are there must be deployed again before `request.cf` reaches them. Raises NamespaceNotFound.
        https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/reference/worker-isolation/
        """
        return self._run(namespaces.update(self._account, self.name, trusted_workers))

    def replace(self, *, trusted_workers: bool) -> models.NamespaceInfo:
        """Set all that can be set of the namespace, which today is what `update()` sets; the name stays.

        Raises NamespaceNotFound.
        https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/reference/worker-isolation/
        """
        return self._run(namespaces.replace(self._account, self.name, trusted_workers))

    def rename(self, name: str) -> Namespace:
        """Give the namespace another name, and get a handle for it; `trusted_workers` is read first and stays.

        Dispatching Workers that bind to the old name no longer find it. Raises NamespaceNotFound.
        https://developers.cloudflare.com/workers/wrangler/commands/#dispatch-namespace-rename
        """
        renamed = self.client.namespace(name)
        self._run(namespaces.rename(self._account, self.name, renamed.name))
        return renamed

    def delete(self, *, confirm: str) -> None:
        """Delete the namespace, **and every script in it**, with their secrets; there is no undo.

        `confirm` is its name, once more. Raises NotSent if it is not, and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/methods/delete
        """
        self._run(namespaces.delete(self._account, self.name, confirm))

    def list_scripts(self, *, tags: Mapping[str, bool] | None = None) -> _later.Pages[_later.ScriptInfo]:
        """The scripts in the namespace, fetched page by page as they are read, 1,000 a page.

        `tags` says which tags a script shall have, and which not: `{"plan-pro": True, "beta": False}`. How Cloudflare
        combines several is not documented. Raises NotSent for a tag with `:`, `,` or `&`, which its filter cannot
        express; reading raises NamespaceNotFound.
        https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/configuration/tags/
        """
        return _later.Pages(self._run, _later.scripts.pages(self._account, self.name, tags))

    def builds(self, *, tags: Mapping[str, bool] | None = None) -> Rows[_later.Build]:
        """Which code runs where: the scripts by their etags, the largest group first; a request for 1,000 scripts.

        `tags` is as for `list_scripts()`. That equal code has equal etags is a guess: Cloudflare's page calls the etag
        "Hashed script content", and no more. Raises NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/methods/get
        """
        return self._run(_later.scripts.builds(self._account, self.name, tags))

    def delete_scripts(self, *, tag: str, expect: int | None = None) -> models.Deleted:
        """Delete **every script that has the tag**, with their secrets; there is no undo.

        It is exactly one tag: what Cloudflare does with several is not documented. With `expect`, the scripts are
        counted first, and nothing is deleted unless they are so many. What is returned lists all that were deleted, by
        as many requests as it takes; an error on the way has in `deleted` those that were gone by then.

        Raises NamespaceNotFound, NotSent if `expect` is another number, and BadAnswer if there is more to delete but
        nothing goes.
        https://hexdocs.pm/cloudflare/workers_for_platforms.html
        """
        return self._run(_later.scripts.delete_tagged(self._account, self.name, tag, expect))

    def delete_all_scripts(self, *, confirm: str) -> models.Deleted:
        """Delete **every script in the namespace**, with their secrets; there is no undo. The namespace stays.

        `confirm` is its name, once more. That Cloudflare deletes all where no tag is named is likely, and not
        documented. Raises NotSent if `confirm` is not the name, and as `delete_scripts()`.
        https://hexdocs.pm/cloudflare/workers_for_platforms.html
        """
        return self._run(_later.scripts.delete_all(self._account, self.name, confirm))
