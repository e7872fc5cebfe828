"""The arguments of `deploy()`, and the multipart upload made of them: metadata, then a part for each module."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from attrs import evolve, field, frozen

from tenantry._arguments import convert
from tenantry._arguments.keep import KEEP, NEVER, RESOURCES, SECRETS, VARS, Keep
from tenantry._assets.options import Assets
from tenantry._code.bundle import Bundle, Code, blobs, parts
from tenantry.errors import NotSent
from tenantry_api import models
from tenantry_api.types import UNSET, Unset

T = TypeVar("T")

# Settings that an upload without them may reset: they are read from the running version and sent again.
_SETTINGS = ("tags", "observability", "limits", "logpush", "tail_consumers", "usage_model", "cache_options")


@frozen(kw_only=True)
class DeployArguments:
    """The arguments of one deploy, as they were given."""

    code: Code = field(repr=False)
    main: str | None
    compatibility_date: str | date
    compatibility_flags: Sequence[str]
    bindings: Keep | Iterable[models.Binding] | None = field(repr=False)
    vars: Keep | Mapping[str, convert.JSON] | None = field(repr=False)
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

    @convert.reading_arguments
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
            bindings=convert.unique_names([*self._bindings(), *blobs(bundle)]),
            keep_bindings=[*self._kept_types()],
            keep_assets=True if self.assets is KEEP else UNSET,
            compatibility_date=convert.as_day(self.compatibility_date),
            compatibility_flags=convert.as_str_list("compatibility_flags", self.compatibility_flags),
            tags=_if_given(None if self.tags is None else convert.as_tags(self.tags)),
            observability=_if_given(self.observability),
            limits=_if_given(self.limits),
            logpush=_if_given(self.logpush),
            placement=_if_given(self.placement),
            tail_consumers=_if_given(convert.as_list("tail_consumers", self.tail_consumers)),
            migrations=_if_given(self.migrations),
        )

    def _bindings(self) -> Iterator[models.Binding]:
        if self.vars is not KEEP:
            yield from (
                convert.as_variable(name, value) for name, value in convert.as_mapping("vars", self.vars).items()
            )
        if self.bindings is not KEEP:
            yield from convert.as_bindings(self.bindings)
        yield from (
            convert.as_secret(name, value) for name, value in convert.as_mapping("secrets", self.secrets).items()
        )

    def _kept_types(self) -> Iterator[str]:
        yield from SECRETS
        if self.vars is KEEP:
            yield from VARS
        if self.bindings is KEEP:
            # A binding to assets that are removed would have nothing to serve.
            yield from (each for each in RESOURCES if each != "assets" or self.assets is not None)


@frozen
class Upload:
    """What one deploy sends, all of it ready to be sent."""

    bundle: Bundle
    metadata: models.ScriptMetadata = field(repr=False)
    """What goes up beside the code: the settings that were given."""
    assets: Keep | Assets | None
    keeps_resources: bool
    """Whether the bindings of the running version stay, but for its variables and secrets."""

    @convert.reading_arguments
    def check(self) -> None:
        """Raises NotSent where the metadata cannot be written as JSON."""
        json.dumps(self.metadata.to_dict())

    def body(
        self, running: models.Settings | None = None, stored: models.AssetsMetadata | None = None
    ) -> models.ScriptUpload:
        """The parts of the request.

        `running` are settings to send again where no others are given, `stored` are the assets that were uploaded.
        """
        metadata = evolve(self.metadata, assets=_if_given(stored))
        if running is not None:
            self._resend(running, metadata)
        body = models.ScriptUpload(metadata=metadata)
        body.additional_properties = {**parts(self.bundle)}
        return body

    def _resend(self, running: models.Settings, metadata: models.ScriptMetadata) -> None:
        current = {name: getattr(running, name) for name in _SETTINGS}
        current["placement"] = placement_to_resend(running.placement)
        for name, value in current.items():
            if value is not None and getattr(metadata, name) is UNSET:
                setattr(metadata, name, value)
        # Where the bindings cannot be read, to inherit none by name would remove them.
        if running.bindings is not None:
            metadata.bindings = convert.unique_names([*(metadata.bindings or ()), *self._inherited(running.bindings)])
            metadata.keep_bindings = UNSET

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
        return kind not in NEVER and self.keeps_resources


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
    """A copy of the metadata in which secrets have names and no values."""
    bindings = [
        type(binding)(name=binding.name) if isinstance(binding, models.SecretText | models.SecretKey) else binding
        for binding in metadata.bindings or ()
    ]
    return evolve(metadata, bindings=bindings)


def placement_to_resend(placement: models.PlacementInfo | None) -> models.OtherPlacement | None:
    """The placement of the running version, without the fields that Cloudflare adds to its answer."""
    answered = {} if placement is None else placement.to_dict()
    wanted = {field: value for field, value in answered.items() if field not in {"status", "last_analyzed_at"}}
    return models.OtherPlacement.from_dict(wanted) if wanted else None


def _if_given(value: T | None) -> T | Unset:
    """UNSET for None, which stands for a setting that is not mentioned."""
    return UNSET if value is None else value
