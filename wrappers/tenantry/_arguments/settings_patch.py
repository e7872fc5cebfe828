"""What `patch_settings()` sends: only the settings that are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from attrs import fields, frozen

from tenantry._arguments import convert as given
from tenantry._arguments.keep import KEEP, Keep
from tenantry_api import models
from tenantry_api.types import UNSET, Unset

T = TypeVar("T")
U = TypeVar("U")


@frozen(kw_only=True)
class SettingsPatch:
    """The arguments of `patch_settings()`; KEEP leaves a setting as it is, None empties it."""

    bindings: Keep | Iterable[models.Binding]
    cache_options: Keep | models.CacheOptions
    compatibility_date: Keep | str | date
    compatibility_flags: Keep | Sequence[str]
    limits: Keep | models.Limits
    logpush: Keep | bool
    migrations: Keep | models.Migrations
    observability: Keep | models.Observability
    placement: Keep | models.Placement
    tags: Keep | Sequence[str] | None
    tail_consumers: Keep | Sequence[models.TailConsumer] | None
    usage_model: Keep | models.UsageModel

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, name.name) is KEEP for name in fields(SettingsPatch))

    def body(self) -> models.SettingsUpload:
        """The one part of the request."""
        return models.SettingsUpload(
            settings=models.SettingsPatch(
                bindings=_if_given(self.bindings, _bindings),
                cache_options=_unless_kept(self.cache_options),
                compatibility_date=UNSET if self.compatibility_date is KEEP else given.day(self.compatibility_date),
                compatibility_flags=_if_given(self.compatibility_flags, partial(given.texts, "compatibility_flags")),
                limits=_unless_kept(self.limits),
                logpush=_unless_kept(self.logpush),
                migrations=_unless_kept(self.migrations),
                observability=_unless_kept(self.observability),
                placement=_unless_kept(self.placement),
                tags=_if_given(self.tags, _tags),
                tail_consumers=_if_given(self.tail_consumers, partial(given.as_list, "tail_consumers")),
                usage_model=_unless_kept(self.usage_model),
            )
        )


def _unless_kept(value: Keep | T) -> T | Unset:
    return UNSET if value is KEEP else value


def _if_given(value: Keep | T, written: Callable[[T], U]) -> U | Unset:
    return UNSET if value is KEEP else written(value)


def _bindings(bindings: Iterable[models.Binding]) -> list[models.Binding]:
    return given.unique_names([given.binding(binding) for binding in given.as_list("bindings", bindings) or ()])


def _tags(tags: Sequence[str] | None) -> list[str] | None:
    return None if tags is None else given.tag_list(tags)
