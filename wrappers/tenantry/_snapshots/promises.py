"""What a snapshot promises to bring back: of all that was read, what can be said again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from attrs import evolve

from tenantry._arguments.convert import reading_arguments
from tenantry._arguments.deployment.models import ANSWERED_OF_PLACEMENT
from tenantry._arguments.keep import NEVER, RESOURCES, SECRETS, VARS
from tenantry.errors import NotSent
from tenantry_api import models

Said: TypeAlias = Mapping[str, object]
"""JSON by the name of a setting."""

# Not settings of their own.
_ANSWERED = {"bindings", "migrations", "exports_reconciliation"}


def is_secret(binding: models.Binding) -> bool:
    """Whether it is a secret of the script itself."""
    return str(binding.type_) in SECRETS


def is_opaque(binding: models.Binding) -> bool:
    """Whether it cannot be made again from what is read: secrets, and all that openapi.yaml does not describe."""
    return isinstance(binding, models.OtherBinding) or str(binding.type_) not in {*VARS, *RESOURCES, *NEVER}


def bindings_of(settings: models.Settings) -> dict[str, models.Binding]:
    """The bindings by their names."""
    return {binding.name: binding for binding in settings.bindings or () if binding.name}


def kept_in_snapshot(settings: models.Settings) -> models.Settings:
    """The settings without what must not be kept, or means something else in another script."""
    if not isinstance(settings, models.Settings):
        raise NotSent(f"The settings of a snapshot are models.Settings, not {type(settings).__name__}.")
    return evolve(settings, bindings=_bindings_kept(settings))


@reading_arguments
def _bindings_kept(settings: models.Settings) -> list[models.Binding]:
    return [_kept_in_snapshot(each) for each in settings.bindings or ()]


def _kept_in_snapshot(binding: models.Binding) -> models.Binding:
    if is_opaque(binding):
        # Any other field may hold a secret.
        return models.decode_binding({"type": binding.type_, "name": binding.name})
    if isinstance(binding, models.DurableObjectNamespace) and binding.class_name and not binding.script_name:
        # The id is that of the script's own class, by which another script would write into this one's objects.
        return evolve(binding, namespace_id=None)
    return binding


def settings_said(settings: models.Settings) -> Said:
    """The settings as JSON, without those that say nothing: null, absent and empty mean the same."""
    said = {name: value for name, value in settings.to_dict().items() if name not in _ANSWERED}
    if isinstance(placement := said.get("placement"), dict):
        said["placement"] = {name: value for name, value in placement.items() if name not in ANSWERED_OF_PLACEMENT}
    said["tags"] = sorted(settings.tags or ())
    return {name: value for name, value in said.items() if value not in (None, [], {})}
