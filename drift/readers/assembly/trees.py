"""Items to trees: every field where its parent's summary puts it, every variant where its union announces it.

Text has no indentation: how many children a line has, only its own type expression says. Markdown has both, and they
must agree.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from drift.facts.model import Array, Constant, Constraint, Field, Map, Model, Object, Type, Union, Variant
from drift.facts.paths import fields as in_order
from drift.facts.paths import union
from drift.readers.tokens.expressions import ArrayOf, Choice, Expression, MapOf, Shape, Summary, header, loosened
from drift.readers.tokens.items import Item, Kind, declared, fits

from .cursor import Cursor
from .models import Models


class Trees:
    """Reads the items of one section from the first to the last.

    `known` are names that the page uses in its examples: they tell a name that begins with `Deprecated` from one to
    which that mark was glued. A dialect that `marks` tells what is deprecated, what constraints there are, and where
    variants begin.
    """

    def __init__(
        self, items: Sequence[Item], known: Collection[str] = (), models: Models | None = None, *, marks: bool
    ) -> None:
        self._cursor = Cursor(items)
        self._known = known
        self._marks = marks
        self._models = models or Models()

    # Any: here and below, what JSON holds at the place that is read.
    def root(self, sample: Any = None) -> list[Field] | Variant:
        """The fields that the section holds, or the one type that stands there instead."""
        found = self._cursor.next(None)
        told: list[Field] | Variant
        if found is not None and found.kind is Kind.VARIANT:
            told = self._variant(self._cursor.take(found, None), sample)
        else:
            told = self._fields(None, None, sample)
        self._finish()
        return told

    def _finish(self) -> None:
        if self._cursor.next(None) is not None:
            raise self._cursor.unexpected(None, "has no place here")
        self._models.finish()

    # Fields.

    def _fields(self, parent: Item | None, summary: Summary | None, sample: Any) -> list[Field]:
        """As many fields as the summary counts, or all there are."""
        told: list[Field] = []
        while (len(told) < summary.count) if summary else self._cursor.next(parent):
            due = summary.names[len(told)] if summary and len(told) < len(summary.names) else None
            found = self._field(parent, due, sample)
            if any(earlier.name == found.name for earlier in told):
                raise self._cursor.unexpected(parent, f"comes after {found.name!r}, which stands twice")
            told.append(found)
        return told

    def _field(self, parent: Item | None, due: str | None, sample: Any) -> Field:
        found = self._cursor.next(parent)
        if found is None or found.kind is not Kind.FIELD:
            raise self._cursor.unexpected(parent, f"is not the field that is due{_in(parent)}")
        item = self._cursor.take(found, parent)
        told, deprecated = declared(item, due, self._known)
        if due not in (None, told.name):
            raise item.line.not_understood(f"is not the field {due!r} that is due{_in(parent)}")
        constraints = self._constraints(item)
        said = deprecated if self._marks or deprecated else None
        of = self._type(item, told.expression, _member(sample, told.name))
        return Field(told.name, of, told.optional, said, constraints, item.line.read_at)

    def _constraints(self, item: Item) -> tuple[Constraint, ...] | None:
        told = self._cursor.constraints(item)
        return tuple(told) if told or self._marks else None

    # Types.

    def _type(self, item: Item, told: Expression, sample: Any) -> Type:
        """The type that an expression and the items below it make together."""
        match told:
            case ArrayOf(items):
                other = loosened(told)
                if other is not None and self._begins(item, other.arms[0]):
                    return self._choice(item, other, sample)
                return Array(self._type(item, items, _first(sample)))
            case MapOf(values):
                return Map(self._type(item, values, _first(sample)))
            case Shape():
                return self._object(item, told, sample)
            case Choice():
                return self._choice(item, told, sample)
            case Model(name):
                return self._models.told(name, lambda: self._model(item, name, sample))
            case Constant(text):
                self._repeated(item, text)
        return told

    def _begins(self, item: Item, arm: Expression) -> bool:
        """Whether the list of variants below an item begins with this one."""
        begun = self._cursor.after_marker(item)
        return begun is not None and begun.kind is Kind.VARIANT and header(begun.text).expression == arm

    def _object(self, item: Item, told: Shape, sample: Any) -> Type:
        if told.summary is None:
            listed = item.depth is not None and self._cursor.next_is(item, Kind.FIELD)
            return Object(in_order(self._fields(item, None, sample) if listed else ()), told.model, partial=not listed)
        if not self._expanded(item, told.summary) and self._models.may_leave_out(told):
            return self._models.left_out(item, told)

        def read() -> Object:
            return Object(in_order(self._fields(item, told.summary, sample)), told.model)

        return self._models.told(told.model, read) if told.model else read()

    def _expanded(self, item: Item, summary: Summary) -> bool:
        """Whether the fields of an object follow."""
        found = self._cursor.next(item)
        if not summary.names or found is None or found.kind is not Kind.FIELD:
            return not summary.names
        return declared(found, summary.names[0], self._known)[0].name == summary.names[0]

    def _model(self, item: Item, name: str, sample: Any) -> Type:
        """A model without a summary: what stands below it, if anything does, is it."""
        if self._cursor.skip_marker(item) or self._holds_variants(item):
            return self._all_variants(item, name, sample)
        fields = self._fields(item, None, sample) if item.depth is not None else self._shown(item, sample)
        return Object(in_order(fields), name) if fields else Model(name)

    def _holds_variants(self, item: Item) -> bool:
        """Whether variants of a model follow. Where nothing is indented, only constants are sure to be its own."""
        found = None if self._marks else self._cursor.next_variant(item)
        return found is not None and (found.depth is not None or isinstance(header(found.text).expression, Constant))

    def _shown(self, item: Item, sample: Any) -> list[Field]:
        """The fields of a model where nothing is indented or counted: those that the example has, in its order."""
        names = list(sample) if isinstance(sample, dict) else []
        told: list[Field] = []
        while (found := self._cursor.next(item)) is not None and found.kind is Kind.FIELD:
            name = declared(found, None, self._known)[0].name
            if name not in names:
                break
            names = names[names.index(name) + 1 :]
            told.append(self._field(item, name, sample))
        return told

    def _repeated(self, item: Item, text: str) -> None:
        """Markdown repeats a constant in a bullet of its own."""
        found = None if self._marks or item.kind is not Kind.FIELD else self._cursor.next_variant(item)
        if found is not None and found.text == text:
            self._cursor.take(found, item)

    # Unions.

    def _choice(self, item: Item, told: Choice, sample: Any) -> Type:
        null = [Variant(Constant("null"), read_at=item.line.read_at)] if told.null else []
        if self._cursor.skip_marker(item) or (not self._marks and self._cursor.next_variant(item)):
            return union([*self._variants(item, told, sample), *null])
        if told.more or (len(told.arms) > 1 and any(isinstance(arm, Shape) for arm in told.arms)):
            return self._models.left_out(item, told)
        return union([*(self._unlisted(item, arm, sample) for arm in told.arms), *null])

    def _unlisted(self, item: Item, arm: Expression, sample: Any) -> Variant:
        """A variant of a union without a list: the only one beside null, or one that needs no list."""
        none = () if self._marks and not isinstance(arm, Constant) else None
        return Variant(self._type(item, arm, sample), None, none, item.line.read_at)

    def _variants(self, item: Item, told: Choice, sample: Any) -> list[Variant]:
        """As many variants as the union counts; the first ones are those that it names."""
        constants = all(isinstance(arm, Constant) for arm in told.arms)
        variants: list[Variant] = []
        for number in range(len(told.arms) + told.more):
            due = told.arms[number] if number < len(told.arms) else None
            found = self._cursor.next_variant(item, partial(fits, due=due, constant=constants))
            if found is None or not fits(found, due, constants):
                raise self._cursor.unexpected(item, f"is not variant {number + 1}{_in(item)}")
            self._add_variant(variants, self._cursor.take(found, item), sample)
        again = self._cursor.next_variant(item) if told.null else None
        if again is not None and again.text == "null":
            self._cursor.take(again, item)
        return variants

    def _all_variants(self, item: Item, name: str, sample: Any) -> Union:
        """The variants of a named union, which counts none: all that follow."""
        variants: list[Variant] = []
        while self._marks or self._holds_variants(item):
            found = self._cursor.next_variant(item)
            if found is None:
                break
            self._add_variant(variants, self._cursor.take(found, item), sample)
        if not variants:
            raise item.line.not_understood("announces variants that do not follow")
        return union(variants, name)

    def _add_variant(self, variants: list[Variant], item: Item, sample: Any) -> None:
        told = self._variant(item, sample)
        for other in variants:
            if (told.name and told.name == other.name) or (told.type == other.type and isinstance(told.type, Constant)):
                raise item.line.not_understood("stands twice")
        variants.append(told)

    def _variant(self, item: Item, sample: Any) -> Variant:
        begun = header(item.text)
        constraints = None if isinstance(begun.expression, Constant) else self._constraints(item)
        return Variant(self._type(item, begun.expression, sample), begun.name, constraints, item.line.read_at)


def _in(parent: Item | None) -> str:
    return f" in {parent.text!r} (line {parent.line.number})" if parent else ""


# Any: what JSON holds.
def _member(sample: Any, name: str) -> Any:
    return sample.get(name) if isinstance(sample, dict) else None


def _first(sample: Any) -> Any:
    values = list(sample.values()) if isinstance(sample, dict) else sample if isinstance(sample, list) else []
    return values[0] if values else None
