# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import display, wire

if TYPE_CHECKING:
    pass


@_attrs_define(repr=False)
class NamespaceInfo(display.Model):
    """A dispatch namespace."""

    namespace_id: str | None = None
    """Identifier."""

    namespace_name: str | None = None
    """Name."""

    script_count: int | None = None
    """How many scripts are in it."""

    trusted_workers: bool | None = None
    """Whether its Workers may use `request.cf` and share the zone's cache. By default they may not."""

    created_on: datetime.datetime | None = None
    """When it was created."""

    created_by: str | None = None
    """Who created it."""

    modified_on: datetime.datetime | None = None
    """When it was last changed."""

    modified_by: str | None = None
    """Who last changed it."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        if self.namespace_id is not None:
            _fields["namespace_id"] = wire.encode(self.namespace_id)
        if self.namespace_name is not None:
            _fields["namespace_name"] = wire.encode(self.namespace_name)
        if self.script_count is not None:
            _fields["script_count"] = wire.encode(self.script_count)
        if self.trusted_workers is not None:
            _fields["trusted_workers"] = wire.encode(self.trusted_workers)
        if self.created_on is not None:
            _fields["created_on"] = wire.encode(self.created_on)
        if self.created_by is not None:
            _fields["created_by"] = wire.encode(self.created_by)
        if self.modified_on is not None:
            _fields["modified_on"] = wire.encode(self.modified_on)
        if self.modified_by is not None:
            _fields["modified_by"] = wire.encode(self.modified_by)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            namespace_id=_fields.pop("namespace_id", None),
            namespace_name=_fields.pop("namespace_name", None),
            script_count=_fields.pop("script_count", None),
            trusted_workers=_fields.pop("trusted_workers", None),
            created_on=wire.tolerant(_fields, "created_on", wire.date_time),
            created_by=_fields.pop("created_by", None),
            modified_on=wire.tolerant(_fields, "modified_on", wire.date_time),
            modified_by=_fields.pop("modified_by", None),
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
