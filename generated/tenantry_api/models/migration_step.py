# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import display, models, wire

if TYPE_CHECKING:
    from ..models.renamed_class import RenamedClass
    from ..models.transferred_class import TransferredClass


@_attrs_define(repr=False)
class MigrationStep(display.Model):
    """One step."""

    new_classes: list[str] | None = None
    """Classes that are new, with the older kind of storage."""

    new_sqlite_classes: list[str] | None = None
    """Classes that are new, with SQLite storage."""

    deleted_classes: list[str] | None = None
    """Classes that are deleted with all their data."""

    renamed_classes: list[RenamedClass] | None = None
    """Classes that get another name."""

    transferred_classes: list[TransferredClass] | None = None
    """Classes that come from another script."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        if self.new_classes is not None:
            _fields["new_classes"] = wire.encode(self.new_classes)
        if self.new_sqlite_classes is not None:
            _fields["new_sqlite_classes"] = wire.encode(self.new_sqlite_classes)
        if self.deleted_classes is not None:
            _fields["deleted_classes"] = wire.encode(self.deleted_classes)
        if self.renamed_classes is not None:
            _fields["renamed_classes"] = wire.encode(self.renamed_classes)
        if self.transferred_classes is not None:
            _fields["transferred_classes"] = wire.encode(self.transferred_classes)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            new_classes=wire.tolerant(_fields, "new_classes", wire.array),
            new_sqlite_classes=wire.tolerant(_fields, "new_sqlite_classes", wire.array),
            deleted_classes=wire.tolerant(_fields, "deleted_classes", wire.array),
            renamed_classes=wire.tolerant(_fields, "renamed_classes", wire.list_of(models.RenamedClass.from_dict)),
            transferred_classes=wire.tolerant(
                _fields, "transferred_classes", wire.list_of(models.TransferredClass.from_dict)
            ),
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
