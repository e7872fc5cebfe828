"""The domain types of a page held against its operations: what these answer under the same name must be the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from drift.facts import model as facts
from drift.facts.model import Array, Contradiction, Map, Object, OperationFacts, Type, Union, Variant
from drift.facts.refining import Refiner

from .examples import Place

# Where an operation has what a page says of a type: which operation, of which answer, and the steps to it.
Found = tuple[OperationFacts, str, Place, Type]
RESPONSE = "Response"


def noted(operations: Sequence[OperationFacts], models: Sequence[Variant]) -> tuple[OperationFacts, ...]:
    """The operations, with a note wherever the domain type that belongs there says something else."""
    notes: dict[str, list[facts.Note]] = {}
    for model in models:
        same = [(_contradictions(model.type, found[-1]), found) for found in _named(operations, model.name or "")]
        if same:
            contradictions, (operation, of, place, _) = min(same, key=lambda each: len(each[0]))
            notes.setdefault(operation.key, []).extend(
                facts.Note(of, place, f"the domain type {model.name} says otherwise{_in_words(each)}", model.read_at)
                for each in contradictions
            )
    return tuple(replace(each, notes=(*each.notes, *notes.get(each.key, ()))) for each in operations)


def _contradictions(model: Type, found: Type) -> tuple[Contradiction, ...]:
    refiner = Refiner()
    one, other = (replace(each, model=None) if isinstance(each, Object | Union) else each for each in (model, found))
    refiner.refine(one, other, "", ((), ()))
    return refiner.contradictions


def _in_words(each: Contradiction) -> str:
    claims = ", not ".join(claim.text for claim in each.claims)
    return f" of {each.path}: {each.kind} {claims}" if each.path else f": {each.kind} {claims}"


def _named(operations: Sequence[OperationFacts], name: str) -> Iterator[Found]:
    """What is called by a name; `…Response` is what any operation answers."""
    for operation in operations:
        for answer in operation.responses:
            for place, inner in _types(answer.type, ()) if answer.type else ():
                answered = name.endswith(RESPONSE) and place in ((), ("result",), ("result", "[]"), ("result", "{}"))
                if answered or getattr(inner, "model", None) == name:
                    yield operation, answer.status, place, inner


def _types(described: Type, place: Place) -> Iterator[tuple[Place, Type]]:
    yield place, described
    match described:
        case Array(inner) | Map(inner):
            yield from _types(inner, (*place, "[]" if isinstance(described, Array) else "{}"))
        case Object(fields):
            for each in fields:
                yield from _types(each.type, (*place, each.name))
        case Union(variants):
            for variant in variants:
                yield from _types(variant.type, place)
