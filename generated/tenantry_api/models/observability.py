# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import display, models, wire

if TYPE_CHECKING:
    from ..models.observability_issues import ObservabilityIssues
    from ..models.observability_logs import ObservabilityLogs
    from ..models.observability_traces import ObservabilityTraces


@_attrs_define(repr=False)
class Observability(display.Model):
    """Logs and traces."""

    enabled: bool | None = None
    """Whether it is on."""

    head_sampling_rate: float | None = None
    """Share of requests, from 0 to 1; 1 when left out."""

    redact_query_string: bool | None = None
    """Whether query strings are hidden."""

    issues: None | ObservabilityIssues = None

    logs: None | ObservabilityLogs = None

    traces: None | ObservabilityTraces = None

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        if self.enabled is not None:
            _fields["enabled"] = wire.encode(self.enabled)
        if self.head_sampling_rate is not None:
            _fields["head_sampling_rate"] = wire.encode(self.head_sampling_rate)
        if self.redact_query_string is not None:
            _fields["redact_query_string"] = wire.encode(self.redact_query_string)
        if self.issues is not None:
            _fields["issues"] = wire.encode(self.issues)
        if self.logs is not None:
            _fields["logs"] = wire.encode(self.logs)
        if self.traces is not None:
            _fields["traces"] = wire.encode(self.traces)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            enabled=_fields.pop("enabled", None),
            head_sampling_rate=_fields.pop("head_sampling_rate", None),
            redact_query_string=_fields.pop("redact_query_string", None),
            issues=wire.tolerant(_fields, "issues", models.ObservabilityIssues.from_dict),
            logs=wire.tolerant(_fields, "logs", models.ObservabilityLogs.from_dict),
            traces=wire.tolerant(_fields, "traces", models.ObservabilityTraces.from_dict),
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
