"""What the store keeps, as values."""

import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenantry_emulator.wire.json_types import Json, JsonObject, as_object, as_text, to_json


@dataclass(frozen=True)
class Namespace:
    """A dispatch namespace."""

    row: int
    namespace_id: str
    name: str
    trusted_workers: bool
    created_on: str
    modified_on: str


@dataclass(frozen=True)
class Module:
    """One part of an upload that holds code or data."""

    name: str
    """Its path, sent as the part's filename."""
    part: str
    """The part's own name, by which bindings of service-worker scripts refer to it."""
    content_type: str
    content: bytes

    @functools.cached_property
    def digest(self) -> str:
        """Says which content it is; takes a while where that is large."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Code:
    """What runs: the modules, and what was learnt by looking at them."""

    etag: str
    entry_point: str
    """Name of the module where the Worker begins; empty for one that is made of static assets alone."""
    has_modules: bool
    handlers: Sequence[str]
    modules: Sequence[Module]


@dataclass(frozen=True)
class DurableClass:
    """A class of Durable Objects."""

    storage: str
    """`sqlite` or `legacy-kv`."""
    key: str
    """What its data belongs to, whatever the class is called by now."""


DURABLE = "durable_object_namespace"


def is_own_class(binding: JsonObject, namespace: str, script: str) -> bool:
    """Whether a binding to Durable Objects leads to a class of the script that has it."""
    within, of = as_text(binding.get("dispatch_namespace")), as_text(binding.get("script_name"))
    return of in ("", script) and within in ("", namespace)


EXPECTED = "expecting-transfer"


def expected_classes(exports: Json) -> dict[str, tuple[str, str]]:
    """The classes that a script's exports expect from another: its name, and theirs there."""
    described = {name: as_object(export) for name, export in as_object(exports).items()}
    return {
        name: end_of_transfer(as_text(export.get("transfer_from")), name)
        for name, export in described.items()
        if export.get("state") == EXPECTED
    }


def end_of_transfer(value: str, name: str) -> tuple[str, str]:
    """The script at one end of a transfer, and the name of the class there, if it is another, behind a slash."""
    script, _, class_name = value.partition("/")
    return script, class_name or name


@dataclass(frozen=True)
class Durable:
    """How far the migrations of a script are, and the Durable Object classes that they left."""

    migration_tag: str | None
    classes: Mapping[str, DurableClass]


@dataclass(frozen=True)
class Transfer:
    """A class of Durable Objects that gets another script or another name."""

    durable_class: DurableClass
    giver: str
    """The script that has it."""
    given: str
    """Its name there."""
    taker: str
    """The script that gets it, which may be the same."""
    taken: str
    """Its name there."""


@dataclass(frozen=True)
class ScriptConfig:
    """All of a script but its code and its assets."""

    settings: JsonObject
    tags: Sequence[str]
    bindings: Sequence[JsonObject]
    durable: Durable
    transfers: Sequence[Transfer] = ()
    """What becomes of classes with it, here and in another script."""

    @functools.cached_property
    def bindings_json(self) -> str:
        """The bindings as they are kept; takes a while where they are many."""
        return to_json([*self.bindings])


@dataclass(frozen=True)
class Assets:
    """Static assets as an upload sets them."""

    session: str | None
    """The upload session that has their manifest; None keeps the assets that are there."""
    config: JsonObject | None
    """None keeps the configuration that is there."""


@dataclass(frozen=True)
class Script:
    """A script without its modules and bindings: what a list needs."""

    row: int
    name: str
    tag: str
    version: str
    """Another one with everything that changes what runs."""
    etag: str
    entry_point: str
    has_modules: bool
    has_assets: bool
    handlers: list[str]
    settings: JsonObject
    durable: Durable
    tags: list[str]
    created_on: str
    modified_on: str


@dataclass(frozen=True)
class Asset:
    """A file of a script's static assets."""

    hash: str
    content_type: str | None
    """None where it is served without one."""
    digest: str
    """Says which content it has."""
    size: int


@dataclass(frozen=True)
class Session:
    """An upload of static assets that has begun."""

    id: str
    namespace: int
    script_name: str
