# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import models, wire

if TYPE_CHECKING:
    from ..models.secret_key import SecretKey
    from ..models.secret_text import SecretText


@_attrs_define
class SecretPatches:
    """By name, a secret to set, or null to delete."""

    additional_properties: dict[str, None | SecretKey | SecretText] = _attrs_field(
        factory=dict, kw_only=True, repr=wire.names_only
    )
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
            additional_properties=wire.map_of(wire.or_none(_decode_additional_property), _fields),
        )

    @property
    def additional_keys(self) -> list[str]:
        """The names of the additional properties."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> None | SecretKey | SecretText:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: None | SecretKey | SecretText) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


def _decode_additional_property(value: object) -> SecretText | SecretKey:
    arms: tuple[Callable[[Any], SecretText | SecretKey], ...] = (
        models.SecretText.from_dict,
        models.SecretKey.from_dict,
    )
    return wire.one_of(value, *arms)
