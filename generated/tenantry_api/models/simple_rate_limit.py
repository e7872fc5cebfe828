# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import display, wire

if TYPE_CHECKING:
    pass


@_attrs_define(repr=False)
class SimpleRateLimit(display.Model):
    """So many in so long."""

    limit: float
    """How many in a period."""

    period: int
    """The period, in seconds."""

    mitigation_timeout: int | None = None
    """How long to refuse once it is exceeded, in seconds; 0, 10, or a multiple of 60 up to 86,400."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        _fields["limit"] = wire.encode(self.limit)
        _fields["period"] = wire.encode(self.period)
        if self.mitigation_timeout is not None:
            _fields["mitigation_timeout"] = wire.encode(self.mitigation_timeout)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            limit=wire.required(_fields, "limit", wire.as_is),
            period=wire.required(_fields, "period", wire.as_is),
            mitigation_timeout=_fields.pop("mitigation_timeout", None),
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
