"""Named models of one operation. A page tells each of them in full once; later it leaves out what lies deeper in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from drift.facts.model import Array, Map, Model, Object, Type, Union
from drift.facts.paths import labels
from drift.readers.tokens.expressions import Choice, Shape, Summary
from drift.readers.tokens.items import Item


@dataclass
class Models:
    """What was told of models so far, and inside of which of them the reading is."""

    _told: dict[str, Type] = field(default_factory=dict)
    _within: list[str] = field(default_factory=list)
    _left_out: dict[Model, tuple[Item, Shape | Choice]] = field(default_factory=dict)
    _names: list[tuple[Item, str, Summary]] = field(default_factory=list)

    def told(self, name: str, read: Callable[[], Type]) -> Type:
        """A model as it is read; what it leaves out this time is taken from the first time."""
        self._within.append(name)
        told = read()
        self._within.pop()
        if isinstance(told, Model):
            return told
        return self._filled(told, self._told.setdefault(name, told))

    def may_leave_out(self, told: Shape) -> bool:
        """Whether the fields of an object may have been told before: it is a model, or inside of one."""
        return told.model is not None or any(name in self._told for name in self._within)

    def left_out(self, item: Item, told: Shape | Choice) -> Type:
        """What stands for fields or variants that are announced and do not follow; fails if they never stood there."""
        if isinstance(told, Shape) and told.model and told.summary:
            self._names.append((item, told.model, told.summary))
            return Model(told.model)
        if not any(name in self._told for name in self._within):
            raise item.line.not_understood("announces fields or variants that do not follow")
        place = Model(f"{item.text} (line {item.line.number})")
        self._left_out[place] = (item, told)
        return place

    def finish(self) -> None:
        """Fails if anything was left out that stands nowhere."""
        for item, _ in self._left_out.values():
            raise item.line.not_understood("announces fields or variants that stand nowhere")
        for item, model, summary in self._names:
            if not _fits(summary, self._told.get(model)):
                raise item.line.not_understood(f"the fields of {model} stand nowhere in this section")

    def _filled(self, told: Type, before: Type) -> Type:
        """A telling with what it left out."""
        match told, before:
            case Model(), Object() | Union() | Array():
                return self._found(told, before)
            case Array(mine), Array(theirs):
                return Array(self._filled(mine, theirs))
            case Map(mine), Map(theirs):
                return Map(self._filled(mine, theirs))
            case Object(), Object():
                types = {each.name: each.type for each in before.fields}
                fields = [replace(f, type=self._filled(f.type, types.get(f.name, f.type))) for f in told.fields]
                return replace(told, fields=tuple(fields))
            case Union(), Union() if labels(told.variants) == labels(before.variants):
                pairs = zip(told.variants, before.variants, strict=True)
                return replace(told, variants=tuple(replace(a, type=self._filled(a.type, b.type)) for a, b in pairs))
        return told

    def _found(self, place: Model, before: Type) -> Type:
        item, told = self._left_out.pop(place, (None, None))
        if item and isinstance(told, Shape) and told.summary and not _fits(told.summary, before):
            raise item.line.not_understood("announces other fields than stood here before")
        if item and isinstance(told, Choice) and not _has(before, len(told.arms) + told.more + told.null):
            raise item.line.not_understood("announces other variants than stood here before")
        return before if item or getattr(before, "model", None) == place.name else place


def _fits(summary: Summary, told: Type | None) -> bool:
    names = {each.name for each in told.fields} if isinstance(told, Object) else set()
    return names >= set(summary.names) and len(names) == summary.count


def _has(told: Type, variants: int) -> bool:
    return isinstance(told, Union) and len(told.variants) == variants
