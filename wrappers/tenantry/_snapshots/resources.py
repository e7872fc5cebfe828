"""Other resources that a script names: those of its bindings, and those that its logs go to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

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
    said["bindings"] = [_binding(binding, rename) for binding in settings.bindings or ()]
    for name in {"tail_consumers", "observability"} & said.keys():
        said[name] = _renamed(said[name], partial(rename, name))
    return models.Settings.from_dict(said)


def _binding(binding: models.Binding, rename: Rename) -> object:
    said = binding.to_dict()
    # What is opaque is inherited from the script that it is restored to.
    if is_opaque(binding) or str(binding.type_) in {*VARS, *NEVER}:
        return said
    return _renamed(said, partial(rename, f"bindings.{binding.name}"))


def _renamed(value: object, rename: Callable[[str], str]) -> object:
    match value:
        case str():
            return rename(value)
        case list():
            return [_renamed(each, rename) for each in value]
        case dict():
            return {name: _field(name, each, rename) for name, each in value.items()}
    return value


def _field(name: str, value: object, rename: Callable[[str], str]) -> object:
    if name in PLAIN:
        return value
    return _props(value, rename) if name == "props" else _renamed(value, rename)


def _props(value: object, rename: Callable[[str], str]) -> object:
    """Free JSON for another Worker, in which a `$binding` is what a binding would be."""
    match value:
        case list():
            return [_props(each, rename) for each in value]
        case dict():
            return {name: (_renamed if name == "$binding" else _props)(each, rename) for name, each in value.items()}
    return value
