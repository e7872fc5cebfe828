"""Other resources that a script names: those of its bindings, and those that its logs go to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from tenantry._arguments.keep import NEVER, VARS
from tenantry._snapshots.promises import is_opaque
from tenantry_api import models

Rename: TypeAlias = Callable[[str, str], str]
"""From the place where a resource is named, and its id or name there, to what shall stand there."""

# Texts that name no resource. All others do, so that a new field asks for a mapping rather than leads elsewhere.
PLAIN = {"type", "name", "environment", "entrypoint", "class_name", "jurisdiction", "identity", "binding_interface"}
PLAIN |= {"destination_address", "allowed_destination_addresses", "allowed_sender_addresses", "propagation_policy"}


def renamed(settings: models.Settings, rename: Rename) -> models.Settings:
    """The settings with other resources in the place of theirs."""
    said = settings.to_dict()
    # What is opaque is inherited from the script that it is restored to.
    plain = {binding.name for binding in settings.bindings or () if is_opaque(binding)}
    for binding in said["bindings"]:
        if binding["name"] not in plain and binding["type"] not in {*VARS, *NEVER}:
            binding.update(_renamed(binding, partial(rename, f"bindings.{binding['name']}")))
    for name in {"tail_consumers", "observability"} & said.keys():
        said[name] = _renamed(said[name], partial(rename, name))
    return models.Settings.from_dict(said)


# Any: JSON of any form.
def _renamed(value: Any, rename: Callable[[str], str], names_one: bool = True) -> Any:
    match value:
        case str():
            return rename(value) if names_one else value
        case list():
            return [_renamed(each, rename, names_one) for each in value]
        case dict():
            # `props` are free JSON for another Worker, in which a `$binding` is what a binding is elsewhere.
            return {
                name: _renamed(each, rename, name == "$binding" or (names_one and name not in {*PLAIN, "props"}))
                for name, each in value.items()
            }
    return value
