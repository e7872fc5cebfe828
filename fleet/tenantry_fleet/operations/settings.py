"""Settings and tags, without code."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

import tenantry
from tenantry_fleet.arguments import texts
from tenantry_fleet.journal.records import ScriptRecord

from .code import plain
from .operation import Applied, Operation, digest, settings_digest


class PatchSettings(Operation):
    """Changes the settings that are given; all others stay."""

    kind = "patch_settings"
    # An undo deploys the snapshot of before, which has code.
    backs_up = True
    reads_settings = True
    calls = 2

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        # New bindings take the place of all, and the values of secrets among them are nowhere to be had.
        lost = {"migrations": "migrations", "bindings": "secrets"}
        self.cannot_undo: tuple[str, ...] = tuple(sorted(lost[name] for name in settings.keys() & lost.keys()))

    def saved(self) -> dict[str, Any] | None:
        """Only settings that JSON can hold."""
        return {"settings": self.settings} if plain(self.settings).keys() == self.settings.keys() else None

    @property
    def digest(self) -> str:
        """Of the names of the settings where their values are not written down."""
        return digest([self.kind, sorted(self.settings), plain(self.settings)])

    def check(self, namespace: tenantry.Namespace) -> None:
        """By their names; the values are checked with the first script."""
        try:
            inspect.signature(namespace.script("any").patch_settings).bind(**self.settings)
        except TypeError as error:
            raise tenantry.NotSent(f"patch_settings(): {error}") from None
        if "tags" in self.settings:
            texts("tags", self.settings["tags"])
        if not self.settings:
            raise tenantry.NotSent("patch_settings() needs a setting to change.")

    def apply(self, script: tenantry.Script, row: ScriptRecord) -> Applied:
        """One request; the other one of the two was for the settings before."""
        changed = script.patch_settings(**self.settings)
        return Applied(row.before_etag, settings=settings_digest(changed))

    def tags_after(self, tags: list[str]) -> list[str] | None:
        """Those that are given."""
        return [*self.settings["tags"]] if "tags" in self.settings else None


class Tags(Operation):
    """Replaces all tags, adds one, or takes one away."""

    kind = "tags"

    def __init__(self, verb: str, tags: list[str]) -> None:
        self.verb = verb
        self.tags = tags

    def saved(self) -> dict[str, Any]:
        """All of it."""
        return {"verb": self.verb, "tags": self.tags}

    def apply(self, script: tenantry.Script, row: ScriptRecord) -> Applied:
        """One request."""
        match self.verb:
            case "set":
                script.set_tags(self.tags)
            case "add":
                script.add_tag(self.tags[0])
            case _:
                script.remove_tag(self.tags[0])
        return Applied(row.before_etag)

    def is_there(self, etag: str | None, tags: list[str], known: str | None) -> bool:
        """The listing says which tags a script has."""
        return {*self.tags_after(tags)} == {*tags}

    def tags_after(self, tags: list[str]) -> list[str]:
        """By what they were."""
        match self.verb:
            case "set":
                return self.tags
            case "add":
                return [*dict.fromkeys([*tags, *self.tags])]
            case _:
                return [tag for tag in tags if tag not in self.tags]


def patch_settings(**settings: Any) -> PatchSettings:
    """Change settings of each script, with the arguments of `Script.patch_settings()`. Any: they are checked there.

    Two requests each: the settings before, for an undo, and the change.
    """
    return PatchSettings(settings)


def set_tags(tags: Sequence[str]) -> Tags:
    """Replace all tags of each script: one request each, and none where they are so already."""
    return Tags("set", texts("tags", tags))


def add_tag(tag: str) -> Tags:
    """Add one tag to each script: one request each, and none where it is there."""
    return Tags("add", texts("tag", [tag]))


def remove_tag(tag: str) -> Tags:
    """Take one tag from each script: one request each, and none where it is not there."""
    return Tags("remove", texts("tag", [tag]))
