"""Items to trees: every field where its parent's summary puts it, every variant where its union announces it.

Text has no indentation: only the type expression of a line says how many of the next lines belong to it. Markdown has
both, and they must agree.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from drift.facts.model import Array, Constant, Constraint, Field, Map, Model, Object, Type, Union, Variant
from drift.facts.paths import NULL, sorted_fields, sorted_union
from drift.readers.tokens.expressions import ArrayOf, Choice, Expression, MapOf, Shape, Summary, header, loosened
from drift.readers.tokens.items import Item, ItemKind, declared, fits

from .cursor import Cursor
from .models import Models


class Trees:
    """Reads the items of one section from the first to the last.

    `known` are the names in the page's examples: one of them may begin with `Deprecated`, of any other name that is the
    mark that was glued to it. A dialect with `marks` shows what is deprecated, what constraints there are, and where
    variants begin.
    """

    def __init__(
        self, items: Sequence[Item], known: Collection[str] = (), models: Models | None = None, *, marks: bool
    ) -> None:
        self._cursor = Cursor(items)
        self._known = known
        self._marks = marks
        self._models = models or Models()
        self._awaited: list[set[str]] = []  # what each object that is being read still waits for

    # Any: here and below, what JSON holds at the place that is read.
    def root(self, sample: Any = None) -> list[Field] | Variant:
        """The fields in the section, or the one type that is there instead."""
        found = self._cursor.next(None)
        parsed: list[Field] | Variant
        if found is not None and found.kind is ItemKind.VARIANT:
            parsed = self._variant(self._cursor.take(found, None), sample)
        else:
            parsed = self._fields(None, None, sample)
        if self._cursor.next(None) is not None:
            raise self._cursor.unexpected(None, "has no place here")
        self._models.finish()
        return parsed

    # Fields.

    def _fields(self, parent: Item | None, summary: Summary | None, sample: Any) -> list[Field]:
        """As many fields as the summary counts, or all there are."""
        parsed: list[Field] = []
        while (len(parsed) < summary.count) if summary else self._cursor.next(parent):
            due = summary.names[len(parsed)] if summary and len(parsed) < len(summary.names) else None
            awaited = {*(summary.names if summary else ()), *(sample if isinstance(sample, dict) else ())}
            self._awaited.append(awaited - {each.name for each in parsed})
            found = self._field(parent, due, sample)
            self._awaited.pop()
            if any(earlier.name == found.name for earlier in parsed):
                raise self._cursor.unexpected(parent, f"comes after {found.name!r}, which is there twice")
            parsed.append(found)
        return parsed

    def _field(self, parent: Item | None, due: str | None, sample: Any) -> Field:
        found = self._cursor.next(parent)
        if found is None or found.kind is not ItemKind.FIELD:
            raise self._cursor.unexpected(parent, f"is not the field that is due{_in(parent)}")
        item = self._cursor.take(found, parent)
        parsed, deprecated = declared(item, due, self._known)
        if due not in (None, parsed.name):
            raise item.line.not_understood(f"is not the field {due!r} that is due{_in(parent)}")
        self._awaited[-1].discard(parsed.name)
        constraints = self._constraints(item)
        member = sample.get(parsed.name) if isinstance(sample, dict) else None
        described = self._type(item, parsed.expression, member)
        marked = deprecated if self._marks or deprecated else None
        return Field(parsed.name, described, parsed.optional, marked, constraints, item.line.read_at)

    def _constraints(self, item: Item) -> tuple[Constraint, ...] | None:
        parsed = self._cursor.constraints(item)
        return tuple(parsed) if parsed or self._marks else None

    # Types.

    def _type(self, item: Item, parsed: Expression, sample: Any) -> Type:
        """The type that an expression and the items below it make together."""
        match parsed:
            case ArrayOf(items):
                loose = loosened(parsed)
                if loose is not None and self._begins(item, loose.variants[0]):
                    return self._choice(item, loose, sample)
                return Array(self._type(item, items, _first(sample)))
            case MapOf(values):
                return Map(self._type(item, values, _first(sample)))
            case Shape():
                return self._object(item, parsed, sample)
            case Choice():
                return self._choice(item, parsed, sample)
            case Model(name):
                return self._models.read(name, lambda: self._model(item, name, sample))
            case Constant(text):
                self._repeated(item, text)
        return parsed

    def _begins(self, item: Item, variant: Expression) -> bool:
        """Whether the list of variants below an item begins with this one."""
        begun = self._cursor.after_marker(item)
        return begun is not None and begun.kind is ItemKind.VARIANT and header(begun.text).expression == variant

    def _object(self, item: Item, parsed: Shape, sample: Any) -> Type:
        if parsed.summary is None:
            listed = item.depth is not None and self._cursor.next_is(item, ItemKind.FIELD)
            fields = self._fields(item, None, sample) if listed else ()
            return Object(sorted_fields(fields), parsed.model, partial=not listed)
        if not self._expanded(item, parsed.summary) and self._models.may_leave_out(parsed):
            return self._models.left_out(item, parsed)

        def read() -> Object:
            return Object(sorted_fields(self._fields(item, parsed.summary, sample)), parsed.model)

        return self._models.read(parsed.model, read) if parsed.model else read()

    def _expanded(self, item: Item, summary: Summary) -> bool:
        """Whether the fields of an object follow."""
        found = self._cursor.next(item)
        if not summary.names or found is None or found.kind is not ItemKind.FIELD:
            return not summary.names
        return declared(found, summary.names[0], self._known)[0].name == summary.names[0]

    def _model(self, item: Item, name: str, sample: Any) -> Type:
        """A model without a summary: what is below it, if anything."""
        if self._cursor.skip_marker(item) or self._holds_variants(item):
            return self._all_variants(item, name, sample)
        fields = self._fields(item, None, sample) if item.depth is not None else self._shown(item, name, sample)
        return Object(sorted_fields(fields), name) if fields else Model(name)

    def _holds_variants(self, item: Item) -> bool:
        """Whether variants of a model follow; without indentation, only constants certainly belong to it."""
        found = None if self._marks else self._cursor.next_variant(item)
        return found is not None and (found.depth is not None or isinstance(header(found.text).expression, Constant))

    def _shown(self, item: Item, model: str, sample: Any) -> list[Field]:
        """The fields of a model that is neither indented nor counted: those that an example shows of it.

        An example may leave some out. These are those that it had elsewhere on the page; or all, up to one that is
        awaited around it.
        """
        names = {*(sample if isinstance(sample, dict) else ()), *self._models.shown.get(model, ())}
        is_known = self._marks or model in self._models.shown
        parsed: list[Field] = []
        while (found := self._cursor.next(item)) is not None and found.kind is ItemKind.FIELD:
            name = declared(found, None, self._known)[0].name
            if any(each.name == name for each in parsed):
                break
            if name not in names:
                awaited = any(name in each for each in self._awaited)
                if awaited and parsed:
                    self._models.shown.setdefault(model, [each.name for each in parsed])
                if awaited or is_known:
                    break
            self._awaited.append(names - {each.name for each in parsed})
            parsed.append(self._field(item, name, sample))
            self._awaited.pop()
        return parsed

    def _repeated(self, item: Item, text: str) -> None:
        """Markdown repeats a constant in a bullet of its own."""
        found = None if self._marks or item.kind is not ItemKind.FIELD else self._cursor.next_variant(item)
        if found is not None and found.text == text:
            self._cursor.take(found, item)

    # Unions.

    def _choice(self, item: Item, parsed: Choice, sample: Any) -> Type:
        null = [Variant(NULL, read_at=item.line.read_at)] if parsed.null else []
        if self._cursor.skip_marker(item) or (not self._marks and self._cursor.next_variant(item)):
            return sorted_union([*self._variants(item, parsed, sample), *null])
        if parsed.more or (len(parsed.variants) > 1 and any(isinstance(each, Shape) for each in parsed.variants)):
            return self._models.left_out(item, parsed)
        return sorted_union([*(self._unlisted(item, each, sample) for each in parsed.variants), *null])

    def _unlisted(self, item: Item, variant: Expression, sample: Any) -> Variant:
        """A variant of a union without a list: the only one beside null, or one that needs no list."""
        none = () if self._marks and not isinstance(variant, Constant) else None
        return Variant(self._type(item, variant, sample), None, none, item.line.read_at)

    def _variants(self, item: Item, parsed: Choice, sample: Any) -> list[Variant]:
        """As many variants as the union counts; the first ones are those that it names."""
        constants = all(isinstance(each, Constant) for each in parsed.variants)
        variants: list[Variant] = []
        for number in range(len(parsed.variants) + parsed.more):
            due = parsed.variants[number] if number < len(parsed.variants) else None
            found = self._cursor.next_variant(item, partial(fits, due=due, constant=constants))
            if found is None or not fits(found, due, constants):
                raise self._cursor.unexpected(item, f"is not variant {number + 1}{_in(item)}")
            self._add_variant(variants, self._cursor.take(found, item), sample)
        again = self._cursor.next_variant(item) if parsed.null else None
        if again is not None and again.text == "null":
            self._cursor.take(again, item)
        return variants

    def _all_variants(self, item: Item, name: str, sample: Any) -> Union:
        """The variants of a named union, which does not count them: all that follow."""
        variants: list[Variant] = []
        while (self._marks or self._holds_variants(item)) and (found := self._cursor.next_variant(item)):
            self._add_variant(variants, self._cursor.take(found, item), sample)
        if not variants:
            raise item.line.not_understood("announces variants that do not follow")
        return sorted_union(variants, name)

    def _add_variant(self, variants: list[Variant], item: Item, sample: Any) -> None:
        parsed = self._variant(item, sample)
        names = [other.name for other in variants if other.name]
        constants = [other.type for other in variants if isinstance(other.type, Constant)]
        if parsed.name in names or parsed.type in constants:
            raise item.line.not_understood("is there twice")
        variants.append(parsed)

    def _variant(self, item: Item, sample: Any) -> Variant:
        begun = header(item.text)
        constraints = None if isinstance(begun.expression, Constant) else self._constraints(item)
        return Variant(self._type(item, begun.expression, sample), begun.name, constraints, item.line.read_at)


def _in(parent: Item | None) -> str:
    return f" in {parent.text!r} (line {parent.line.number})" if parent else ""


# Any: what JSON holds.
def _first(sample: Any) -> Any:
    values = list(sample.values()) if isinstance(sample, dict) else sample if isinstance(sample, list) else []
    return values[0] if values else None
