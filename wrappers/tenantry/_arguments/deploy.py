"""What a deploy sends: the arguments of `deploy()`, and the metadata made from them and from the bundle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from attrs import evolve, field, frozen

from tenantry._arguments import convert as given
from tenantry._arguments.keep import KEEP, PARTS, RESOURCES, SECRETS, VARS, Keep
from tenantry._assets.options import Assets
from tenantry._code.bundle import Bundle, Code
from tenantry._code.upload_parts import blobs, parts
from tenantry.errors import NotSent
from tenantry_api import models
from tenantry_api.types import UNSET, Unset

T = TypeVar("T")


@frozen(kw_only=True)
class DeployArguments:
    """The arguments of one deploy."""

    code: Code = field(repr=False)
    main: str | None
    compatibility_date: str | date
    compatibility_flags: Sequence[str]
    bindings: Keep | Iterable[models.Binding] | None = field(repr=False)
    vars: Keep | Mapping[str, given.JSON] | None = field(repr=False)
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

    def bundle(self) -> Bundle:
        """The code, read from wherever it is."""
        return Bundle.of(self.code, main=self.main)

    def settled(self) -> DeployArguments:
        """The same, with lists in place of what may be gone once it was looked at."""
        if not isinstance(self.assets, Assets | None) and self.assets is not KEEP:
            raise NotSent(f"assets= is tenantry.Assets(directory), KEEP or None, not {type(self.assets).__name__}.")
        return evolve(
            self,
            compatibility_flags=given.texts("compatibility_flags", self.compatibility_flags),
            bindings=KEEP if self.bindings is KEEP else given.as_list("bindings", self.bindings),
            tags=None if self.tags is None else given.texts("tags", self.tags),
            tail_consumers=given.as_list("tail_consumers", self.tail_consumers),
        )

    def body(
        self,
        bundle: Bundle,
        running: models.Settings | None = None,
        assets: models.AssetsMetadata | None = None,
    ) -> models.ScriptUpload:
        """The parts of the request: metadata first, then one for each module.

        `running` are the settings to send again where no others are given.
        """
        body = models.ScriptUpload(metadata=self._metadata(bundle, running, assets))
        body.additional_properties = {**parts(bundle)}
        return body

    def _metadata(
        self, bundle: Bundle, running: models.Settings | None, assets: models.AssetsMetadata | None
    ) -> models.ScriptMetadata:
        old = running or models.Settings()
        new = [*self._new_bindings(), *blobs(bundle)]
        return models.ScriptMetadata(
            main_module=UNSET if bundle.is_service_worker else bundle.main,
            body_part=bundle.main if bundle.is_service_worker else UNSET,
            bindings=given.unique_names([*new, *self._inherited(old, new)]),
            # Where the running version's bindings cannot be read, to inherit none by name would remove them.
            keep_bindings=[*self._kept_types()] if old.bindings is None else UNSET,
            assets=_first(assets, None),
            keep_assets=True if self.assets is KEEP else UNSET,
            compatibility_date=given.day(self.compatibility_date),
            compatibility_flags=given.texts("compatibility_flags", self.compatibility_flags),
            tags=_first(None if self.tags is None else given.tag_list(self.tags), old.tags),
            observability=_first(self.observability, old.observability),
            limits=_first(self.limits, old.limits),
            logpush=_first(self.logpush, old.logpush),
            placement=_first(self.placement, _again(old.placement)),
            tail_consumers=_first(given.as_list("tail_consumers", self.tail_consumers), old.tail_consumers),
            usage_model=_first(None, old.usage_model),
            cache_options=_first(None, old.cache_options),
            migrations=_first(self.migrations, None),
        )

    def _new_bindings(self) -> Iterator[models.Binding]:
        if self.vars is not KEEP:
            yield from (given.variable(name, value) for name, value in given.named("vars", self.vars).items())
        if self.bindings is not KEEP:
            yield from (given.binding(binding) for binding in given.as_list("bindings", self.bindings) or ())
        yield from (given.secret(name, value) for name, value in given.named("secrets", self.secrets).items())

    def _kept_types(self) -> Iterator[str]:
        """Secrets stay always: they go only by name."""
        yield from SECRETS
        if self.vars is KEEP:
            yield from VARS
        if self.bindings is KEEP:
            yield from (kind for kind in RESOURCES if kind != "assets" or self.assets is not None)

    def _inherited(self, running: models.Settings, new: Sequence[models.Binding]) -> Iterator[models.Binding]:
        """By name, the bindings of the running version that stay."""
        names = {binding.name for binding in new}
        for binding in running.bindings or ():
            if binding.name and binding.name not in names and self._stays(str(binding.type_)):
                yield models.Inherit(name=binding.name)

    def _stays(self, kind: str) -> bool:
        """Whether bindings of this type are kept; one that nobody here knows is a resource as any other."""
        if kind in {*VARS, *SECRETS, *RESOURCES}:
            return kind in set(self._kept_types())
        return kind not in PARTS and self.bindings is KEEP


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


def shown(metadata: models.ScriptMetadata) -> models.ScriptMetadata:
    """The metadata, to be looked at: secrets by their names only."""
    bindings = metadata.bindings or []
    metadata.bindings = [
        type(binding)(name=binding.name) if isinstance(binding, models.SecretText | models.SecretKey) else binding
        for binding in bindings
    ]
    return metadata


def _first(stated: T | None, running: T | None) -> T | Unset:
    """The setting that is given; else that of the running version; else none, for Cloudflare to decide."""
    return stated if stated is not None else running if running is not None else UNSET


def _again(placement: models.PlacementInfo | None) -> models.OtherPlacement | None:
    """A placement as it was answered, to be sent: without what Cloudflare found out about it, if more is left."""
    answered = {} if placement is None else placement.to_dict()
    wanted = {field: value for field, value in answered.items() if field not in {"status", "last_analyzed_at"}}
    return models.OtherPlacement.from_dict(wanted) if wanted else None
