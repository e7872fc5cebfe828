# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import display, models, wire
from ..models.usage_model import UsageModel

if TYPE_CHECKING:
    from ..models.cache_options import CacheOptions
    from ..models.exports import Exports
    from ..models.exports_reconciliation import ExportsReconciliation
    from ..models.limits import Limits
    from ..models.multi_step_migrations import MultiStepMigrations
    from ..models.observability import Observability
    from ..models.placement_info import PlacementInfo
    from ..models.single_step_migrations import SingleStepMigrations
    from ..models.tail_consumer import TailConsumer
    from .other_binding import Binding


@_attrs_define(repr=False)
class Settings(display.Model):
    """The settings of a user Worker."""

    bindings: list[Binding] | None = None
    """The bindings; secrets come without their values."""

    compatibility_date: str | None = None
    """The runtime's behaviour it was written for, as a day."""

    compatibility_flags: list[str] | None = None
    """Features switched on or off beside that day."""

    tags: list[str] | None = None
    """The tags."""

    limits: Limits | None = None
    """What one request may use."""

    logpush: bool | None = None
    """Whether Logpush is on."""

    migrations: MultiStepMigrations | None | SingleStepMigrations = None

    exports: Exports | None = None
    """Exports of a Worker by their names."""

    exports_reconciliation: ExportsReconciliation | None = None
    """What an upload changed in the Durable Object exports; not described here."""

    observability: Observability | None = None
    """Logs and traces."""

    placement: PlacementInfo | None = None
    """Where a Worker runs; every field of every kind of placement."""

    tail_consumers: list[TailConsumer] | None = None
    """Workers that receive its logs."""

    usage_model: UsageModel | None = None
    """How invocations are billed; today only `standard` is accepted."""

    cache_options: CacheOptions | None = None
    """How answers are cached."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        if self.bindings is not None:
            _fields["bindings"] = wire.encode(self.bindings)
        if self.compatibility_date is not None:
            _fields["compatibility_date"] = wire.encode(self.compatibility_date)
        if self.compatibility_flags is not None:
            _fields["compatibility_flags"] = wire.encode(self.compatibility_flags)
        if self.tags is not None:
            _fields["tags"] = wire.encode(self.tags)
        if self.limits is not None:
            _fields["limits"] = wire.encode(self.limits)
        if self.logpush is not None:
            _fields["logpush"] = wire.encode(self.logpush)
        if self.migrations is not None:
            _fields["migrations"] = wire.encode(self.migrations)
        if self.exports is not None:
            _fields["exports"] = wire.encode(self.exports)
        if self.exports_reconciliation is not None:
            _fields["exports_reconciliation"] = wire.encode(self.exports_reconciliation)
        if self.observability is not None:
            _fields["observability"] = wire.encode(self.observability)
        if self.placement is not None:
            _fields["placement"] = wire.encode(self.placement)
        if self.tail_consumers is not None:
            _fields["tail_consumers"] = wire.encode(self.tail_consumers)
        if self.usage_model is not None:
            _fields["usage_model"] = wire.encode(self.usage_model)
        if self.cache_options is not None:
            _fields["cache_options"] = wire.encode(self.cache_options)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            bindings=wire.tolerant(_fields, "bindings", wire.list_of(models.decode_binding)),
            compatibility_date=_fields.pop("compatibility_date", None),
            compatibility_flags=wire.tolerant(_fields, "compatibility_flags", wire.array),
            tags=wire.tolerant(_fields, "tags", wire.array),
            limits=wire.tolerant(_fields, "limits", models.Limits.from_dict),
            logpush=_fields.pop("logpush", None),
            migrations=wire.tolerant(_fields, "migrations", _decode_migrations),
            exports=wire.tolerant(_fields, "exports", models.Exports.from_dict),
            exports_reconciliation=wire.tolerant(
                _fields, "exports_reconciliation", models.ExportsReconciliation.from_dict
            ),
            observability=wire.tolerant(_fields, "observability", models.Observability.from_dict),
            placement=wire.tolerant(_fields, "placement", models.PlacementInfo.from_dict),
            tail_consumers=wire.tolerant(_fields, "tail_consumers", wire.list_of(models.TailConsumer.from_dict)),
            usage_model=wire.tolerant(_fields, "usage_model", models.UsageModel),
            cache_options=wire.tolerant(_fields, "cache_options", models.CacheOptions.from_dict),
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
