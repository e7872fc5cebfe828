# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import display, models, wire
from ..models.usage_model import UsageModel
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.cache_options import CacheOptions
    from ..models.exports import Exports
    from ..models.host_placement import HostPlacement
    from ..models.hostname_placement import HostnamePlacement
    from ..models.limits import Limits
    from ..models.multi_step_migrations import MultiStepMigrations
    from ..models.observability import Observability
    from ..models.other_placement import OtherPlacement
    from ..models.region_placement import RegionPlacement
    from ..models.single_step_migrations import SingleStepMigrations
    from ..models.smart_placement import SmartPlacement
    from ..models.tail_consumer import TailConsumer
    from ..models.targeted_host_placement import TargetedHostPlacement
    from ..models.targeted_hostname_placement import TargetedHostnamePlacement
    from ..models.targeted_placement import TargetedPlacement
    from ..models.targeted_region_placement import TargetedRegionPlacement
    from .other_binding import Binding


@_attrs_define(repr=False)
class SettingsPatch(display.Model):
    """The settings that shall change."""

    bindings: list[Binding] | Unset = UNSET
    """All bindings; what is not listed is gone."""

    compatibility_date: str | Unset = UNSET
    """The runtime's behaviour it was written for, as a day."""

    compatibility_flags: list[str] | Unset = UNSET
    """Features switched on or off beside that day."""

    tags: list[str] | None | Unset = UNSET
    """All tags."""

    limits: Limits | Unset = UNSET
    """What one request may use."""

    logpush: bool | Unset = UNSET
    """Whether Logpush is on."""

    migrations: MultiStepMigrations | SingleStepMigrations | Unset = UNSET
    """Changes to the Durable Object classes of a Worker, in one step or in several."""

    exports: Exports | Unset = UNSET
    """Exports of a Worker by their names."""

    observability: Observability | Unset = UNSET
    """Logs and traces."""

    placement: (
        HostnamePlacement
        | HostPlacement
        | OtherPlacement
        | RegionPlacement
        | SmartPlacement
        | TargetedHostnamePlacement
        | TargetedHostPlacement
        | TargetedPlacement
        | TargetedRegionPlacement
        | Unset
    ) = UNSET
    """Where a Worker shall run."""

    tail_consumers: list[TailConsumer] | None | Unset = UNSET
    """Workers that receive its logs."""

    usage_model: UsageModel | Unset = UNSET
    """How invocations are billed; today only `standard` is accepted."""

    cache_options: CacheOptions | Unset = UNSET
    """How answers are cached."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        if self.bindings is not UNSET:
            _fields["bindings"] = wire.encode(self.bindings)
        if self.compatibility_date is not UNSET:
            _fields["compatibility_date"] = wire.encode(self.compatibility_date)
        if self.compatibility_flags is not UNSET:
            _fields["compatibility_flags"] = wire.encode(self.compatibility_flags)
        if self.tags is not UNSET:
            _fields["tags"] = wire.encode(self.tags)
        if self.limits is not UNSET:
            _fields["limits"] = wire.encode(self.limits)
        if self.logpush is not UNSET:
            _fields["logpush"] = wire.encode(self.logpush)
        if self.migrations is not UNSET:
            _fields["migrations"] = wire.encode(self.migrations)
        if self.exports is not UNSET:
            _fields["exports"] = wire.encode(self.exports)
        if self.observability is not UNSET:
            _fields["observability"] = wire.encode(self.observability)
        if self.placement is not UNSET:
            _fields["placement"] = wire.encode(self.placement)
        if self.tail_consumers is not UNSET:
            _fields["tail_consumers"] = wire.encode(self.tail_consumers)
        if self.usage_model is not UNSET:
            _fields["usage_model"] = wire.encode(self.usage_model)
        if self.cache_options is not UNSET:
            _fields["cache_options"] = wire.encode(self.cache_options)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            bindings=wire.given(_fields, "bindings", wire.list_of(models.decode_binding)),
            compatibility_date=_fields.pop("compatibility_date", UNSET),
            compatibility_flags=wire.given(_fields, "compatibility_flags", wire.array),
            tags=wire.given(_fields, "tags", wire.or_none(wire.array)),
            limits=wire.given(_fields, "limits", models.Limits.from_dict),
            logpush=_fields.pop("logpush", UNSET),
            migrations=wire.given(_fields, "migrations", _decode_migrations),
            exports=wire.given(_fields, "exports", models.Exports.from_dict),
            observability=wire.given(_fields, "observability", models.Observability.from_dict),
            placement=wire.given(_fields, "placement", _decode_placement),
            tail_consumers=wire.given(
                _fields, "tail_consumers", wire.or_none(wire.list_of(models.TailConsumer.from_dict))
            ),
            usage_model=wire.given(_fields, "usage_model", models.UsageModel),
            cache_options=wire.given(_fields, "cache_options", models.CacheOptions.from_dict),
            # Last: what the lines above did not take.
            additional_properties=_fields,
        )

    @property
    def additional_keys(self) -> list[str]:
        """The names of the additional properties."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


def _decode_migrations(value: object) -> MultiStepMigrations | SingleStepMigrations:
    variants: tuple[Callable[[Any], MultiStepMigrations | SingleStepMigrations], ...] = (
        models.MultiStepMigrations.from_dict,
        models.SingleStepMigrations.from_dict,
    )
    return wire.one_of(value, *variants)


def _decode_placement(
    value: object,
) -> (
    TargetedRegionPlacement
    | TargetedHostnamePlacement
    | TargetedHostPlacement
    | TargetedPlacement
    | RegionPlacement
    | HostnamePlacement
    | HostPlacement
    | SmartPlacement
    | OtherPlacement
):
    variants: tuple[
        Callable[
            [Any],
            TargetedRegionPlacement
            | TargetedHostnamePlacement
            | TargetedHostPlacement
            | TargetedPlacement
            | RegionPlacement
            | HostnamePlacement
            | HostPlacement
            | SmartPlacement
            | OtherPlacement,
        ],
        ...,
    ] = (
        models.TargetedRegionPlacement.from_dict,
        models.TargetedHostnamePlacement.from_dict,
        models.TargetedHostPlacement.from_dict,
        models.TargetedPlacement.from_dict,
        models.RegionPlacement.from_dict,
        models.HostnamePlacement.from_dict,
        models.HostPlacement.from_dict,
        models.SmartPlacement.from_dict,
        models.OtherPlacement.from_dict,
    )
    return wire.one_of(value, *variants)
