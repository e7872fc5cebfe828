# Made by generate.py from wrappers/tenantry/_surface.py. Do not edit: change that, and run `make generate`.
"""The async flavour of `_surface.py`."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, TypeVar, overload

import httpx
from attrs import evolve

from tenantry import _credentials, _options
from tenantry._assets import Assets
from tenantry._bundle import Bundle, Code
from tenantry._download import Saved
from tenantry._driver import AsyncDriver
from tenantry._flow import Flow
from tenantry._flows import (
    deleting,
    deploying,
    downloading,
    namespaces,
    scripts,
    secrets,
    settings,
    storing,
    suggesting,
    workers,
)
from tenantry._flows import tags as tag_flows
from tenantry._given import JSON
from tenantry._keep import KEEP, Keep
from tenantry._names import checked
from tenantry._paging import AsyncPages
from tenantry._pool import AsyncPool
from tenantry._script_info import ScriptInfo
from tenantry._settings_patch import SettingsPatch
from tenantry._terms import RawClient, Terms
from tenantry._upload import Migrations, Placement, Upload
from tenantry.events import Event

if TYPE_CHECKING:
    from tenantry._flows.deploying import DryRun
    from tenantry.bindings import Binding, SecretKey
    from tenantry.models import (
        AssetsManifestEntry,
        AssetsSession,
        AssetsUploaded,
        CacheOptions,
        Deleted,
        Deployed,
        Limits,
        NamespaceInfo,
        Observability,
        ScriptDetails,
        Secret,
        Settings,
        TailConsumer,
        UsageModel,
        WorkerInfo,
    )

T = TypeVar("T")


class AsyncClient:
    """An account on Cloudflare's Workers for Platforms.

    Credentials are an API token, or a mail address and the Global API key: given, or from the environment as
    CLOUDFLARE_API_TOKEN, else CLOUDFLARE_API_KEY and CLOUDFLARE_EMAIL; the account is CLOUDFLARE_ACCOUNT_ID, and
    CLOUDFLARE_BASE_URL is another server than Cloudflare's, such as the emulator. Arguments win.

    `http_client` brings connections of your own, with their proxies and certificates; it is used as it is, but
    for its `auth` and its redirects, and not closed. `on_event` is called with each event of `tenantry.events`.

    **How long things take**, all in seconds. `timeout` holds for each phase of a request; connecting has at most 10.
    `max_wait` is the longest that one call waits because Cloudflare says so, by a rate limit or Retry-After: where it
    would be longer, the call fails at once. `deadline` is for a verb with all its requests and waits, and for each
    page of a list; a call whose turn comes later is not sent.

    **Pacing.** Cloudflare takes 1,200 requests in five minutes, and refuses everything for the next five after that.
    So calls stand in one queue, for all clients of this process with the same credentials: 20 at once, then `rate` a
    second, or fewer where Cloudflare says that others use the budget too. `rate=None` is no queue, for the emulator
    or for tests. A refusal for the rate limit holds back every call until its wait is over, whatever the rate.

    **Retries.** A call that fails on the way, or with a passing error of Cloudflare's, is repeated up to `retries`
    times, after a random wait that grows from half a second to eight; but not where doing it twice would be something
    else than doing it once: then NoAnswer says that the outcome is unknown. A delete that was repeated and finds
    nothing has succeeded. When much fails, less is repeated.

    One client may be shared: by threads, by forked children (each has a queue of its own), and, if it is async, by
    event loops one after another.
    Every failure is a `tenantry.Error`. Raises NotSent for credentials that are missing, of two kinds, or no text,
    and for other options that cannot be used.
    https://developers.cloudflare.com/fundamentals/api/get-started/create-token/
    """

    def __init__(
        self,
        *,
        account_id: str | None = None,
        api_token: str | None = None,
        api_key: str | None = None,
        api_email: str | None = None,
        base_url: str | None = None,
        timeout: float = 60.0,
        max_wait: float = 30.0,
        deadline: float | None = None,
        retries: int = 4,
        rate: float | None = 3.8,
        http_client: httpx.AsyncClient | None = None,
        on_event: Callable[[Event], None] | None = None,
    ) -> None:
        self.account_id: str = _credentials.account(account_id)
        self._driver = AsyncDriver(
            Terms(
                base_url=_options.base_url(base_url),
                credentials=_credentials.credentials(api_token, api_key, api_email),
                timeout=timeout,
                max_wait=max_wait,
                deadline=deadline,
                retries=retries,
                rate=rate,
                on_event=on_event,
            ),
            AsyncPool(http_client),
        )
        self._run = self._driver.run

    def with_options(
        self,
        *,
        timeout: float | None = None,
        max_wait: float | None = None,
        deadline: float | None = None,
        retries: int | None = None,
    ) -> Self:
        """The same client, with the same connections and in the same queue, but with other options.

        What is None stays as it is; `math.inf` is no limit.
        """
        other, terms = copy.copy(self), self._driver.terms
        other._driver = evolve(
            self._driver,
            terms=evolve(
                terms,
                timeout=terms.timeout if timeout is None else timeout,
                max_wait=terms.max_wait if max_wait is None else max_wait,
                deadline=terms.deadline if deadline is None else deadline,
                retries=terms.retries if retries is None else retries,
            ),
        )
        other._run = other._driver.run
        return other

    async def aclose(self) -> None:
        """Close the connections; a later call opens new ones. An `http_client` of yours stays open."""
        await self._driver.pool.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<tenantry.{type(self).__name__} of account {self.account_id} at {self._driver.terms.base_url}>"

    @property
    def api(self) -> RawClient:
        """The generated client, with these credentials: every operation of the API, as `tenantry_api.api` has them.

        It decodes, and that is all: refusals are returned, nothing is explained, and httpx's exceptions come out.
        """
        return self._driver.api()

    def namespace(self, name: str) -> AsyncNamespace:
        """A handle for the dispatch namespace of this name; sends nothing.

        Raises NotSent for a name that is empty, `.`, `..`, no str, or has control characters.
        """
        return AsyncNamespace(self, checked("The name of a namespace", name))

    async def list_namespaces(self) -> list[NamespaceInfo]:
        """All dispatch namespaces of the account.

        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/methods/list
        """
        return await self._run(namespaces.list_all(self.account_id))

    async def list_workers(self, *, tags: Mapping[str, bool] | None = None) -> list[WorkerInfo]:
        """The account's own Workers, outside any dispatch namespace, with their routes.

        `tags` says which tags a Worker shall have, and which not. Raises NotSent for a tag with `:`, `,` or `&`.
        https://developers.cloudflare.com/api/resources/workers/subresources/scripts/methods/list
        """
        return await self._run(workers.list_all(self.account_id, tags))


class AsyncNamespace:
    """A handle for a dispatch namespace, whether it exists or not."""

    def __init__(self, client: AsyncClient, name: str) -> None:
        self.client = client
        self.name = name
        self._account = client.account_id

    async def _run(self, flow: Flow[T]) -> T:
        return await self.client._run(suggesting.alternatives(self._account, self.name, flow))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"

    def script(self, name: str) -> AsyncScript:
        """A handle for the script of this name in the namespace; sends nothing.

        Raises NotSent for a name that is empty, `.`, `..`, no str, or has control characters.
        """
        return AsyncScript(self, checked("The name of a script", name))

    async def get(self) -> NamespaceInfo:
        """What Cloudflare says of the namespace.

        Raises NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/methods/get
        """
        return await self._run(namespaces.get(self._account, self.name))

    async def create(self) -> NamespaceInfo:
        """Create the namespace.

        Raises Exists if it is there, and Invalid for a name that Cloudflare does not accept; it answers both with one
        code, so that one request more tells them apart.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/methods/create
        """
        return await self._run(namespaces.create(self._account, self.name))

    async def ensure(self) -> NamespaceInfo:
        """The namespace, created if it is not there; at most four requests, mostly one.

        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/methods/create
        """
        return await self._run(namespaces.ensure(self._account, self.name))

    async def update(self, *, trusted_workers: bool) -> NamespaceInfo:
        """Change whether the scripts may use `request.cf` and share the zone's cache; all else stays.

        Scripts that are there must be deployed again before `request.cf` reaches them. Raises NamespaceNotFound.
        https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/reference/worker-isolation/
        """
        return await self._run(namespaces.update(self._account, self.name, trusted_workers))

    async def replace(self, *, trusted_workers: bool) -> NamespaceInfo:
        """Set all that can be set of the namespace, which today is what `update()` sets; the name stays.

        Raises NamespaceNotFound.
        https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/reference/worker-isolation/
        """
        return await self._run(namespaces.replace(self._account, self.name, trusted_workers))

    async def rename(self, name: str) -> AsyncNamespace:
        """Give the namespace another name, and get a handle for it; `trusted_workers` is read first and stays.

        Dispatching Workers that bind to the old name no longer find it. Raises NamespaceNotFound.
        https://developers.cloudflare.com/workers/wrangler/commands/#dispatch-namespace-rename
        """
        renamed = self.client.namespace(name)
        await self._run(namespaces.rename(self._account, self.name, renamed.name))
        return renamed

    async def delete(self, *, confirm: str) -> None:
        """Delete the namespace, **and every script in it**, with their secrets; there is no undo.

        `confirm` is its name, once more. Raises NotSent if it is not, and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/methods/delete
        """
        await self._run(namespaces.delete(self._account, self.name, confirm))

    def list_scripts(self, *, tags: Mapping[str, bool] | None = None) -> AsyncPages[ScriptInfo]:
        """The scripts in the namespace, fetched page by page as they are read, 1,000 a page.

        `tags` says which tags a script shall have, and which not: `{"plan-pro": True, "beta": False}`. How Cloudflare
        combines several is not documented. Raises NotSent for a tag with `:`, `,` or `&`, which its filter cannot
        express; reading raises NamespaceNotFound.
        https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/configuration/tags/
        """
        return AsyncPages(self._run, scripts.pages(self._account, self.name, tags))

    async def delete_scripts(self, *, tag: str, expect: int | None = None) -> Deleted:
        """Delete **every script that has the tag**, with their secrets; there is no undo.

        It is exactly one tag: what Cloudflare does with several is not documented. With `expect`, the scripts are
        counted first, and nothing is deleted unless they are so many. What is returned lists all that were deleted, by
        as many requests as it takes; an error on the way has in `deleted` those that were gone by then.

        Raises NamespaceNotFound, NotSent if `expect` is another number, and BadAnswer if there is more to delete but
        nothing goes.
        https://hexdocs.pm/cloudflare/workers_for_platforms.html
        """
        return await self._run(deleting.tagged(self._account, self.name, tag, expect))

    async def delete_all_scripts(self, *, confirm: str) -> Deleted:
        """Delete **every script in the namespace**, with their secrets; there is no undo. The namespace stays.

        `confirm` is its name, once more. That Cloudflare deletes all where no tag is named is likely, and not
        documented. Raises NotSent if `confirm` is not the name, and as `delete_scripts()`.
        https://hexdocs.pm/cloudflare/workers_for_platforms.html
        """
        return await self._run(deleting.everything(self._account, self.name, confirm))


class AsyncScript:
    """A handle for a script in a dispatch namespace, whether it exists or not."""

    def __init__(self, namespace: AsyncNamespace, name: str) -> None:
        self.namespace = namespace
        self.name = name
        self._path = (namespace.client.account_id, namespace.name, name)
        self._run = namespace._run

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} in {self.namespace.name!r}>"

    @overload
    async def deploy(
        self,
        code: Code,
        *,
        compatibility_date: str | date,
        compatibility_flags: Sequence[str] = (),
        main: str | None = None,
        bindings: Keep | Iterable[Binding] | None = KEEP,
        vars: Keep | Mapping[str, JSON] | None = KEEP,
        secrets: Mapping[str, str] | None = None,
        assets: Keep | Assets | None = KEEP,
        tags: Sequence[str] | None = None,
        observability: Observability | None = None,
        limits: Limits | None = None,
        logpush: bool | None = None,
        placement: Placement | None = None,
        tail_consumers: Sequence[TailConsumer] | None = None,
        migrations: Migrations | None = None,
        keep_settings: bool = False,
        dry_run: Literal[False] = False,
    ) -> Deployed: ...

    @overload
    async def deploy(
        self,
        code: Code,
        *,
        compatibility_date: str | date,
        compatibility_flags: Sequence[str] = (),
        main: str | None = None,
        bindings: Keep | Iterable[Binding] | None = KEEP,
        vars: Keep | Mapping[str, JSON] | None = KEEP,
        secrets: Mapping[str, str] | None = None,
        assets: Keep | Assets | None = KEEP,
        tags: Sequence[str] | None = None,
        observability: Observability | None = None,
        limits: Limits | None = None,
        logpush: bool | None = None,
        placement: Placement | None = None,
        tail_consumers: Sequence[TailConsumer] | None = None,
        migrations: Migrations | None = None,
        keep_settings: bool = False,
        dry_run: Literal[True],
    ) -> DryRun: ...

    async def deploy(
        self,
        code: Code,
        *,
        compatibility_date: str | date,
        compatibility_flags: Sequence[str] = (),
        main: str | None = None,
        bindings: Keep | Iterable[Binding] | None = KEEP,
        vars: Keep | Mapping[str, JSON] | None = KEEP,
        secrets: Mapping[str, str] | None = None,
        assets: Keep | Assets | None = KEEP,
        tags: Sequence[str] | None = None,
        observability: Observability | None = None,
        limits: Limits | None = None,
        logpush: bool | None = None,
        placement: Placement | None = None,
        tail_consumers: Sequence[TailConsumer] | None = None,
        migrations: Migrations | None = None,
        keep_settings: bool = False,
        dry_run: bool = False,
    ) -> Deployed | DryRun:
        """Create the script, or replace the version that runs, at once and for all requests.

        `code` is a path, always: of a folder as `wrangler deploy --dry-run --outdir` writes it, or of one file. Source
        goes in as a mapping, `{"index.js": b"…"}`, or as a `Bundle`. `main` is needed only where several modules could
        be the main one.

        What is not mentioned stays: `bindings`, `vars` and `assets` of the running version by default (KEEP), and all
        its secrets; `()`, `{}` or None removes. What is given replaces all of its kind: `vars` are texts or JSON
        values, `bindings` come from `tenantry.bindings`. `secrets` are set by name, and only `delete_secret()` removes
        them.

        What becomes of tags and of the other settings that are left out is **not documented** by Cloudflare. With
        `keep_settings=True` they are read first and sent again, at the price of one request; bindings that stay are
        then inherited by name. To change code alone is what `put_content()` is for.

        `assets=Assets("public/")` uploads the files of the folder that Cloudflare does not have yet, then the script,
        which takes two requests more at least; `on_event` is told how far it is. Until the script's own upload the
        version before serves its own files. To use them in code, `bindings` needs a `bindings.Assets(name="ASSETS")`.

        `dry_run=True` sends nothing and returns what would be sent, with the path, size and hash of each asset, and
        which files of a folder are no modules.

        Raises NotSent for code without a main module, a path that does not exist, or assets that Cloudflare would not
        take or that change meanwhile; NamespaceNotFound;
        Invalid if Cloudflare does not accept it (the version before then still serves), and ScriptTooLarge.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/methods/update
        """
        upload = Upload(
            code=code,
            main=main,
            compatibility_date=compatibility_date,
            compatibility_flags=compatibility_flags,
            bindings=bindings,
            vars=vars,
            secrets=secrets,
            assets=assets,
            tags=tags,
            observability=observability,
            limits=limits,
            logpush=logpush,
            placement=placement,
            tail_consumers=tail_consumers,
            migrations=migrations,
            keep_settings=keep_settings,
        )
        if dry_run:
            return await self._run(deploying.dry_run(self.name, upload))
        return await self._run(deploying.deploy(*self._path, upload))

    async def create_assets_session(self, manifest: Mapping[str, AssetsManifestEntry]) -> AssetsSession:
        """Open a session to upload static assets: the first step of three, all of which `deploy(assets=…)` does.

        `manifest` are the files by their paths, each beginning with a slash. The answer says which hashes Cloudflare
        does not have, in buckets of one request each, and holds the token to upload them with. Without buckets that
        token is the one for `assets.jwt` of the script's upload. Raises NamespaceNotFound.
        https://developers.cloudflare.com/workers/static-assets/direct-upload/
        """
        return await self._run(storing.open_session(self._path, manifest))

    async def upload_assets(
        self, token: str, files: Mapping[str, bytes], *, types: Mapping[str, str] | None = None
    ) -> AssetsUploaded:
        """Upload one bucket of static assets: the second step of three, all of which `deploy(assets=…)` does.

        `token` is that of the session, `files` are contents by their hashes, and `types` the media types to serve them
        with, by their hashes; a file without one is served without one. The answer to the last bucket holds the token
        for `assets.jwt` of the script's upload. Raises Denied for a token that has expired, after an hour, and NotSent
        for what is no token or no files.
        https://developers.cloudflare.com/workers/static-assets/direct-upload/
        """
        return await self._run(storing.upload_files(self._path, token, files, types))

    async def get(self) -> ScriptInfo:
        """What Cloudflare says of the script, without its code.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/methods/get
        """
        return await self._run(scripts.get(*self._path))

    @overload
    async def get_content(self, *, to: None = None) -> Bundle: ...

    @overload
    async def get_content(self, *, to: str | os.PathLike[str]) -> Saved: ...

    async def get_content(self, *, to: str | os.PathLike[str] | None = None) -> Bundle | Saved:
        """The code of the script, byte for byte as it was uploaded: in memory, or written into the folder `to`.

        The folder must be new, or empty, and is there only once all modules are; what comes in is written as it comes,
        so that memory does not grow with it. A script in service-worker syntax comes without its name, and is called
        `index.js`.

        Raises ScriptNotFound, NamespaceNotFound, NotSent for a folder that cannot be used, BadAnswer where a module's
        path leads out of it, and Error where it cannot be written to its end.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/content/methods/get
        """
        return await self._run(downloading.download(*self._path, to))

    async def put_content(self, code: Code, *, main: str | None = None) -> ScriptDetails:
        """Replace the code of the script, and nothing else: bindings, secrets, tags and settings stay.

        `code` and `main` are as in `deploy()`. Raises ScriptNotFound, NamespaceNotFound, Invalid if Cloudflare does not
        accept it (the version before then still serves), and NotSent for code that cannot be uploaded.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/content/methods/update
        """
        return await self._run(deploying.replace_code(*self._path, code, main))

    async def get_settings(self) -> Settings:
        """What surrounds the code: bindings, tags, limits, observability, and so on. Secrets come without values.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/settings/methods/get
        """
        return await self._run(settings.get(*self._path))

    async def patch_settings(
        self,
        *,
        bindings: Keep | Iterable[Binding] = KEEP,
        cache_options: Keep | CacheOptions = KEEP,
        compatibility_date: Keep | str | date = KEEP,
        compatibility_flags: Keep | Sequence[str] = KEEP,
        limits: Keep | Limits = KEEP,
        logpush: Keep | bool = KEEP,
        migrations: Keep | Migrations = KEEP,
        observability: Keep | Observability = KEEP,
        placement: Keep | Placement = KEEP,
        tags: Keep | Sequence[str] | None = KEEP,
        tail_consumers: Keep | Sequence[TailConsumer] | None = KEEP,
        usage_model: Keep | UsageModel = KEEP,
    ) -> Settings:
        """Change settings without uploading code; what is left out stays. What is returned is what holds now.

        `bindings` replaces **all** bindings, secrets included: name those that shall stay as `bindings.Inherit`.
        None removes all tags, or all tail consumers.

        Raises ScriptNotFound, NamespaceNotFound, Invalid, and NotSent if nothing is given.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/settings/methods/edit
        """
        given = SettingsPatch(
            bindings=bindings,
            cache_options=cache_options,
            compatibility_date=compatibility_date,
            compatibility_flags=compatibility_flags,
            limits=limits,
            logpush=logpush,
            migrations=migrations,
            observability=observability,
            placement=placement,
            tags=tags,
            tail_consumers=tail_consumers,
            usage_model=usage_model,
        )
        return await self._run(settings.change(*self._path, given))

    async def get_bindings(self) -> list[Binding]:
        """What the script finds in `env`. Secrets come without values, unknown types as `bindings.OtherBinding`.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/bindings/methods/get
        """
        return await self._run(settings.bindings(*self._path))

    async def list_secrets(self) -> list[Secret]:
        """The secrets of the script: their names and types.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/list
        """
        return await self._run(secrets.list_all(*self._path))

    async def get_secret(self, name: str) -> Secret:
        """The name and type of a secret; no one gets its value.

        Raises SecretNotFound, ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/get
        """
        return await self._run(secrets.get(*self._path, name))

    async def put_secret(self, name: str, value: str | SecretKey) -> None:
        """Add a secret, or replace its value, in a new version of the script.

        `value` is a text, or a `bindings.SecretKey` of the same name. Raises ScriptNotFound, NamespaceNotFound, and
        NotSent for None: a variable that is not set must not wipe a key.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/update
        """
        await self._run(secrets.put(*self._path, name, value))

    async def put_secrets(self, values: Mapping[str, str | SecretKey]) -> None:
        """Add or replace many secrets; those that are not named stay.

        25 go in one request, which Cloudflare does as a whole or not at all. Raises as `put_secret()`, for any of them
        before the first is sent.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/bulk_update
        """
        await self._run(secrets.put_many(*self._path, values))

    async def delete_secret(self, name: str, *, missing_ok: bool = True) -> bool:
        """Delete a secret; there is no undo. Whether it was there is returned.

        Raises ScriptNotFound, NamespaceNotFound, and SecretNotFound unless `missing_ok`.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/delete
        """
        return await self._run(secrets.delete(*self._path, name, missing_ok))

    async def delete_secrets(self, names: Iterable[str]) -> None:
        """Delete many secrets, 25 in one request; there is no undo.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/bulk_update
        """
        await self._run(secrets.delete_many(*self._path, names))

    async def get_tags(self) -> list[str]:
        """The tags of the script.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/tags/methods/list
        """
        return await self._run(tag_flows.get(*self._path))

    async def set_tags(self, tags: Sequence[str]) -> list[str]:
        """Replace all tags of the script; `[]` removes them. What is returned are the tags it has now.

        Raises ScriptNotFound, NamespaceNotFound, and Invalid for tags that Cloudflare does not accept, such as more
        than 8, or with `,` or `&`.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/tags/methods/update
        """
        return await self._run(tag_flows.replace(*self._path, tags))

    async def add_tag(self, tag: str) -> None:
        """Add one tag; the others stay.

        Raises ScriptNotFound, NamespaceNotFound, and Invalid for a tag that Cloudflare does not accept.
        https://hexdocs.pm/cloudflare/workers_for_platforms.html
        """
        await self._run(tag_flows.add(*self._path, tag))

    async def remove_tag(self, tag: str) -> None:
        """Take one tag away; the others stay.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/tags/methods/delete
        """
        await self._run(tag_flows.remove(*self._path, tag))

    async def delete(self, *, force: bool = False, missing_ok: bool = True) -> bool:
        """Delete the script, its secrets and its tags; there is no undo. Whether it was there is returned.

        Cloudflare refuses to delete a script that others bind to; `force=True` deletes it nevertheless, **and the data
        of its Durable Objects**. Raises NamespaceNotFound, and ScriptNotFound unless `missing_ok`.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/methods/delete
        """
        return await self._run(scripts.delete(*self._path, force, missing_ok))
