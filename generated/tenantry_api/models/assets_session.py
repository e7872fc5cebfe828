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
class AssetsSession(display.Model):
    """What to upload, and with which token."""

    jwt: str | None = _attrs_field(default=None, repr=False)
    """Token of the session, for one hour; without buckets, the completion token."""

    buckets: list[list[str]] | None = None
    """Hashes of the files that are missing, grouped for one request each."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        if self.jwt is not None:
            _fields["jwt"] = wire.encode(self.jwt)
        if self.buckets is not None:
            _fields["buckets"] = wire.encode(self.buckets)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            jwt=_fields.pop("jwt", None),
            buckets=wire.tolerant(_fields, "buckets", wire.list_of(wire.array)),
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
