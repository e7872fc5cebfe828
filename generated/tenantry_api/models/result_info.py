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
class ResultInfo(display.Model):
    """Where a page of a list stands in the whole."""

    cursor: None | str = None
    """What to send to get the next page; absent, null or empty on the last one."""

    count: int | None = None
    """How many rows this page has."""

    page: int | None = None
    """Number of this page."""

    per_page: int | None = None
    """How many rows a page has at the most."""

    total_count: int | None = None
    """How many rows there are."""

    total_pages: int | None = None
    """How many pages there are."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        if self.cursor is not None:
            _fields["cursor"] = wire.encode(self.cursor)
        if self.count is not None:
            _fields["count"] = wire.encode(self.count)
        if self.page is not None:
            _fields["page"] = wire.encode(self.page)
        if self.per_page is not None:
            _fields["per_page"] = wire.encode(self.per_page)
        if self.total_count is not None:
            _fields["total_count"] = wire.encode(self.total_count)
        if self.total_pages is not None:
            _fields["total_pages"] = wire.encode(self.total_pages)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            cursor=_fields.pop("cursor", None),
            count=_fields.pop("count", None),
            page=_fields.pop("page", None),
            per_page=_fields.pop("per_page", None),
            total_count=_fields.pop("total_count", None),
            total_pages=_fields.pop("total_pages", None),
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
