# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import display, models, wire
from ..models.html_handling import HtmlHandling
from ..models.not_found_handling import NotFoundHandling
from ..types import UNSET, Unset

if TYPE_CHECKING:
    pass


@_attrs_define(repr=False)
class AssetsConfig(display.Model):
    """How static assets are served."""

    field_headers: str | Unset = UNSET
    """Content of a `_headers` file."""

    field_redirects: str | Unset = UNSET
    """Content of a `_redirects` file."""

    base_path: None | str | Unset = UNSET
    """The path below which they are served."""

    html_handling: HtmlHandling | Unset = UNSET
    """How paths of pages end."""

    not_found_handling: NotFoundHandling | Unset = UNSET
    """What a path without a file gets."""

    run_worker_first: bool | list[str] | Unset = UNSET
    """Whether the Worker sees a request before the assets do, or for which paths."""

    serve_directly: bool | Unset = UNSET
    """The older inverse of `run_worker_first`."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        if self.field_headers is not UNSET:
            _fields["_headers"] = wire.encode(self.field_headers)
        if self.field_redirects is not UNSET:
            _fields["_redirects"] = wire.encode(self.field_redirects)
        if self.base_path is not UNSET:
            _fields["base_path"] = wire.encode(self.base_path)
        if self.html_handling is not UNSET:
            _fields["html_handling"] = wire.encode(self.html_handling)
        if self.not_found_handling is not UNSET:
            _fields["not_found_handling"] = wire.encode(self.not_found_handling)
        if self.run_worker_first is not UNSET:
            _fields["run_worker_first"] = wire.encode(self.run_worker_first)
        if self.serve_directly is not UNSET:
            _fields["serve_directly"] = wire.encode(self.serve_directly)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            field_headers=_fields.pop("_headers", UNSET),
            field_redirects=_fields.pop("_redirects", UNSET),
            base_path=_fields.pop("base_path", UNSET),
            html_handling=wire.given(_fields, "html_handling", models.HtmlHandling),
            not_found_handling=wire.given(_fields, "not_found_handling", models.NotFoundHandling),
            run_worker_first=wire.given(_fields, "run_worker_first", _decode_run_worker_first),
            serve_directly=_fields.pop("serve_directly", UNSET),
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


def _decode_run_worker_first(value: object) -> bool | list[str]:
    variants: tuple[Callable[[Any], bool | list[str]], ...] = (
        wire.instance(bool),
        wire.array,
    )
    return wire.one_of(value, *variants)
