# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import display, models, wire
from ..models.placement_mode import PlacementMode
from ..models.placement_status import PlacementStatus
from ..models.usage_model import UsageModel

if TYPE_CHECKING:
    from ..models.cache_options import CacheOptions
    from ..models.exports import Exports
    from ..models.named_handler import NamedHandler
    from ..models.observability import Observability
    from ..models.placement_info import PlacementInfo
    from ..models.tail_consumer import TailConsumer


@_attrs_define(repr=False)
class ScriptDetails(display.Model):
    """A Worker, without its code."""

    id: str | None = None
    """Its name."""

    tag: str | None = None
    """Its identifier, which no rename changes."""

    etag: str | None = None
    """Hash of its content."""

    tags: list[str] | None = None
    """Its tags."""

    created_on: datetime.datetime | None = None
    """When it was created."""

    modified_on: datetime.datetime | None = None
    """When it was last changed."""

    last_deployed_from: str | None = None
    """The client that deployed it last."""

    compatibility_date: str | None = None
    """The runtime's behaviour it was written for, as a day."""

    compatibility_flags: list[str] | None = None
    """Features switched on or off beside that day."""

    has_assets: bool | None = None
    """Whether it has static assets."""

    has_modules: bool | None = None
    """Whether it is made of modules."""

    handlers: list[str] | None = None
    """Handlers of its default export."""

    named_handlers: list[NamedHandler] | None = None
    """Its named exports."""

    migration_tag: None | str = None
    """How far its Durable Object migrations are; the tag of the last one."""

    logpush: bool | None = None
    """Whether Logpush is on."""

    observability: Observability | None = None
    """Logs and traces."""

    placement: PlacementInfo | None = None
    """Where a Worker runs; every field of every kind of placement."""

    placement_mode: PlacementMode | None = None
    """How the place is chosen."""

    placement_status: PlacementStatus | None = None
    """What Smart Placement found."""

    tail_consumers: list[TailConsumer] | None = None
    """Workers that receive its logs."""

    usage_model: UsageModel | None = None
    """How invocations are billed; today only `standard` is accepted."""

    cache_options: CacheOptions | None = None
    """How answers are cached."""

    exports: Exports | None = None
    """Exports of a Worker by their names."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        if self.id is not None:
            _fields["id"] = wire.encode(self.id)
        if self.tag is not None:
            _fields["tag"] = wire.encode(self.tag)
        if self.etag is not None:
            _fields["etag"] = wire.encode(self.etag)
        if self.tags is not None:
            _fields["tags"] = wire.encode(self.tags)
        if self.created_on is not None:
            _fields["created_on"] = wire.encode(self.created_on)
        if self.modified_on is not None:
            _fields["modified_on"] = wire.encode(self.modified_on)
        if self.last_deployed_from is not None:
            _fields["last_deployed_from"] = wire.encode(self.last_deployed_from)
        if self.compatibility_date is not None:
            _fields["compatibility_date"] = wire.encode(self.compatibility_date)
        if self.compatibility_flags is not None:
            _fields["compatibility_flags"] = wire.encode(self.compatibility_flags)
        if self.has_assets is not None:
            _fields["has_assets"] = wire.encode(self.has_assets)
        if self.has_modules is not None:
            _fields["has_modules"] = wire.encode(self.has_modules)
        if self.handlers is not None:
            _fields["handlers"] = wire.encode(self.handlers)
        if self.named_handlers is not None:
            _fields["named_handlers"] = wire.encode(self.named_handlers)
        if self.migration_tag is not None:
            _fields["migration_tag"] = wire.encode(self.migration_tag)
        if self.logpush is not None:
            _fields["logpush"] = wire.encode(self.logpush)
        if self.observability is not None:
            _fields["observability"] = wire.encode(self.observability)
        if self.placement is not None:
            _fields["placement"] = wire.encode(self.placement)
        if self.placement_mode is not None:
            _fields["placement_mode"] = wire.encode(self.placement_mode)
        if self.placement_status is not None:
            _fields["placement_status"] = wire.encode(self.placement_status)
        if self.tail_consumers is not None:
            _fields["tail_consumers"] = wire.encode(self.tail_consumers)
        if self.usage_model is not None:
            _fields["usage_model"] = wire.encode(self.usage_model)
        if self.cache_options is not None:
            _fields["cache_options"] = wire.encode(self.cache_options)
        if self.exports is not None:
            _fields["exports"] = wire.encode(self.exports)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            id=_fields.pop("id", None),
            tag=_fields.pop("tag", None),
            etag=_fields.pop("etag", None),
            tags=wire.tolerant(_fields, "tags", wire.array),
            created_on=wire.tolerant(_fields, "created_on", wire.date_time),
            modified_on=wire.tolerant(_fields, "modified_on", wire.date_time),
            last_deployed_from=_fields.pop("last_deployed_from", None),
            compatibility_date=_fields.pop("compatibility_date", None),
            compatibility_flags=wire.tolerant(_fields, "compatibility_flags", wire.array),
            has_assets=_fields.pop("has_assets", None),
            has_modules=_fields.pop("has_modules", None),
            handlers=wire.tolerant(_fields, "handlers", wire.array),
            named_handlers=wire.tolerant(_fields, "named_handlers", wire.list_of(models.NamedHandler.from_dict)),
            migration_tag=_fields.pop("migration_tag", None),
            logpush=_fields.pop("logpush", None),
            observability=wire.tolerant(_fields, "observability", models.Observability.from_dict),
            placement=wire.tolerant(_fields, "placement", models.PlacementInfo.from_dict),
            placement_mode=wire.tolerant(_fields, "placement_mode", models.PlacementMode),
            placement_status=wire.tolerant(_fields, "placement_status", models.PlacementStatus),
            tail_consumers=wire.tolerant(_fields, "tail_consumers", wire.list_of(models.TailConsumer.from_dict)),
            usage_model=wire.tolerant(_fields, "usage_model", models.UsageModel),
            cache_options=wire.tolerant(_fields, "cache_options", models.CacheOptions.from_dict),
            exports=wire.tolerant(_fields, "exports", models.Exports.from_dict),
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
