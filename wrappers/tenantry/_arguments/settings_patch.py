"""What `patch_settings()` sends: only the settings that are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from tenantry._arguments import convert
from tenantry._arguments.keep import KEEP, Keep
from tenantry_api import models
from tenantry_api.types import UNSET, Unset

T = TypeVar("T")
U = TypeVar("U")


@convert.reading_arguments
def settings_patch(
    *,
    bindings: Keep | Iterable[models.Binding],
    cache_options: Keep | models.CacheOptions,
    compatibility_date: Keep | str | date,
    compatibility_flags: Keep | Sequence[str],
    limits: Keep | models.Limits,
    logpush: Keep | bool,
    migrations: Keep | models.Migrations,
    observability: Keep | models.Observability,
    placement: Keep | models.Placement,
    tags: Keep | Sequence[str] | None,
    tail_consumers: Keep | Sequence[models.TailConsumer] | None,
    usage_model: Keep | models.UsageModel,
) -> models.SettingsPatch:
    """The settings to send; KEEP leaves one as it is, None empties it."""
    return models.SettingsPatch(
        bindings=_converted(bindings, lambda given: convert.unique_names(convert.as_bindings(given))),
        cache_options=_unless_kept(cache_options),
        compatibility_date=UNSET if compatibility_date is KEEP else convert.as_day(compatibility_date),
        compatibility_flags=_converted(compatibility_flags, partial(convert.as_str_list, "compatibility_flags")),
        limits=_unless_kept(limits),
        logpush=_unless_kept(logpush),
        migrations=_unless_kept(migrations),
        observability=_unless_kept(observability),
        placement=_unless_kept(placement),
        tags=_converted(tags, _tags),
        tail_consumers=_converted(tail_consumers, partial(convert.as_list, "tail_consumers")),
        usage_model=_unless_kept(usage_model),
    )


def _unless_kept(value: Keep | T) -> T | Unset:
    return UNSET if value is KEEP else value


def _converted(value: Keep | T, write: Callable[[T], U]) -> U | Unset:
    return UNSET if value is KEEP else write(value)


def _tags(tags: Sequence[str] | None) -> list[str] | None:
    return None if tags is None else convert.as_tags(tags)
