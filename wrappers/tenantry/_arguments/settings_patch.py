"""What `patch_settings()` sends: only the settings that are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from attrs import fields, frozen

from tenantry._arguments.convert import (
    as_binding,
    as_day,
    as_list,
    as_str_list,
    as_tags,
    reading_arguments,
    unique_names,
)
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

    @reading_arguments
    def body(self) -> models.SettingsUpload:
        """The one part of the request."""
        return models.SettingsUpload(
            settings=models.SettingsPatch(
                bindings=_converted(self.bindings, _bindings),
                cache_options=_unless_kept(self.cache_options),
                compatibility_date=UNSET if self.compatibility_date is KEEP else as_day(self.compatibility_date),
                compatibility_flags=_converted(self.compatibility_flags, partial(as_str_list, "compatibility_flags")),
                limits=_unless_kept(self.limits),
                logpush=_unless_kept(self.logpush),
                migrations=_unless_kept(self.migrations),
                observability=_unless_kept(self.observability),
                placement=_unless_kept(self.placement),
                tags=_converted(self.tags, _tags),
                tail_consumers=_converted(self.tail_consumers, partial(as_list, "tail_consumers")),
                usage_model=_unless_kept(self.usage_model),
            )
        )


def _unless_kept(value: Keep | T) -> T | Unset:
    return UNSET if value is KEEP else value


def _converted(value: Keep | T, convert: Callable[[T], U]) -> U | Unset:
    return UNSET if value is KEEP else convert(value)


def _bindings(bindings: Iterable[models.Binding]) -> list[models.Binding]:
    return unique_names([*map(as_binding, as_list("bindings", bindings) or ())])


def _tags(tags: Sequence[str] | None) -> list[str] | None:
    return None if tags is None else as_tags(tags)
