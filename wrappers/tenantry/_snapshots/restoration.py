"""From a snapshot and what runs now, the one upload that brings it back, or NotSent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from attrs import frozen

from tenantry._arguments.convert import unique_names
from tenantry._arguments.keep import NEVER, SECRETS
from tenantry._code.bundle import Bundle, blobs, parts
from tenantry._snapshots.promises import bindings_of, is_opaque, is_secret, settings_said
from tenantry._snapshots.snapshot import Snapshot
from tenantry.errors import NotSent
from tenantry_api import models
from tenantry_api.types import UNSET

# Settings that an upload can say, and those of them that are removed by an empty list.
SETTINGS: tuple[str, ...] = (
    "compatibility_date",
    "compatibility_flags",
    "tags",
    "limits",
    "logpush",
    "observability",
    "placement",
)
SETTINGS += ("tail_consumers", "usage_model", "cache_options", "exports")
EMPTY_LISTS = ("compatibility_flags", "tags", "tail_consumers")
# Bindings of a service worker that name parts of its upload.
_PARTS = {*NEVER} - {"inherit"}

Bindings: TypeAlias = Mapping[str, "models.Binding"]


@frozen
class Restored:
    """What became of each thing, by names such as `code`, `tags`, `bindings.CACHE`, `secrets.KEY` and `assets`."""

    restored: tuple[str, ...]
    """As the snapshot has it."""
    kept: tuple[str, ...]
    """As it was just before: what can be neither read nor made again stays, whether the snapshot has it or not."""
    not_restored: tuple[str, ...]
    """Gone, or not as the snapshot has it."""


@frozen
class Running:
    """What a script is now, as far as a restore depends on it."""

    settings: models.Settings
    migration_tag: str | None = None
    has_assets: bool | None = None


@frozen
class Restoration:
    """The upload, and what can be told of it before it is sent."""

    body: models.ScriptUpload
    said: tuple[str, ...]
    """What is brought back if the upload succeeds."""
    kept: tuple[str, ...]
    lost: tuple[str, ...]
    unsaid: Mapping[str, object]
    """Settings that the upload cannot say, or says only by leaving them out, as the snapshot has them; None: not."""

    def outcome(self, settings: models.Settings | None) -> Restored:
        """What became of it, by the settings as they were read afterwards; they are needed where some are `unsaid`."""
        found = settings_said(settings) if settings else {}
        missed = tuple(name for name, value in self.unsaid.items() if found.get(name) != value)
        others = (name for name in self.unsaid if name not in missed)
        return Restored((*self.said, *others), self.kept, (*self.lost, *missed))


def check_resources(snapshot: Snapshot, account: str, namespace: str) -> None:
    """Raises NotSent where the resources would be those of somewhere else."""
    if snapshot.is_retargeted or (snapshot.account_id, snapshot.namespace) == (account, namespace):
        return
    if resources := snapshot.resources:
        raise NotSent(
            f"The snapshot is of the namespace {snapshot.namespace!r} in account {snapshot.account_id}, and names "
            f"resources of there: {', '.join(resources)}. Say with snapshot.retarget({{…}}) which are meant here."
        )


def restoration(snapshot: Snapshot, running: Running, *, skips_missing: bool) -> Restoration:
    """Raises NotSent for what cannot be brought back, and for what would destroy something."""
    _check_classes(snapshot, running)
    before, now = bindings_of(snapshot.settings), bindings_of(running.settings)
    _check_overwritten(before, now)
    _check_parts(before, snapshot.code)
    stays = [name for name, each in now.items() if is_opaque(each)]
    gone = [name for name, each in before.items() if is_opaque(each) and name not in stays]
    if gone and not skips_missing:
        raise NotSent(
            f"The script has no {', '.join(_labels(before, gone))}, which no snapshot holds: add what is missing, or "
            "say missing_secrets='skip' to restore all else."
        )
    lost = [*gone, *(name for name, each in before.items() if running.has_assets is False and each.type_ == "assets")]
    back = [name for name in before if name not in {*lost, *stays}]
    sent, unsaid = _settings(snapshot, running)
    return Restoration(
        _body(snapshot, sent, [*_sent(before, back), *blobs(snapshot.code), *_inherited(before, now, stays)]),
        said=("code", *(name for name in sent if name not in unsaid), *_labels(before, back)),
        kept=(*_labels(now, stays), *(["assets"] if running.has_assets else [])),
        lost=(*_labels(before, lost), *(["assets"] if snapshot.has_assets and running.has_assets is False else [])),
        unsaid=unsaid,
    )


def _check_classes(snapshot: Snapshot, running: Running) -> None:
    was, is_now = (
        (each.migration_tag, {name: export for name, export in _exports(each.settings).items() if _is_class(export)})
        for each in (snapshot, running)
    )
    if was != is_now:
        raise NotSent(
            "The script's Durable Object classes are not those of the snapshot, and a restore changes none: the "
            f"migration tag was {was[0]!r} and is {is_now[0]!r}, exported were {[*was[1]]} and are {[*is_now[1]]}."
        )


def _check_overwritten(before: Bindings, now: Bindings) -> None:
    """A secret that took the place of something else, or something unknown, could never be had again."""
    names = [
        name for name in before.keys() & now.keys() if is_opaque(now[name]) and before[name].type_ != now[name].type_
    ]
    if names:
        raise NotSent(f"To restore {', '.join(_labels(before, names))} would destroy {', '.join(_labels(now, names))}.")


def _check_parts(before: Bindings, code: Bundle) -> None:
    """Cloudflare gives out the script of a service worker without the modules that its bindings hold."""
    there = {each.name for each in blobs(code)}
    if missing := [name for name, each in before.items() if each.type_ in _PARTS and name not in there]:
        raise NotSent(
            f"The snapshot lacks the modules of {', '.join(_labels(before, missing))}: Cloudflare does not give them "
            "out. With the whole code it can be restored: attrs.evolve(snapshot, code=tenantry.Bundle(…))."
        )


def _settings(snapshot: Snapshot, running: Running) -> tuple[dict[str, object], dict[str, object]]:
    """What the upload says, and what it does not."""
    wanted, present = settings_said(snapshot.settings), settings_said(running.settings)
    sent = {name: wanted.get(name, []) for name in SETTINGS if name in wanted or name in EMPTY_LISTS}
    if "exports" in sent:
        # All other states are steps, which are behind it.
        live = {name: each for name, each in _exports(snapshot.settings).items() if each.get("state") == "created"}
        sent["exports"] = live
    unsaid = {
        name: wanted.get(name)
        for name in sorted(wanted.keys() | present.keys())
        if name not in sent or sent[name] != wanted.get(name, [])
    }
    return sent, unsaid


def _exports(settings: models.Settings) -> Mapping[str, Mapping[str, object]]:
    return settings.exports.to_dict() if settings.exports else {}


def _is_class(export: Mapping[str, object]) -> bool:
    return export.get("type") == "durable-object"


def _sent(before: Bindings, back: Iterable[str]) -> Iterable[models.Binding]:
    """As they were read; those of parts are made with the code."""
    return (before[name] for name in back if before[name].type_ not in _PARTS)


def _inherited(before: Bindings, now: Bindings, stays: Iterable[str]) -> Iterable[models.Binding]:
    """By name; a secret that was added since stays by its type, as does one that is added meanwhile."""
    return (models.Inherit(name=name) for name in stays if name in before or not is_secret(now[name]))


def _body(snapshot: Snapshot, settings: Mapping[str, object], bindings: list[models.Binding]) -> models.ScriptUpload:
    code = snapshot.code
    metadata = models.ScriptMetadata(
        main_module=UNSET if code.is_service_worker else code.main,
        body_part=code.main if code.is_service_worker else UNSET,
        bindings=unique_names(bindings),
        keep_bindings=[*SECRETS],
        keep_assets=True,
    )
    for name, value in settings.items():
        setattr(metadata, name, value)
    body = models.ScriptUpload(metadata=metadata)
    body.additional_properties = {**parts(code)}
    return body


def _labels(bindings: Bindings, names: Iterable[str]) -> list[str]:
    return [f"{'secrets' if is_secret(bindings[name]) else 'bindings'}.{name}" for name in names]
