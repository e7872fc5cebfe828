# Made by generate.py from wrappers/tenantry/_sync/script.py. Do not edit: change that, and run `make generate`.
"""A handle for a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tenantry import bindings, models
from tenantry._arguments.keep import KEEP, Keep
from tenantry._async.script_code import AsyncScriptCode
from tenantry._flows import scripts, secrets, settings
from tenantry._public import public
from tenantry._responses.script_info import ScriptInfo
from tenantry_api.display import Rows


@public
class AsyncScript(AsyncScriptCode):
    """A handle for a script in a dispatch namespace, whether it exists or not."""

    async def get(self) -> ScriptInfo:
        """What Cloudflare says of the script, without its code.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/methods/get
        """
        return await self._run(scripts.get(*self._path))

    async def get_settings(self) -> models.Settings:
        """What surrounds the code: bindings, tags, limits, observability, and so on. Secrets come without values.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/settings/methods/get
        """
        return await self._run(settings.get(*self._path))

    async def patch_settings(
        self,
        *,
        bindings: Keep | Iterable[bindings.AnyBinding | Mapping[str, object]] = KEEP,
        cache_options: Keep | models.CacheOptions | Mapping[str, object] = KEEP,
        compatibility_date: Keep | str | date = KEEP,
        compatibility_flags: Keep | Sequence[str] = KEEP,
        exports: Keep | models.Exports | Mapping[str, models.Export | Mapping[str, object]] = KEEP,
        limits: Keep | models.Limits | Mapping[str, object] = KEEP,
        logpush: Keep | bool = KEEP,
        migrations: Keep | models.Migrations | Mapping[str, object] = KEEP,
        observability: Keep | models.Observability | Mapping[str, object] = KEEP,
        placement: Keep | models.Placement | models.PlacementInfo | Mapping[str, object] = KEEP,
        tags: Keep | Sequence[str] = KEEP,
        tail_consumers: Keep | Sequence[models.TailConsumer | Mapping[str, object]] = KEEP,
        usage_model: Keep | models.UsageModel | str = KEEP,
    ) -> models.Settings:
        """Change settings without uploading code; what is left out stays. What is returned is what holds now.

        `bindings` replaces **all** bindings, secrets included: name those that shall stay as `bindings.Inherit`, or
        give what `get_bindings()` returned, in which secrets stay as they are. `()` removes all bindings, tags or tail
        consumers; None is refused.

        Raises ScriptNotFound, NamespaceNotFound, Invalid, and NotSent if nothing is given, or something that is not a
        setting.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/settings/methods/edit
        """
        flow = settings.change(
            *self._path,
            bindings,
            {
                "cache_options": cache_options,
                "compatibility_date": compatibility_date,
                "compatibility_flags": compatibility_flags,
                "exports": exports,
                "limits": limits,
                "logpush": logpush,
                "migrations": migrations,
                "observability": observability,
                "placement": placement,
                "tags": tags,
                "tail_consumers": tail_consumers,
                "usage_model": usage_model,
            },
        )
        del bindings  # error reporters show the variables of each frame
        return await self._run(flow)

    async def get_bindings(self) -> Rows[bindings.Binding]:
        """What the script finds in `env`. Secrets come without values, unknown types as `bindings.OtherBinding`.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/bindings/methods/get
        """
        return await self._run(settings.bindings(*self._path))

    async def list_secrets(self) -> Rows[models.Secret]:
        """The secrets of the script: their names and types.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/list
        """
        return await self._run(secrets.list_all(*self._path))

    async def get_secret(self, name: str) -> models.Secret:
        """The name and type of a secret; no one gets its value.

        Raises SecretNotFound, ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/get
        """
        return await self._run(secrets.get(*self._path, name))

    async def put_secret(self, name: str, value: str | bindings.SecretKey) -> None:
        """Add a secret, or replace its value, in a new version of the script.

        `value` is a text, or a `bindings.SecretKey` of the same name. Raises ScriptNotFound, NamespaceNotFound, and
        NotSent for None: a variable that is not set must not wipe a key.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/update
        """
        flow = secrets.put(*self._path, name, value)
        del value  # error reporters show the variables of each frame
        await self._run(flow)

    async def put_secrets(self, values: Mapping[str, str | bindings.SecretKey]) -> None:
        """Add or replace many secrets; those that are not named stay.

        25 go in one request, which Cloudflare does as a whole or not at all. Raises as `put_secret()`, for any of them
        before the first is sent.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/secrets/methods/bulk_update
        """
        flow = secrets.put_many(*self._path, values)
        del values  # error reporters show the variables of each frame
        await self._run(flow)

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
        return await self._run(settings.get_tags(*self._path))

    async def set_tags(self, tags: Sequence[str]) -> list[str]:
        """Replace all tags of the script; `[]` removes them. What is returned are the tags it has now.

        Raises ScriptNotFound, NamespaceNotFound, and Invalid for tags that Cloudflare does not accept, such as more
        than 8, or with `,` or `&`.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/tags/methods/update
        """
        return await self._run(settings.set_tags(*self._path, tags))

    async def add_tag(self, tag: str) -> None:
        """Add one tag; the others stay.

        Raises ScriptNotFound, NamespaceNotFound, and Invalid for a tag that Cloudflare does not accept.
        https://hexdocs.pm/cloudflare/workers_for_platforms.html
        """
        await self._run(settings.add_tag(*self._path, tag))

    async def remove_tag(self, tag: str) -> None:
        """Take one tag away; the others stay.

        Raises ScriptNotFound and NamespaceNotFound.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/subresources/tags/methods/delete
        """
        await self._run(settings.remove_tag(*self._path, tag))

    async def delete(self, *, force: bool = False, missing_ok: bool = True) -> bool:
        """Delete the script, its secrets and its tags; there is no undo. Whether it was there is returned.

        Cloudflare refuses to delete a script that others bind to; `force=True` deletes it nevertheless, **and the data
        of its Durable Objects**. Raises NamespaceNotFound, and ScriptNotFound unless `missing_ok`.
        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/subresources/scripts/methods/delete
        """
        return await self._run(scripts.delete(*self._path, force, missing_ok))
