"""A handle for a script."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeVar, overload

from tenantry import bindings, models
from tenantry._arguments.convert import JSON
from tenantry._arguments.deploy import DeployArguments
from tenantry._arguments.keep import KEEP, Keep
from tenantry._arguments.settings_patch import settings_patch
from tenantry._assets.options import Assets
from tenantry._code.bundle import Bundle, Code
from tenantry._code.destinations import Saved
from tenantry._flow import Flow
from tenantry._flows import assets as asset_flows
from tenantry._flows import deploy as deploy_flows
from tenantry._flows import download as download_flows
from tenantry._flows import namespaces, scripts, secrets, settings
from tenantry._flows import tags as tag_flows
from tenantry._flows.deploy import DryRun
from tenantry._responses.script_info import ScriptInfo

if TYPE_CHECKING:
    from tenantry._sync.namespace import Namespace

T = TypeVar("T")


class Script:
    """A handle for a script in a dispatch namespace, whether it exists or not."""

    def __init__(self, namespace: Namespace, name: str) -> None:
        self.namespace = namespace
        self.name = name
        self._path = (namespace.client.account_id, namespace.name, name)

    def _run(self, flow: Flow[T]) -> T:
        return self.namespace.client._run(namespaces.suggesting(*self._path[:2], flow))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} in {self.namespace.name!r}>"

    @overload
    def deploy(
        self,
        code: Code,
        *,
        compatibility_date: str | date,
        compatibility_flags: Sequence[str] = (),
        main: str | None = None,
        bindings: Keep | Iterable[bindings.Binding] | None = KEEP,
        vars: Keep | Mapping[str, JSON] | None = KEEP,
        secrets: Mapping[str, str] | None = None,
        assets: Keep | Assets | None = KEEP,
        tags: Sequence[str] | None = None,
        observability: models.Observability | None = None,
        limits: models.Limits | None = None,
        logpush: bool | None = None,
        placement: models.Placement | None = None,
        tail_consumers: Sequence[models.TailConsumer] | None = None,
        migrations: models.Migrations | None = None,
        keep_settings: bool = False,
        dry_run: Literal[False] = False,
    ) -> models.Deployed: ...

    @overload
    def deploy(
        self,
        code: Code,
        *,
        compatibility_date: str | date,
        compatibility_flags: Sequence[str] = (),
        main: str | None = None,
        bindings: Keep | Iterable[bindings.Binding] | None = KEEP,
        vars: Keep | Mapping[str, JSON] | None = KEEP,
        secrets: Mapping[str, str] | None = None,
        assets: Keep | Assets | None = KEEP,
        tags: Sequence[str] | None = None,
        observability: models.Observability | None = None,
        limits: models.Limits | None = None,
        logpush: bool | None = None,
        placement: models.Placement | None = None,
        tail_consumers: Sequence[models.TailConsumer] | None = None,
        migrations: models.Migrations | None = None,
        keep_settings: bool = False,
        dry_run: Literal[True],
    ) -> DryRun: ...

    def deploy(
        self,
        code: Code,
        *,
        compatibility_date: str | date,
        compatibility_flags: Sequence[str] = (),
        main: str | None = None,
        bindings: Keep | Iterable[bindings.Binding] | None = KEEP,
        vars: Keep | Mapping[str, JSON] | None = KEEP,
        secrets: Mapping[str, str] | None = None,
        assets: Keep | Assets | None = KEEP,
        tags: Sequence[str] | None = None,
        observability: models.Observability | None = None,
        limits: models.Limits | None = None,
        logpush: bool | None = None,
        placement: models.Placement | None = None,
        tail_consumers: Sequence[models.TailConsumer] | None = None,
        migrations: models.Migrations | None = None,
        keep_settings: bool = False,
        dry_run: bool = False,
    ) -> models.Deployed | DryRun:
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
        which files of a folder are not modules.

        Raises NotSent for code without a main module, a path that does not exist, or assets that Cloudflare would not
        take or that change meanwhile; NamespaceNotFound;
        Invalid if Cloudflare does not accept it (the version before then still serves), and ScriptTooLarge.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/methods/update
        """
        upload = DeployArguments(
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
        del secrets, bindings  # error reporters show the variables of each frame
        if dry_run:
            return self._run(deploy_flows.dry_run(self.name, upload))
        return self._run(deploy_flows.deploy(self._path, upload))

    def create_assets_session(self, manifest: Mapping[str, models.AssetsManifestEntry]) -> models.AssetsSession:
        """Open a session to upload static assets: the first step of three, all of which `deploy(assets=…)` does.

        `manifest` are the files by their paths, each beginning with a slash. The answer says which hashes Cloudflare
        does not have, in buckets of one request each, and holds the token to upload them with. Without buckets that
        token is the one for `assets.jwt` of the script's upload. Raises NamespaceNotFound.
        https://developers.cloudflare.com/workers/static-assets/direct-upload/
        """
        return self._run(asset_flows.open_session(self._path, manifest))

    def upload_assets(
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
        return self._run(flow)

    def get(self) -> ScriptInfo:
        """What Cloudflare says of the script, without its code.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/methods/get
        """
        return self._run(scripts.get(*self._path))

    @overload
    def get_content(self, *, to: None = None) -> Bundle: ...

    @overload
    def get_content(self, *, to: str | os.PathLike[str]) -> Saved: ...

    def get_content(self, *, to: str | os.PathLike[str] | None = None) -> Bundle | Saved:
        """The code of the script, byte for byte as it was uploaded: in memory, or written into the folder `to`.

        The folder must be new, or empty, and is there only once all modules are; what comes in is written as it comes,
        so that memory does not grow with it. A script in service-worker syntax comes without its name, and is called
        `index.js`.

        Raises ScriptNotFound, NamespaceNotFound, NotSent for a folder that cannot be used, BadAnswer where a module's
        path leads out of it, and Error where it cannot be written to its end.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/content/methods/get
        """
        return self._run(download_flows.download(*self._path, to))

    def put_content(self, code: Code, *, main: str | None = None) -> models.ScriptDetails:
        """Replace the code of the script, and nothing else: bindings, secrets, tags and settings stay.

        `code` and `main` are as in `deploy()`. Raises ScriptNotFound, NamespaceNotFound, Invalid if Cloudflare does not
        accept it (the version before then still serves), and NotSent for code that cannot be uploaded.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/content/methods/update
        """
        return self._run(deploy_flows.replace_code(self._path, code, main))

    def get_settings(self) -> models.Settings:
        """What surrounds the code: bindings, tags, limits, observability, and so on. Secrets come without values.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/settings/methods/get
        """
        return self._run(settings.get(*self._path))

    def patch_settings(
        self,
        *,
        bindings: Keep | Iterable[bindings.Binding] = KEEP,
        cache_options: Keep | models.CacheOptions = KEEP,
        compatibility_date: Keep | str | date = KEEP,
        compatibility_flags: Keep | Sequence[str] = KEEP,
        limits: Keep | models.Limits = KEEP,
        logpush: Keep | bool = KEEP,
        migrations: Keep | models.Migrations = KEEP,
        observability: Keep | models.Observability = KEEP,
        placement: Keep | models.Placement = KEEP,
        tags: Keep | Sequence[str] | None = KEEP,
        tail_consumers: Keep | Sequence[models.TailConsumer] | None = KEEP,
        usage_model: Keep | models.UsageModel = KEEP,
    ) -> models.Settings:
        """Change settings without uploading code; what is left out stays. What is returned is what holds now.

        `bindings` replaces **all** bindings, secrets included: name those that shall stay as `bindings.Inherit`.
        None removes all tags, or all tail consumers.

        Raises ScriptNotFound, NamespaceNotFound, Invalid, and NotSent if nothing is given.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/settings/methods/edit
        """
        patch = settings_patch(
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
        return self._run(settings.change(*self._path, patch))

    def get_bindings(self) -> list[bindings.Binding]:
        """What the script finds in `env`. Secrets come without values, unknown types as `bindings.OtherBinding`.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/bindings/methods/get
        """
        return self._run(settings.bindings(*self._path))

    def list_secrets(self) -> list[models.Secret]:
        """The secrets of the script: their names and types.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/list
        """
        return self._run(secrets.list_all(*self._path))

    def get_secret(self, name: str) -> models.Secret:
        """The name and type of a secret; no one gets its value.

        Raises SecretNotFound, ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/get
        """
        return self._run(secrets.get(*self._path, name))

    def put_secret(self, name: str, value: str | bindings.SecretKey) -> None:
        """Add a secret, or replace its value, in a new version of the script.

        `value` is a text, or a `bindings.SecretKey` of the same name. Raises ScriptNotFound, NamespaceNotFound, and
        NotSent for None: a variable that is not set must not wipe a key.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/update
        """
        flow = secrets.put(*self._path, name, value)
        del value  # error reporters show the variables of each frame
        self._run(flow)

    def put_secrets(self, values: Mapping[str, str | bindings.SecretKey]) -> None:
        """Add or replace many secrets; those that are not named stay.

        25 go in one request, which Cloudflare does as a whole or not at all. Raises as `put_secret()`, for any of them
        before the first is sent.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/bulk_update
        """
        flow = secrets.put_many(*self._path, values)
        del values  # error reporters show the variables of each frame
        self._run(flow)

    def delete_secret(self, name: str, *, missing_ok: bool = True) -> bool:
        """Delete a secret; there is no undo. Whether it was there is returned.

        Raises ScriptNotFound, NamespaceNotFound, and SecretNotFound unless `missing_ok`.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/delete
        """
        return self._run(secrets.delete(*self._path, name, missing_ok))

    def delete_secrets(self, names: Iterable[str]) -> None:
        """Delete many secrets, 25 in one request; there is no undo.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/bulk_update
        """
        self._run(secrets.delete_many(*self._path, names))

    def get_tags(self) -> list[str]:
        """The tags of the script.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/tags/methods/list
        """
        return self._run(tag_flows.get(*self._path))

    def set_tags(self, tags: Sequence[str]) -> list[str]:
        """Replace all tags of the script; `[]` removes them. What is returned are the tags it has now.

        Raises ScriptNotFound, NamespaceNotFound, and Invalid for tags that Cloudflare does not accept, such as more
        than 8, or with `,` or `&`.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/tags/methods/update
        """
        return self._run(tag_flows.replace(*self._path, tags))

    def add_tag(self, tag: str) -> None:
        """Add one tag; the others stay.

        Raises ScriptNotFound, NamespaceNotFound, and Invalid for a tag that Cloudflare does not accept.
        https://hexdocs.pm/cloudflare/workers_for_platforms.html
        """
        self._run(tag_flows.add(*self._path, tag))

    def remove_tag(self, tag: str) -> None:
        """Take one tag away; the others stay.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/tags/methods/delete
        """
        self._run(tag_flows.remove(*self._path, tag))

    def delete(self, *, force: bool = False, missing_ok: bool = True) -> bool:
        """Delete the script, its secrets and its tags; there is no undo. Whether it was there is returned.

        Cloudflare refuses to delete a script that others bind to; `force=True` deletes it nevertheless, **and the data
        of its Durable Objects**. Raises NamespaceNotFound, and ScriptNotFound unless `missing_ok`.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/methods/delete
        """
        return self._run(scripts.delete(*self._path, force, missing_ok))
