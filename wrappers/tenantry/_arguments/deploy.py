"""The arguments of `deploy()`, and the upload made of them: metadata first, then a part for each module."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from attrs import evolve, field, frozen

from tenantry._arguments.convert import (
    JSON,
    as_binding,
    as_day,
    as_list,
    as_mapping,
    as_secret,
    as_str_list,
    as_tags,
    as_variable,
    reading_arguments,
    unique_names,
)
from tenantry._arguments.keep import KEEP, PARTS, RESOURCES, SECRETS, VARS, Keep
from tenantry._assets.options import Assets
from tenantry._code.bundle import Bundle, Code
from tenantry._code.upload_parts import blobs, parts
from tenantry.errors import NotSent
from tenantry_api import models
from tenantry_api.types import UNSET, Unset

T = TypeVar("T")

# What an upload says of a script beside its code and its bindings, and what is read of the running version.
_SETTINGS = ("tags", "observability", "limits", "logpush", "tail_consumers", "usage_model", "cache_options")


@frozen(kw_only=True)
class DeployArguments:
    """The arguments of one deploy, as they were given."""

    code: Code = field(repr=False)
    main: str | None
    compatibility_date: str | date
    compatibility_flags: Sequence[str]
    bindings: Keep | Iterable[models.Binding] | None = field(repr=False)
    vars: Keep | Mapping[str, JSON] | None = field(repr=False)
    secrets: Mapping[str, str] | None = field(repr=False)
    assets: Keep | Assets | None
    tags: Sequence[str] | None
    observability: models.Observability | None
    limits: models.Limits | None
    logpush: bool | None
    placement: models.Placement | None
    tail_consumers: Sequence[models.TailConsumer] | None
    migrations: models.Migrations | None
    keep_settings: bool

    @reading_arguments
    def read(self) -> Upload:
        """The upload, with the code from wherever it is; raises NotSent for what cannot be sent."""
        if not isinstance(self.assets, Assets | None) and self.assets is not KEEP:
            raise NotSent(f"assets= is tenantry.Assets(directory), KEEP or None, not {type(self.assets).__name__}.")
        bundle = Bundle.of(self.code, main=self.main)
        return Upload(bundle, self._metadata(bundle), self.assets, self.bindings is KEEP)

    def _metadata(self, bundle: Bundle) -> models.ScriptMetadata:
        return models.ScriptMetadata(
            main_module=UNSET if bundle.is_service_worker else bundle.main,
            body_part=bundle.main if bundle.is_service_worker else UNSET,
            bindings=unique_names([*self._bindings(), *blobs(bundle)]),
            keep_bindings=[*self._kept_types()],
            keep_assets=True if self.assets is KEEP else UNSET,
            compatibility_date=as_day(self.compatibility_date),
            compatibility_flags=as_str_list("compatibility_flags", self.compatibility_flags),
            tags=_if_given(None if self.tags is None else as_tags(self.tags)),
            observability=_if_given(self.observability),
            limits=_if_given(self.limits),
            logpush=_if_given(self.logpush),
            placement=_if_given(self.placement),
            tail_consumers=_if_given(as_list("tail_consumers", self.tail_consumers)),
            migrations=_if_given(self.migrations),
        )

    def _bindings(self) -> Iterator[models.Binding]:
        if self.vars is not KEEP:
            yield from (as_variable(name, value) for name, value in as_mapping("vars", self.vars).items())
        if self.bindings is not KEEP:
            yield from map(as_binding, as_list("bindings", self.bindings) or ())
        yield from (as_secret(name, value) for name, value in as_mapping("secrets", self.secrets).items())

    def _kept_types(self) -> Iterator[str]:
        yield from SECRETS
        if self.vars is KEEP:
            yield from VARS
        if self.bindings is KEEP:
            # A binding to assets that are removed or replaced would have nothing to serve.
            yield from (each for each in RESOURCES if each != "assets" or self.assets is not None)


@frozen
class Upload:
    """What one deploy sends, all of it ready to be sent."""

    bundle: Bundle
    metadata: models.ScriptMetadata = field(repr=False)
    """What is said beside the code, as far as it was given."""
    assets: Keep | Assets | None
    keeps_resources: bool
    """Whether the bindings of the running version stay, but for its variables and secrets."""

    @reading_arguments
    def check(self) -> None:
        """Raises NotSent where the metadata cannot be written as JSON."""
        json.dumps(self.metadata.to_dict())

    def body(
        self, running: models.Settings | None = None, stored: models.AssetsMetadata | None = None
    ) -> models.ScriptUpload:
        """The parts of the request.

        `running` are settings to send again where no others are given, `stored` are the assets that were uploaded.
        """
        body = models.ScriptUpload(metadata=self.full_metadata(running, stored))
        body.additional_properties = {**parts(self.bundle)}
        return body

    def full_metadata(
        self, running: models.Settings | None = None, stored: models.AssetsMetadata | None = None
    ) -> models.ScriptMetadata:
        """The metadata as it is sent."""
        metadata = evolve(self.metadata, assets=_if_given(stored))
        if running is not None:
            for name in _SETTINGS:
                _set_if_missing(metadata, name, getattr(running, name))
            _set_if_missing(metadata, "placement", placement_to_resend(running.placement))
            if running.bindings is not None:
                # Where they cannot be read, to inherit none by name would remove them.
                metadata.bindings = unique_names([*(metadata.bindings or ()), *self._inherited(running.bindings)])
                metadata.keep_bindings = UNSET
        return metadata

    def _inherited(self, running: Sequence[models.Binding]) -> Iterator[models.Binding]:
        """By name, the bindings of the running version that stay."""
        new = {binding.name for binding in self.metadata.bindings or ()}
        for binding in running:
            if binding.name and binding.name not in new and self._stays(str(binding.type_)):
                yield models.Inherit(name=binding.name)

    def _stays(self, kind: str) -> bool:
        """Whether bindings of this type stay; a type that is not known here counts as a resource."""
        if kind in {*VARS, *SECRETS, *RESOURCES}:
            return kind in (self.metadata.keep_bindings or ())
        return kind not in PARTS and self.keeps_resources


def content_upload(bundle: Bundle) -> models.ContentUpload:
    """The parts of a request that replaces code alone."""
    body = models.ContentUpload(
        metadata=models.ContentMetadata(
            main_module=UNSET if bundle.is_service_worker else bundle.main,
            body_part=bundle.main if bundle.is_service_worker else UNSET,
        )
    )
    body.additional_properties = {**parts(bundle)}
    return body


def without_secrets(metadata: models.ScriptMetadata) -> models.ScriptMetadata:
    """The metadata to be looked at: secrets by their names only."""
    hidden = models.SecretText | models.SecretKey
    bindings = [type(each)(name=each.name) if isinstance(each, hidden) else each for each in metadata.bindings or ()]
    return evolve(metadata, bindings=bindings)


def placement_to_resend(placement: models.PlacementInfo | None) -> models.OtherPlacement | None:
    """A placement as it was answered, to be sent: without what Cloudflare found out about it, if more is left."""
    answered = {} if placement is None else placement.to_dict()
    wanted = {field: value for field, value in answered.items() if field not in {"status", "last_analyzed_at"}}
    return models.OtherPlacement.from_dict(wanted) if wanted else None


def _if_given(value: T | None) -> T | Unset:
    """None is a setting that is not mentioned."""
    return UNSET if value is None else value


def _set_if_missing(metadata: models.ScriptMetadata, name: str, value: object) -> None:
    if value is not None and getattr(metadata, name) is UNSET:
        setattr(metadata, name, value)
