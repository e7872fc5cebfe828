"""The named models of one operation. A page describes each in full once; later it leaves out what lies deeper in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from drift.facts.model import Array, Map, Model, Object, Type, Union
from drift.facts.paths import labelled
from drift.readers.tokens.expressions import Choice, Shape, Summary
from drift.readers.tokens.items import Item


@dataclass
class Models:
    """The models that were read so far, and those that are being read.

    `shown` are the names of fields that models have anywhere on the page where an example shows where they end.
    """

    shown: dict[str, list[str]] = field(default_factory=dict)
    _known: dict[str, Type] = field(default_factory=dict)
    _within: list[str] = field(default_factory=list)
    _left_out: dict[Model, tuple[Item, Shape | Choice]] = field(default_factory=dict)
    _names: list[tuple[Item, str, Summary]] = field(default_factory=list)

    def read(self, name: str, read: Callable[[], Type]) -> Type:
        """A model as it is read; what it leaves out this time is taken from the first time."""
        self._within.append(name)
        model = read()
        self._within.pop()
        if isinstance(model, Model):
            return model
        return self._filled(model, self._known.setdefault(name, model))

    def may_leave_out(self, shape: Shape) -> bool:
        """Whether the fields of an object may have been read before: it is a model, or inside of one."""
        return shape.model is not None or any(name in self._known for name in self._within)

    def left_out(self, item: Item, announced: Shape | Choice) -> Type:
        """What stands for fields or variants that are announced and do not follow; fails if they were never read."""
        if isinstance(announced, Shape) and announced.model and announced.summary:
            self._names.append((item, announced.model, announced.summary))
            return Model(announced.model)
        if not any(name in self._known for name in self._within):
            raise item.line.not_understood("announces fields or variants that do not follow")
        place = Model(f"{item.text} (line {item.line.number})")
        self._left_out[place] = (item, announced)
        return place

    def finish(self) -> None:
        """Fails if anything was left out everywhere."""
        for item, _ in self._left_out.values():
            raise item.line.not_understood("announces fields or variants that are nowhere")
        for item, model, summary in self._names:
            if not _fits(summary, self._known.get(model)):
                raise item.line.not_understood(f"the fields of {model} are nowhere in this section")

    def _filled(self, read: Type, before: Type) -> Type:
        """A type with what it leaves out, as it was read before."""
        match read, before:
            case Model(), Object() | Union() | Array():
                return self._found(read, before)
            case Array(mine), Array(theirs):
                return Array(self._filled(mine, theirs))
            case Map(mine), Map(theirs):
                return Map(self._filled(mine, theirs))
            case Object(), Object():
                types = {each.name: each.type for each in before.fields}
                fields = (replace(f, type=self._filled(f.type, types.get(f.name, f.type))) for f in read.fields)
                return replace(read, fields=tuple(fields))
            case Union(), Union() if [*labelled(read.variants)] == [*labelled(before.variants)]:
                pairs = zip(read.variants, before.variants, strict=True)
                return replace(read, variants=tuple(replace(a, type=self._filled(a.type, b.type)) for a, b in pairs))
        return read

    def _found(self, place: Model, before: Type) -> Type:
        if place not in self._left_out:
            return before if getattr(before, "model", None) == place.name else place
        item, announced = self._left_out.pop(place)
        if isinstance(announced, Shape) and announced.summary and not _fits(announced.summary, before):
            raise item.line.not_understood("announces other fields than there were here before")
        if isinstance(announced, Choice):
            count = len(announced.variants) + announced.more + announced.null
            if not isinstance(before, Union) or len(before.variants) != count:
                raise item.line.not_understood("announces other variants than there were here before")
        return before


def _fits(summary: Summary, described: Type | None) -> bool:
    names = {each.name for each in described.fields} if isinstance(described, Object) else set()
    return names >= set(summary.names) and len(names) == summary.count
