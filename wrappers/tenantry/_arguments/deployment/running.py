"""What runs now, and what of it a deploy sends again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from tenantry._arguments.deployment.models import placement_to_resend
from tenantry._arguments.keep import NEVER, RESOURCES, SECRETS, VARS
from tenantry_api import models

# What an upload that does not mention it may reset.
SETTINGS = (
    "tags",
    "compatibility_date",
    "compatibility_flags",
    "limits",
    "observability",
    "logpush",
    "placement",
    "tail_consumers",
    "usage_model",
    "cache_options",
    "exports",
)


@frozen
class Running:
    """The version that runs."""

    settings: models.Settings
    migration_tag: str | None = None
    """Read where migrations are given."""

    def to_resend(self) -> Mapping[str, Any]:
        """The settings that it has, as an upload takes them. Any: each has a type of its own."""
        # Null and absent alike are nothing to send.
        settings = {name: getattr(self.settings, name) for name in SETTINGS}
        settings |= {"placement": placement_to_resend(self.settings.placement), "exports": live(self.settings.exports)}
        return {name: value for name, value in settings.items() if value is not None}

    def has(self, kind: str) -> bool:
        """Whether it has a binding of this type."""
        return any(str(binding.type_) == kind for binding in self.settings.bindings or ())

    def unknown(self) -> Iterator[models.Inherit]:
        """By name, its bindings of types that nobody here knows: Cloudflare might not know how to keep them by type."""
        for binding in self.settings.bindings or ():
            if binding.name and str(binding.type_) not in {*VARS, *SECRETS, *RESOURCES, *NEVER}:
                yield models.Inherit(name=binding.name)


def live(exports: models.Exports | None) -> models.Exports | None:
    """The exports that are there; what became of the others was said in the upload that did it."""
    found = {} if exports is None else exports.additional_properties
    created = {name: each for name, each in found.items() if getattr(each, "state", None) in {None, "created"}}
    return models.Exports(additional_properties=created) if created else None
