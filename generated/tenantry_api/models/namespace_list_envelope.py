# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import display, models, wire

if TYPE_CHECKING:
    from ..models.api_message import ApiMessage
    from ..models.namespace_info import NamespaceInfo
    from ..models.result_info import ResultInfo


@_attrs_define(repr=False)
class NamespaceListEnvelope(display.Model):
    """Dispatch namespaces."""

    success: bool | None = None
    """Whether Cloudflare did what was asked."""

    errors: list[ApiMessage] | None = None
    """Errors or remarks; null is none."""

    messages: list[ApiMessage] | None = None
    """Errors or remarks; null is none."""

    result: list[NamespaceInfo] | None = None

    result_info: None | ResultInfo = None

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        if self.success is not None:
            _fields["success"] = wire.encode(self.success)
        if self.errors is not None:
            _fields["errors"] = wire.encode(self.errors)
        if self.messages is not None:
            _fields["messages"] = wire.encode(self.messages)
        if self.result is not None:
            _fields["result"] = wire.encode(self.result)
        if self.result_info is not None:
            _fields["result_info"] = wire.encode(self.result_info)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            success=_fields.pop("success", None),
            errors=wire.tolerant(_fields, "errors", wire.list_of(models.ApiMessage.from_dict)),
            messages=wire.tolerant(_fields, "messages", wire.list_of(models.ApiMessage.from_dict)),
            result=wire.strict(_fields, "result", wire.list_of(models.NamespaceInfo.from_dict)),
            result_info=wire.strict(_fields, "result_info", models.ResultInfo.from_dict),
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
