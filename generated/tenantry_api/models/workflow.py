# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import unions, wire

if TYPE_CHECKING:
    pass


@_attrs_define(repr=False)
class Workflow(unions.AnyBinding):
    """A Workflow."""

    name: str
    """Its name in `env`."""

    workflow_name: str
    """Its name."""

    type_: Literal["workflow"] = "workflow"

    class_name: str | None = None
    """The class that runs it."""

    script_name: str | None = None
    """The script that exports the class, if it is another one."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        _fields["name"] = wire.encode(self.name)
        _fields["workflow_name"] = wire.encode(self.workflow_name)
        _fields["type"] = wire.encode(self.type_)
        if self.class_name is not None:
            _fields["class_name"] = wire.encode(self.class_name)
        if self.script_name is not None:
            _fields["script_name"] = wire.encode(self.script_name)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            name=wire.required(_fields, "name", wire.as_is),
            workflow_name=wire.required(_fields, "workflow_name", wire.as_is),
            type_=wire.required(_fields, "type", wire.constant("workflow")),
            class_name=_fields.pop("class_name", None),
            script_name=_fields.pop("script_name", None),
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
