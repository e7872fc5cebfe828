# Made by generate.py from wrappers/tenantry/_sync/script_code.py. Do not edit: change that, and run `make generate`.
"""What a handle for a script does with its code: deploys it, replaces it, and brings it back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeVar, overload

from tenantry import bindings, models
from tenantry._arguments.convert import JSON, valid_flag
from tenantry._arguments.deployment.deploy import DeployArguments
from tenantry._arguments.deployment.migrations import Migrations
from tenantry._arguments.keep import KEEP, Keep
from tenantry._arguments.names import Handle
from tenantry._assets.options import Assets
from tenantry._code.bundle import Bundle, Code, Saved
from tenantry._flow import Flow
from tenantry._flows import assets as asset_flows
from tenantry._flows import deploy as deploy_flows
from tenantry._flows import download as download_flows
from tenantry._flows import namespaces
from tenantry._flows import snapshots as snapshot_flows
from tenantry._flows.deploy import DryRun
from tenantry._snapshots.restoration import Restored
from tenantry._snapshots.snapshot import Snapshot

if TYPE_CHECKING:
    from tenantry._async.namespace import AsyncNamespace

T = TypeVar("T")


class AsyncScriptCode(Handle):
    """The verbs of a script that move code."""

    def __init__(self, namespace: AsyncNamespace, name: str) -> None:
        self.namespace = namespace
        self.name = name
        self._named = (*namespace._named, name)
        self._path = (namespace.client.account_id, namespace.name, name)

    async def _run(self, flow: Flow[T]) -> T:
        return await self.namespace.client._run(namespaces.suggesting(*self._path[:2], flow))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} in {self.namespace.name!r}>"

    @overload
    async def deploy(
        self,
        code: Code | None,
        *,
        compatibility_date: Keep | str | date = KEEP,
        compatibility_flags: Keep | Sequence[str] = KEEP,
        main: str | None = None,
        bindings: Keep | Iterable[bindings.AnyBinding | Mapping[str, object]] = KEEP,
        vars: Keep | Mapping[str, JSON] = KEEP,
        secrets: Keep | Mapping[str, str] = KEEP,
        assets: Keep | Assets | None = KEEP,
        tags: Keep | Sequence[str] = KEEP,
        observability: Keep | models.Observability | Mapping[str, object] = KEEP,
        limits: Keep | models.Limits | Mapping[str, object] = KEEP,
        logpush: Keep | bool = KEEP,
        placement: Keep | models.Placement | models.PlacementInfo | Mapping[str, object] = KEEP,
        tail_consumers: Keep | Sequence[models.TailConsumer | Mapping[str, object]] = KEEP,
        usage_model: Keep | models.UsageModel | str = KEEP,
        cache_options: Keep | models.CacheOptions | Mapping[str, object] = KEEP,
        exports: Keep | models.Exports | Mapping[str, models.Export | Mapping[str, object]] = KEEP,
        migrations: Migrations | None = None,
        keep_settings: bool = True,
        create: bool = True,
        dry_run: Literal[False] = False,
    ) -> models.Deployed: ...

    @overload
    async def deploy(
        self,
        code: Code | None,
        *,
        compatibility_date: Keep | str | date = KEEP,
        compatibility_flags: Keep | Sequence[str] = KEEP,
        main: str | None = None,
        bindings: Keep | Iterable[bindings.AnyBinding | Mapping[str, object]] = KEEP,
        vars: Keep | Mapping[str, JSON] = KEEP,
        secrets: Keep | Mapping[str, str] = KEEP,
        assets: Keep | Assets | None = KEEP,
        tags: Keep | Sequence[str] = KEEP,
        observability: Keep | models.Observability | Mapping[str, object] = KEEP,
        limits: Keep | models.Limits | Mapping[str, object] = KEEP,
        logpush: Keep | bool = KEEP,
        placement: Keep | models.Placement | models.PlacementInfo | Mapping[str, object] = KEEP,
        tail_consumers: Keep | Sequence[models.TailConsumer | Mapping[str, object]] = KEEP,
        usage_model: Keep | models.UsageModel | str = KEEP,
        cache_options: Keep | models.CacheOptions | Mapping[str, object] = KEEP,
        exports: Keep | models.Exports | Mapping[str, models.Export | Mapping[str, object]] = KEEP,
        migrations: Migrations | None = None,
        keep_settings: bool = True,
        create: bool = True,
        dry_run: Literal[True],
    ) -> DryRun: ...

    @overload
    async def deploy(
        self,
        code: Code | None,
        *,
        compatibility_date: Keep | str | date = KEEP,
        compatibility_flags: Keep | Sequence[str] = KEEP,
        main: str | None = None,
        bindings: Keep | Iterable[bindings.AnyBinding | Mapping[str, object]] = KEEP,
        vars: Keep | Mapping[str, JSON] = KEEP,
        secrets: Keep | Mapping[str, str] = KEEP,
        assets: Keep | Assets | None = KEEP,
        tags: Keep | Sequence[str] = KEEP,
        observability: Keep | models.Observability | Mapping[str, object] = KEEP,
        limits: Keep | models.Limits | Mapping[str, object] = KEEP,
        logpush: Keep | bool = KEEP,
        placement: Keep | models.Placement | models.PlacementInfo | Mapping[str, object] = KEEP,
        tail_consumers: Keep | Sequence[models.TailConsumer | Mapping[str, object]] = KEEP,
        usage_model: Keep | models.UsageModel | str = KEEP,
        cache_options: Keep | models.CacheOptions | Mapping[str, object] = KEEP,
        exports: Keep | models.Exports | Mapping[str, models.Export | Mapping[str, object]] = KEEP,
        migrations: Migrations | None = None,
        keep_settings: bool = True,
        create: bool = True,
        dry_run: bool,
    ) -> models.Deployed | DryRun: ...

    async def deploy(
        self,
        code: Code | None,
        *,
        compatibility_date: Keep | str | date = KEEP,
        compatibility_flags: Keep | Sequence[str] = KEEP,
        main: str | None = None,
        bindings: Keep | Iterable[bindings.AnyBinding | Mapping[str, object]] = KEEP,
        vars: Keep | Mapping[str, JSON] = KEEP,
        secrets: Keep | Mapping[str, str] = KEEP,
        assets: Keep | Assets | None = KEEP,
        tags: Keep | Sequence[str] = KEEP,
        observability: Keep | models.Observability | Mapping[str, object] = KEEP,
        limits: Keep | models.Limits | Mapping[str, object] = KEEP,
        logpush: Keep | bool = KEEP,
        placement: Keep | models.Placement | models.PlacementInfo | Mapping[str, object] = KEEP,
        tail_consumers: Keep | Sequence[models.TailConsumer | Mapping[str, object]] = KEEP,
        usage_model: Keep | models.UsageModel | str = KEEP,
        cache_options: Keep | models.CacheOptions | Mapping[str, object] = KEEP,
        exports: Keep | models.Exports | Mapping[str, models.Export | Mapping[str, object]] = KEEP,
        migrations: Migrations | None = None,
        keep_settings: bool = True,
        create: bool = True,
        dry_run: bool = False,
    ) -> models.Deployed | DryRun:
        """Create the script, or replace the version that runs, at once and for all requests.

        `code` is a path, always: of a folder as `wrangler deploy --dry-run --outdir` writes it, or of one file. Source
        goes in as a mapping, `{"index.js": b"…"}`, as a `Bundle`, or as what `get_content(to=…)` saved; None is for a
        script of static assets alone. `main` is needed only where several modules could be the main one. A script that
        does not exist yet needs a `compatibility_date`; `create=False` refuses to create one, unless it is deleted
        between that look and the upload.

        **What is not mentioned stays** (KEEP): bindings, vars and assets of the running version, its settings, and all
        its secrets. `()` and `{}` remove, and None removes assets; elsewhere None is refused. What is given replaces
        all of its kind: `vars` are texts or JSON values, `bindings` come from `tenantry.bindings`. `secrets` are set by
        name, and only `delete_secret()` removes them. What was read can be given again: secrets without their values
        stay as they are.

        What becomes of settings that an upload leaves out is **not documented** by Cloudflare. So they are read first,
        and sent again, at the price of one request: tags, compatibility date and flags, limits, observability, logpush,
        placement, tail consumers, usage model, cache options and exports. What somebody else does to *settings* between
        that request and the upload may be lost, since Cloudflare has no conditional upload; bindings and secrets are
        kept by Cloudflare itself. `keep_settings=False` is for who states everything: it is one request, and loses
        what is not given, bindings of types that Cloudflare does not document among it. To change code alone is what
        `put_content()` is for.

        `migrations` is one migration, or the list of all that the script ever had, each with its `tag`, as wrangler's
        configuration has it; one request more tells which are applied already, and these are left out. With
        `keep_settings=False` nothing is read, and all steps go up.

        `assets=Assets("public/")` uploads the files of the folder that Cloudflare does not have yet, then the script,
        which takes two requests more at least; `on_event` is told how far it is. Until the script's own upload the
        version before serves its own files. To use them in code, `bindings` needs a `bindings.Assets(name="ASSETS")`.

        `dry_run=True` sends nothing and returns what would be sent, with KEEP for what would be read first, the path,
        size and hash of each asset, and which files of a folder are not modules.

        Raises NotSent, before anything goes up, for code without a main module, a path that does not exist, a missing
        compatibility date, settings with fields that Cloudflare does not have, or assets that it would not take or that
        change meanwhile; ScriptNotFound with `create=False`; Denied if the settings may not be read;
        NamespaceNotFound; Invalid if Cloudflare does not accept it (the version before then still serves), and
        ScriptTooLarge.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/methods/update
        """
        arguments = DeployArguments(
            code=code,
            main=main,
            bindings=bindings,
            vars=vars,
            secrets=secrets,
            assets=assets,
            migrations=migrations,
            keep_settings=keep_settings,
            create=create,
            settings={
                "compatibility_date": compatibility_date,
                "compatibility_flags": compatibility_flags,
                "tags": tags,
                "observability": observability,
                "limits": limits,
                "logpush": logpush,
                "placement": placement,
                "tail_consumers": tail_consumers,
                "usage_model": usage_model,
                "cache_options": cache_options,
                "exports": exports,
            },
        )
        del secrets, bindings  # error reporters show the variables of each frame
        if valid_flag("dry_run", dry_run):
            return await self._run(deploy_flows.dry_run(self.name, arguments))
        return await self._run(deploy_flows.deploy(self._path, arguments))

    async def create_assets_session(self, manifest: Mapping[str, models.AssetsManifestEntry]) -> models.AssetsSession:
        """Open a session to upload static assets: the first step of three, all of which `deploy(assets=…)` does.

        `manifest` are the files by their paths, each beginning with a slash. The answer says which hashes Cloudflare
        does not have, in buckets of one request each, and holds the token to upload them with. Without buckets that
        token is the one for `assets.jwt` of the script's upload. Raises NamespaceNotFound.
        https://developers.cloudflare.com/workers/static-assets/direct-upload/
        """
        return await self._run(asset_flows.open_session(self._path, manifest))

    async def upload_assets(
        self, token: str, files: Mapping[str, bytes], *, types: Mapping[str, str] | None = None
    ) -> models.AssetsUploaded:
        """Upload one bucket of static assets: the second step of three, all of which `deploy(assets=…)` does.

        `token` is that of the session, `files` are contents by their hashes, and `types` the media types to serve them
        with, by their hashes; a file without one is served without one. The answer to the last bucket holds the token
        for `assets.jwt` of the script's upload. Raises Denied for a token that has expired, after an hour, and NotSent
        for a token that cannot be one, and without files.
        https://developers.cloudflare.com/workers/static-assets/direct-upload/
        """
        flow = asset_flows.upload_files(self._path, token, files, types)
        del token  # error reporters show the variables of each frame
        return await self._run(flow)

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
        return await self._run(download_flows.download(*self._path, to))

    async def put_content(self, code: Code, *, main: str | None = None) -> models.ScriptDetails:
        """Replace the code of the script, and nothing else: bindings, secrets, tags and settings stay.

        `code` and `main` are as in `deploy()`. Raises ScriptNotFound, NamespaceNotFound, Invalid if Cloudflare does not
        accept it (the version before then still serves), and NotSent for code that cannot be uploaded.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/content/methods/update
        """
        return await self._run(deploy_flows.replace_code(self._path, code, main))

    async def snapshot(self) -> Snapshot:
        """What the script is now: its code, settings, bindings, tags and Durable Object migration tag.

        It can be saved to a folder, compared with another one, and restored. It takes four requests, which are not one
        moment: if the script was changed meanwhile it is read once more.

        Raises ScriptNotFound, NamespaceNotFound, Conflict if it was changed that time too, and BadAnswer for a script
        of static assets alone, of which Cloudflare gives out nothing.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/
        """
        return await self._run(snapshot_flows.take(self._path))

    async def restore(self, snapshot: Snapshot, *, missing_secrets: Literal["refuse", "skip"] = "refuse") -> Restored:
        """Bring a snapshot back, in one upload, also where the script was deleted since.

        Bindings and settings that came since go. What nobody can read stays as it is: secrets, bindings of unknown
        types, and static assets. What is returned says what was restored, what was kept, and what was not restored;
        settings that the upload could only leave out are read once more to know.

        Raises NotSent, before anything is changed, if the script lacks a secret of the snapshot, unless
        `missing_secrets="skip"`; if its Durable Object classes are others now; if a secret would be overwritten; and if
        the snapshot names resources of another namespace or account, which `Snapshot.retarget()` replaces. Raises
        NamespaceNotFound, and Invalid if Cloudflare does not accept it (the version before then still serves).
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/methods/update
        """
        return await self._run(snapshot_flows.restore(self._path, snapshot, missing_secrets))
