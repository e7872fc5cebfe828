"""What runs now, and what of it a deploy sends again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve, frozen

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
    """The version that runs, as far as it was read."""

    settings: models.Settings
    migration_tag: str | None = None
    has_assets: bool | None = None

    def to_resend(self) -> Mapping[str, object]:
        """The settings that it has, as JSON that an upload takes; null and absent alike are nothing to send."""
        answered = evolve(
            self.settings, exports=live(self.settings.exports), placement=None, bindings=None, migrations=None
        ).to_dict()
        placement = placement_to_resend(self.settings.placement)
        answered |= {} if placement is None else {"placement": placement.to_dict()}
        return {name: answered[name] for name in SETTINGS if answered.get(name) is not None}

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
