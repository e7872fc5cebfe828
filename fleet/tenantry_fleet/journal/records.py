"""Rows of the journal as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen


@frozen(kw_only=True)
class RolloutRecord:
    """A rollout; Any is JSON."""

    id: str
    place: str
    operation: str
    digest: str
    saved: Mapping[str, Any] | None
    cannot_undo: list[str]
    selection: Mapping[str, Any]
    options: Mapping[str, Any]
    actor: str
    reason: str
    state: str
    why: str | None
    wanted: str | None
    rate: float | None
    wave: int
    promoted: int
    ends: list[int]
    listing: int
    etag: str | None
    etag_differs: bool
    undoes: str | None
    holder: Mapping[str, Any] | None
    heartbeat: float | None
    created: float
    started: float | None
    ended: float | None


@frozen(kw_only=True)
class ScriptRecord:
    """One script of a rollout; Any is JSON."""

    rollout: str
    name: str
    position: int
    wave: int | None
    state: str
    before_etag: str | None
    before_modified: str | None
    before_tags: list[str]
    before_migration_tag: str | None
    before_has_assets: bool | None
    before_settings: Mapping[str, Any] | None
    after_etag: str | None
    after_modified: str | None
    after_tags: list[str] | None
    after_settings: str | None
    restore: Mapping[str, Any] | None
    code: int | None
    why: str | None
    ray: str | None
    attempts: int
    is_forgiven: bool
    is_sampled: bool
    check_before: str | None
    check_after: str | None
    listing: int
    started: float | None
    ended: float | None


@frozen(kw_only=True)
class Entry:
    """One line of the history, which is only ever added to."""

    rollout: str
    at: float
    actor: str
    host: str
    verb: str
    detail: str | None
