"""From a snapshot and what runs now, the one upload that brings it back, or NotSent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from attrs import fields, frozen

from tenantry._arguments.convert import unique_names
from tenantry._arguments.deployment.running import Running, live
from tenantry._arguments.keep import NEVER, SECRETS
from tenantry._code.bundle import Bundle, blobs, main_part, parts
from tenantry._public import public
from tenantry._snapshots.promises import bindings_of, is_opaque, is_secret, settings_said
from tenantry._snapshots.snapshot import Snapshot
from tenantry.errors import NotSent
from tenantry_api import models
from tenantry_api.display import Value

# Settings that an empty list removes; others that a snapshot does not have can only be left out.
EMPTY_LISTS = {"compatibility_flags", "tags", "tail_consumers"}
# Why something cannot be restored.
_DESTROYS = "the script has something else of that name now, which could never be had again; remove it first."
_GONE = "the script lacks what no snapshot holds. Put it there, or say missing_secrets='skip' to restore all else."
_NO_MODULES = (
    "Cloudflare does not give out the modules behind them. With the whole code it works: "
    "attrs.evolve(snapshot, code=tenantry.Bundle(…))."
)

Bindings: TypeAlias = Mapping[str, "models.Binding"]


@public
@frozen
class Restored(Value):
    """What became of each thing, by names such as `code`, `tags`, `bindings.CACHE`, `secrets.KEY` and `assets`."""

    restored: tuple[str, ...]
    """As the snapshot has it."""
    kept: tuple[str, ...]
    """As it was just before: what can be neither read nor made again stays, whether the snapshot has it or not."""
    not_restored: tuple[str, ...]
    """Gone, or not as the snapshot has it."""


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
    code_bindings = {each.name: each for each in blobs(snapshot.code)}
    stays = [name for name, each in now.items() if is_opaque(each)]
    gone = [name for name, each in before.items() if is_opaque(each) and name not in stays]
    _refuse(before, (name for name in stays if name in before and before[name].type_ != now[name].type_), _DESTROYS)
    _refuse(before, (name for name in before if _is_part(before[name]) and name not in code_bindings), _NO_MODULES)
    _refuse(before, () if skips_missing else gone, _GONE)
    has_lost_assets = running.has_assets is False
    lost = [*gone, *(name for name, each in before.items() if has_lost_assets and each.type_ == "assets")]
    back = [name for name in before if name not in {*lost, *stays}]
    sent, unsaid = _settings(snapshot, running)
    bindings = [before[name] for name in back if not _is_part(before[name])]
    # A secret that was added since stays by its type, as does one that is added meanwhile.
    inherited = [models.Inherit(name=name) for name in stays if name in before or not is_secret(now[name])]
    return Restoration(
        _body(snapshot.code, sent, unique_names([*bindings, *code_bindings.values(), *inherited])),
        said=("code", *(name for name in sent if name not in unsaid), *_labels(before, back)),
        kept=(*_labels(now, stays), *(["assets"] if running.has_assets else [])),
        lost=(*_labels(before, lost), *(["assets"] if snapshot.has_assets and has_lost_assets else [])),
        unsaid=unsaid,
    )


def _refuse(bindings: Bindings, names: Iterable[str], why: str) -> None:
    if labels := _labels(bindings, names):
        raise NotSent(f"{', '.join(labels)} cannot be restored: {why}")


def _check_classes(snapshot: Snapshot, running: Running) -> None:
    was, present = ((each.migration_tag, sorted(_classes(each.settings))) for each in (snapshot, running))
    if was != present:
        raise NotSent(
            "A restore does not change Durable Object classes, and those of the script are not those of the snapshot: "
            f"the migration tag was {was[0]!r} and is {present[0]!r}, exported were {was[1]} and are {present[1]}."
        )


def _classes(settings: models.Settings) -> Iterable[str]:
    exports = settings.exports.additional_properties if settings.exports else {}
    return (name for name, export in exports.items() if isinstance(export, models.DurableObjectExport))


def _settings(snapshot: Snapshot, running: Running) -> tuple[dict[str, object], dict[str, object]]:
    """What the upload says, and what it does not."""
    wanted, present = settings_said(snapshot.settings), settings_said(running.settings)
    known = {each.name for each in fields(models.Settings)} & {each.name for each in fields(models.ScriptMetadata)}
    sent = {name: wanted.get(name, []) for name in sorted(known & (wanted.keys() | EMPTY_LISTS))}
    sent.pop("exports", None)
    if exports := live(snapshot.settings.exports):
        sent["exports"] = exports.to_dict()
    names = sorted(wanted.keys() | present.keys())
    return sent, {name: wanted.get(name) for name in names if name not in sent or sent[name] != wanted.get(name, [])}


def _body(code: Bundle, settings: Mapping[str, object], bindings: list[models.Binding]) -> models.ScriptUpload:
    metadata = models.ScriptMetadata(**main_part(code), bindings=bindings, keep_bindings=[*SECRETS], keep_assets=True)
    for name, value in settings.items():
        setattr(metadata, name, value)
    body = models.ScriptUpload(metadata=metadata)
    body.additional_properties = {**parts(code)}
    return body


def _is_part(binding: models.Binding) -> bool:
    """Whether it is of a service worker, and names a part of its upload."""
    return str(binding.type_) in NEVER


def _labels(bindings: Bindings, names: Iterable[str]) -> list[str]:
    return [f"{'secrets' if is_secret(bindings[name]) else 'bindings'}.{name}" for name in names]
