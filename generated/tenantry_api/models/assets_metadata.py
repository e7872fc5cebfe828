# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import display, models, wire
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.assets_config import AssetsConfig


@_attrs_define(repr=False)
class AssetsMetadata(display.Model):
    """Static assets of an upload."""

    jwt: str | Unset = _attrs_field(default=UNSET, repr=False)
    """The completion token."""

    config: AssetsConfig | Unset = UNSET
    """How static assets are served."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        if self.jwt is not UNSET:
            _fields["jwt"] = wire.encode(self.jwt)
        if self.config is not UNSET:
            _fields["config"] = wire.encode(self.config)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            jwt=_fields.pop("jwt", UNSET),
            config=wire.given(_fields, "config", models.AssetsConfig.from_dict),
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
