# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import models, unions, wire
from ..models.export_state import ExportState
from ..models.export_storage import ExportStorage

if TYPE_CHECKING:
    pass


@_attrs_define(repr=False)
class DurableObjectExport(unions.AnyExport):
    """A Durable Object class, and what shall become of it."""

    type_: Literal["durable-object"] = "durable-object"

    state: ExportState | None = None
    """What shall become of an export."""

    storage: ExportStorage | None = None
    """Storage of a Durable Object class."""

    renamed_to: str | None = None
    """With `renamed`, the new name."""

    transferred_to: str | None = None
    """With `transferred`, the script that gets it."""

    transfer_from: str | None = None
    """With `expecting-transfer`, the script that gives it."""

    container: Any = None
    """Its container; not described here."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        _fields["type"] = wire.encode(self.type_)
        if self.state is not None:
            _fields["state"] = wire.encode(self.state)
        if self.storage is not None:
            _fields["storage"] = wire.encode(self.storage)
        if self.renamed_to is not None:
            _fields["renamed_to"] = wire.encode(self.renamed_to)
        if self.transferred_to is not None:
            _fields["transferred_to"] = wire.encode(self.transferred_to)
        if self.transfer_from is not None:
            _fields["transfer_from"] = wire.encode(self.transfer_from)
        if self.container is not None:
            _fields["container"] = wire.encode(self.container)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            type_=wire.required(_fields, "type", wire.constant("durable-object")),
            state=wire.tolerant(_fields, "state", models.ExportState),
            storage=wire.tolerant(_fields, "storage", models.ExportStorage),
            renamed_to=_fields.pop("renamed_to", None),
            transferred_to=_fields.pop("transferred_to", None),
            transfer_from=_fields.pop("transfer_from", None),
            container=_fields.pop("container", None),
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
