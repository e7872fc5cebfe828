# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import display, models, wire

if TYPE_CHECKING:
    from .other_secret import Secret


@_attrs_define(repr=False)
class SecretPatches(display.Model):
    """By name, a secret to set, or null to delete."""

    additional_properties: dict[str, None | Secret] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """The entries by their names."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            # Last: what the lines above did not take.
            additional_properties=wire.map_of(wire.or_none(models.decode_secret), _fields),
        )

    @property
    def additional_keys(self) -> list[str]:
        """The names of the additional properties."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> None | Secret:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: None | Secret) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
