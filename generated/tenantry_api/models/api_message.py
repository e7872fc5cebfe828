# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import display, models, wire

if TYPE_CHECKING:
    from ..models.message_meta import MessageMeta
    from ..models.message_source import MessageSource


@_attrs_define(repr=False)
class ApiMessage(display.Model):
    """An error, or a remark that comes with a success."""

    code: int | None = None
    """Cloudflare's code."""

    message: str | None = None
    """What happened."""

    documentation_url: str | None = None
    """Where it is explained."""

    source: MessageSource | None = None
    """What part of the request a message speaks of."""

    error_chain: list[ApiMessage] | None = None
    """What led to it."""

    meta: MessageMeta | None = None
    """Details of a message; their form depends on its code."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        if self.code is not None:
            _fields["code"] = wire.encode(self.code)
        if self.message is not None:
            _fields["message"] = wire.encode(self.message)
        if self.documentation_url is not None:
            _fields["documentation_url"] = wire.encode(self.documentation_url)
        if self.source is not None:
            _fields["source"] = wire.encode(self.source)
        if self.error_chain is not None:
            _fields["error_chain"] = wire.encode(self.error_chain)
        if self.meta is not None:
            _fields["meta"] = wire.encode(self.meta)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            code=_fields.pop("code", None),
            message=_fields.pop("message", None),
            documentation_url=_fields.pop("documentation_url", None),
            source=wire.tolerant(_fields, "source", models.MessageSource.from_dict),
            error_chain=wire.tolerant(_fields, "error_chain", wire.list_of(models.ApiMessage.from_dict)),
            meta=wire.tolerant(_fields, "meta", models.MessageMeta.from_dict),
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
