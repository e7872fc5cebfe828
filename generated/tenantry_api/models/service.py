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
class Service(unions.AnyBinding):
    """Another Worker."""

    name: str
    """Its name in `env`."""

    service: str
    """Its name."""

    type_: Literal["service"] = "service"

    environment: str | None = None
    """Its environment."""

    entrypoint: str | None = None
    """The entrypoint to call."""

    props: Any = None
    """Any JSON value; the entrypoint finds it in `ctx.props`, and there a binding in the place of each `{"$binding":
    …}`. Only bindings of the type `d1` are taken so.
    """

    cross_account_grant: str | None = None
    """A grant to call a Worker of another account."""

    binding_interface: str | None = None
    """The type of binding that the entrypoint answers as, at present `d1`; the Worker then finds such a binding, and
    not the entrypoint.
    """

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        _fields["name"] = wire.encode(self.name)
        _fields["service"] = wire.encode(self.service)
        _fields["type"] = wire.encode(self.type_)
        if self.environment is not None:
            _fields["environment"] = wire.encode(self.environment)
        if self.entrypoint is not None:
            _fields["entrypoint"] = wire.encode(self.entrypoint)
        if self.props is not None:
            _fields["props"] = wire.encode(self.props)
        if self.cross_account_grant is not None:
            _fields["cross_account_grant"] = wire.encode(self.cross_account_grant)
        if self.binding_interface is not None:
            _fields["binding_interface"] = wire.encode(self.binding_interface)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            name=wire.required(_fields, "name", wire.as_is),
            service=wire.required(_fields, "service", wire.as_is),
            type_=wire.required(_fields, "type", wire.constant("service")),
            environment=_fields.pop("environment", None),
            entrypoint=_fields.pop("entrypoint", None),
            props=_fields.pop("props", None),
            cross_account_grant=_fields.pop("cross_account_grant", None),
            binding_interface=_fields.pop("binding_interface", None),
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
