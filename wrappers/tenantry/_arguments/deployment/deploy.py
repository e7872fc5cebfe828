"""The arguments of `deploy()` and `patch_settings()`, and what is sent for them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from attrs import evolve, field, frozen

from tenantry._arguments import convert
from tenantry._arguments.deployment.migrations import History, Migrations, as_migrations, pending
from tenantry._arguments.deployment.models import as_binding, as_setting, without_part
from tenantry._arguments.deployment.running import SETTINGS, Running
from tenantry._arguments.keep import KEEP, RESOURCES, SECRETS, UNVERIFIED, VARS, Keep
from tenantry._assets.options import Assets
from tenantry._code.bundle import NO_CODE, Bundle, Code, blobs, main_part, parts
from tenantry.errors import NotSent
from tenantry_api import models
from tenantry_api.types import UNSET, File
from tenantry_api.unions import AnyBinding

_CONVERTED: dict[str, Callable[[Any], object]] = {
    "compatibility_date": convert.as_day,
    "compatibility_flags": partial(convert.as_str_list, "compatibility_flags"),
    "tags": convert.as_tags,
    # Any iterable of them, as with the others.
    "tail_consumers": lambda given: as_setting("tail_consumers", convert.as_list("tail_consumers", given)),
}


def given_settings(settings: Mapping[str, object]) -> dict[str, Any]:
    """The settings that are not kept, by their names, as they are sent."""
    # Any: each has a type of its own, which its converter gives it.
    return {
        name: _CONVERTED[name](value) if name in _CONVERTED else as_setting(name, value)
        for name, value in settings.items()
        if value is not KEEP
    }


def as_bindings(given: Iterable[AnyBinding | Mapping[str, object]]) -> list[models.Binding]:
    """The bindings as a list; anything else among them is refused."""
    return [*map(as_binding, convert.as_list("bindings", given))]


@frozen(kw_only=True)
class DeployArguments:
    """The arguments of one deploy, as they were given."""

    code: Code | None = field(repr=False)
    main: str | None
    bindings: Keep | Iterable[AnyBinding | Mapping[str, object]] = field(repr=False)
    vars: Keep | Mapping[str, convert.JSON] = field(repr=False)
    secrets: Keep | Mapping[str, str] = field(repr=False)
    assets: Keep | Assets | None
    migrations: Migrations | None
    settings: Mapping[str, object]
    """All others that `running.SETTINGS` names, or KEEP for each."""
    keep_settings: bool
    create: bool

    @convert.reading_arguments
    def read(self) -> Upload:
        """The upload, with the code from wherever it is; raises NotSent for what cannot be sent."""
        convert.valid_flag("create", self.create)
        if not isinstance(self.assets, Assets | None) and self.assets is not KEEP:
            raise NotSent(f"assets= is tenantry.Assets(directory), KEEP or None, not {type(self.assets).__name__}.")
        if not convert.valid_flag("keep_settings", self.keep_settings) and self.settings["compatibility_date"] is KEEP:
            raise NotSent("With keep_settings=False a compatibility_date is needed, such as '2026-01-31'.")
        if self.code is None and (self.main is not None or not isinstance(self.assets, Assets)):
            raise NotSent("Without code a script is its static assets: deploy(None, assets=tenantry.Assets(folder)).")
        bundle = NO_CODE if self.code is None else Bundle.of(self.code, main=self.main)
        return Upload(
            bundle,
            parts(bundle),
            self._metadata(bundle),
            self.assets,
            migrations=None if self.migrations is None else as_migrations(self.migrations),
            kept=tuple(self._kept_types()),
            keeps_bindings=self.bindings is KEEP,
            keeps_settings=self.keep_settings,
            creates=self.create,
        )

    def _metadata(self, bundle: Bundle) -> models.ScriptMetadata:
        return models.ScriptMetadata(
            **main_part(bundle),
            bindings=convert.unique_names([*self._bindings(bundle)]),
            keep_assets=True if self.assets is KEEP else UNSET,
            **given_settings(self.settings),
        )

    def _bindings(self, bundle: Bundle) -> Iterator[models.Binding]:
        if self.vars is not KEEP:
            for name, value in convert.as_mapping("vars", self.vars).items():
                yield convert.as_variable(name, value)
        code = {blob.name: blob for blob in blobs(bundle)}
        for binding in () if self.bindings is KEEP else as_bindings(self.bindings):
            # One that was read, to a part of an upload: that of this upload takes its place.
            if binding.name not in code or binding.type_ != code[binding.name].type_:
                yield binding if getattr(binding, "part", None) in parts(bundle) else without_part(binding)
        if self.secrets is not KEEP:
            for name, text in convert.as_mapping("secrets", self.secrets).items():
                yield convert.as_secret(name, text)
        yield from code.values()

    def _kept_types(self) -> Iterator[str]:
        yield from SECRETS
        if self.vars is KEEP:
            yield from VARS
        if self.bindings is KEEP:
            # A binding to assets that are removed would have nothing to serve.
            yield from (each for each in RESOURCES if each != "assets" or self.assets is not None)


@frozen
class Upload:
    """What one deploy sends, but for what it takes over from the version that runs."""

    bundle: Bundle
    parts: Mapping[str, File] = field(repr=False)
    """Of each module."""
    given: models.ScriptMetadata = field(repr=False)
    """What goes up beside the code, as far as it was given."""
    assets: Keep | Assets | None
    migrations: models.Migrations | History | None
    kept: tuple[str, ...]
    """Types of the bindings that stay."""
    keeps_bindings: bool
    keeps_settings: bool
    creates: bool

    @property
    def read_first(self) -> tuple[str, ...]:
        """The settings that are read from the version that runs, and sent again."""
        return tuple(name for name in SETTINGS if self.keeps_settings and getattr(self.given, name) is UNSET)

    @convert.reading_arguments
    def over(self, running: Running | None) -> models.ScriptMetadata:
        """The metadata, over the version that runs; over nothing, if none runs or it was not read."""
        new = {binding.name for binding in self.given.bindings or ()}
        unknown = running.unknown() if running and self.keeps_bindings else ()
        migrations = (
            None if self.migrations is None else pending(self.migrations, running.migration_tag if running else None)
        )
        # Beside assets alone wrangler says nothing of bindings: only those that are there make us do so.
        unsure = UNVERIFIED if self.bundle.main or not self.keeps_settings else self.kept
        kept = [kind for kind in self.kept if kind not in unsure or (running and running.has(kind))]
        bindings = [*(self.given.bindings or ()), *(each for each in unknown if each.name not in new)]
        metadata = evolve(
            self.given,
            bindings=bindings if self.bundle.main or bindings else UNSET,
            keep_bindings=kept if self.bundle.main or kept else UNSET,
            migrations=UNSET if migrations is None else migrations,
        )
        for name, value in running.to_resend().items() if running and self.keeps_settings else ():
            # Migrations say it all, and Cloudflare takes one of the two.
            if name in self.read_first and not (name == "exports" and self.migrations is not None):
                # As JSON: what was read may be of a form that this version of tenantry does not know.
                metadata[name] = value
        # What JSON cannot say is refused here, before assets go up.
        json.dumps(metadata.to_dict())
        return metadata


@convert.reading_arguments
def settings_patch(
    bindings: Keep | Iterable[AnyBinding | Mapping[str, object]], settings: Mapping[str, object]
) -> models.SettingsPatch:
    """The settings to send; KEEP leaves one as it is."""
    patch = models.SettingsPatch(**given_settings(settings))
    if bindings is not KEEP:
        patch.bindings = convert.unique_names([*map(without_part, as_bindings(bindings))])
    return patch


def content_upload(bundle: Bundle) -> models.ContentUpload:
    """The parts of a request that replaces code alone."""
    upload = models.ContentUpload(metadata=models.ContentMetadata(**main_part(bundle)))
    upload.additional_properties = {**parts(bundle)}
    return upload


def without_secrets(metadata: models.ScriptMetadata) -> models.ScriptMetadata:
    """A copy of the metadata in which secrets have names and no values."""
    bindings = [
        type(binding)(name=binding.name) if isinstance(binding, models.SecretText | models.SecretKey) else binding
        for binding in metadata.bindings or ()
    ]
    return evolve(metadata, bindings=bindings)
