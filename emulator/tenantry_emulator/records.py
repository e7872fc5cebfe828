"""What the store keeps, as values."""

from collections.abc import Sequence
from dataclasses import dataclass

from .json_types import JsonObject


@dataclass(frozen=True)
class Namespace:
    """A dispatch namespace."""

    row: int
    namespace_id: str
    name: str
    trusted_workers: bool
    created_on: str
    modified_on: str
    script_count: int


@dataclass(frozen=True)
class Module:
    """One part of an upload that holds code or data."""

    name: str
    """Its path, sent as the part's filename."""
    part: str
    """The part's own name, by which bindings of service-worker scripts refer to it."""
    content_type: str
    content: bytes


@dataclass(frozen=True)
class NewScript:
    """A script as it is uploaded."""

    etag: str
    entry_point: str
    has_modules: bool
    handlers: Sequence[str]
    settings: JsonObject
    migration_tag: str | None
    tags: Sequence[str]
    bindings: Sequence[JsonObject]
    modules: Sequence[Module]


@dataclass(frozen=True)
class Script:
    """A script without its modules and bindings: what a list needs."""

    row: int
    name: str
    tag: str
    etag: str
    entry_point: str
    has_modules: bool
    handlers: list[str]
    settings: JsonObject
    migration_tag: str | None
    tags: list[str]
    created_on: str
    modified_on: str
