"""Checks values against the specification's schemas, and says in words what is wrong."""

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from tenantry_emulator.wire.json_types import Json, JsonObject, as_list, as_object, as_text
from tenantry_emulator.wire.turns import step_aside

from .operations import bundled

# Stands in messages where the value would: a value can be a secret.
MASK = "the value"
# Entries of an object or a list, which take some milliseconds.
AT_ONCE = 1000


@dataclass(frozen=True)
class Problem:
    """The first thing that is wrong with a value."""

    pointer: str
    message: str


class Checker:
    """One schema, compiled."""

    def __init__(self, schema: JsonObject) -> None:
        # References lead to `#/components/schemas/...`, so each schema is compiled as a document that has them.
        document = {**schema, "components": {"schemas": bundled().schemas}}
        self._validator = Draft202012Validator(document, validate_formats=True, mask=MASK)

    def problem(self, value: Json) -> Problem | None:
        """What is wrong with the value, if something is."""
        for piece in _pieces(value):
            for error in self._validator.iter_errors(piece.value):
                culprit = _culprit(error)
                return Problem(_pointer(culprit, piece), culprit.message)
        return None


@functools.cache
def checker_of(name: str) -> Checker:
    """The checker of one of the specification's named schemas."""
    return Checker({"$ref": f"#/components/schemas/{name}"})


@functools.cache
def binding_types() -> frozenset[str]:
    """The types of bindings that the specification knows."""
    alternatives = map(as_object, as_list(as_object(bundled().schemas["Binding"])["oneOf"]))
    schemas = (as_object(bundled().schemas[name_of(alternative)]) for alternative in alternatives)
    kinds = (as_object(as_object(schema["properties"])["type"]) for schema in schemas)
    return frozenset(as_text(kind["const"]) for kind in kinds if "const" in kind)


def name_of(schema: JsonObject) -> str:
    """The name of the schema that a reference leads to."""
    return as_text(schema["$ref"]).removeprefix("#/components/schemas/")


def property_of(schema: JsonObject, name: str) -> JsonObject:
    """The schema of a property of the named schema that a reference leads to."""
    properties = as_object(as_object(bundled().schemas[name_of(schema)])["properties"])
    return as_object(properties[name])


@dataclass(frozen=True)
class _Piece:
    """A value with no more than some of the entries of each member."""

    value: Json
    member: str = ""
    start: int = 0
    """How many entries of the member were left out before."""


def _pieces(value: Json) -> Iterator[_Piece]:
    """The value in pieces, between which other threads have their turn. No schema counts entries."""
    if not isinstance(value, dict):
        yield _Piece(value)
        return
    long = {name: each for name, each in value.items() if isinstance(each, dict | list) and len(each) > AT_ONCE}
    parts = {name: _split(each) for name, each in long.items()}
    first = {**value, **{name: next(entries) for name, entries in parts.items()}}
    yield _Piece(first)
    for name, entries in parts.items():
        for number, some in enumerate(entries, 1):
            step_aside()
            yield _Piece({**first, name: some}, name, number * AT_ONCE)


def _split(value: JsonObject | list[Json]) -> Iterator[Json]:
    if isinstance(value, list):
        yield from (value[start : start + AT_ONCE] for start in range(0, len(value), AT_ONCE))
        return
    entries = iter(value.items())
    while some := dict(itertools.islice(entries, AT_ONCE)):
        yield some


def _pointer(error: ValidationError, piece: _Piece) -> str:
    path = [*error.instance_path]
    if path[:1] == [piece.member] and isinstance(index := path[1:2] and path[1], int):
        path[1] = index + piece.start
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "".join(f"/{step}" for step in steps)


def _culprit(error: ValidationError) -> ValidationError:
    """The error itself; for a choice that failed, what is wrong with the alternative that was meant.

    The alternatives of the specification are told apart by the constant in `type`, so the one that was meant is the
    one whose `type` fits.
    """
    kind = error.kind
    if isinstance(kind, ValidationErrorKind.AnyOf | ValidationErrorKind.OneOfNotValid):
        depth = len(error.instance_path)
        meant = [errors for errors in kind.context if not any(_is_of_another_kind(each, depth) for each in errors)]
        if len(meant) == 1:
            return _culprit(meant[0][0])
    return error


def _is_of_another_kind(error: ValidationError, depth: int) -> bool:
    """Whether the alternative was not meant: the value has another `type`, or is not an object at all."""
    here = error.instance_path[depth:]
    return here == ["type"] or (not here and error.kind.name == "type")
