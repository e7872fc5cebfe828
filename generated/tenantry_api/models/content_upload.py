# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import display, models, wire
from ..types import File, RequestFiles

if TYPE_CHECKING:
    from ..models.content_metadata import ContentMetadata


@_attrs_define(repr=False)
class ContentUpload(display.Model):
    """The metadata, then one part per module, named as in a full upload."""

    metadata: ContentMetadata
    """Which part is the code's beginning."""

    additional_properties: dict[str, File] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        _fields["metadata"] = wire.encode(self.metadata)
        return _fields

    def to_multipart(self) -> RequestFiles:
        """The parts that go on the wire, for httpx."""
        return wire.multipart(
            {
                "metadata": self.metadata,
            },
            self.additional_properties,
        )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            metadata=wire.required(_fields, "metadata", models.ContentMetadata.from_dict),
            # Last: what the lines above did not take.
            additional_properties=wire.map_of(wire.instance(File), _fields),
        )

    @property
    def additional_keys(self) -> list[str]:
        """The names of the additional properties."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> File:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: File) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
