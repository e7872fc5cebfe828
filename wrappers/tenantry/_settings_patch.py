"""What `patch_settings()` sends: only the settings that are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from attrs import fields, frozen

from tenantry._keep import KEEP, Keep
from tenantry._upload import Migrations, Placement, tag_list, texts
from tenantry_api import models
from tenantry_api.types import UNSET, Unset

if TYPE_CHECKING:
    from tenantry.bindings import Binding

T = TypeVar("T")


@frozen(kw_only=True)
class SettingsPatch:
    """The arguments of `patch_settings()`; KEEP leaves a setting as it is, None empties it."""

    bindings: Keep | Iterable[Binding]
    cache_options: Keep | models.CacheOptions
    compatibility_date: Keep | str | date
    compatibility_flags: Keep | Sequence[str]
    limits: Keep | models.Limits
    logpush: Keep | bool
    migrations: Keep | Migrations
    observability: Keep | models.Observability
    placement: Keep | Placement
    tags: Keep | Sequence[str] | None
    tail_consumers: Keep | Sequence[models.TailConsumer] | None
    usage_model: Keep | models.UsageModel

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, name.name) is KEEP for name in fields(SettingsPatch))

    def body(self) -> models.SettingsUpload:
        """The one part of the request."""
        flags, tags = self.compatibility_flags, self.tags
        return models.SettingsUpload(
            settings=models.SettingsPatch(
                bindings=UNSET if self.bindings is KEEP else [*self.bindings],
                cache_options=_given(self.cache_options),
                compatibility_date=UNSET if self.compatibility_date is KEEP else str(self.compatibility_date),
                compatibility_flags=UNSET if flags is KEEP else texts("compatibility_flags", flags),
                limits=_given(self.limits),
                logpush=_given(self.logpush),
                migrations=_given(self.migrations),
                observability=_given(self.observability),
                placement=_given(self.placement),
                tags=_given(tags) if tags is KEEP or tags is None else tag_list(tags),
                tail_consumers=UNSET
                if self.tail_consumers is KEEP
                else [*self.tail_consumers]
                if self.tail_consumers is not None
                else None,
                usage_model=_given(self.usage_model),
            )
        )


def _given(value: Keep | T) -> T | Unset:
    return UNSET if value is KEEP else value
