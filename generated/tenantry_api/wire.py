# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""JSON to the fields of models, and back.

Reading is tolerant: a date, enum value, object or list inside an answer that does not have the documented form
reads as None, and its raw value stays in the model's `additional_properties`. Three things are strict: a required
field, what an envelope carries (a result must not vanish), and models that occur in requests only.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from enum import Enum

# Any stands for a JSON value: its type is what these functions are about to find out.
from typing import Any, TypeVar

from .errors import ReservedPart
from .types import UNSET, File, FileTypes, RequestFiles, Unset

T = TypeVar("T")

MISFIT = (TypeError, ValueError)
"""What decoders raise."""

# What json.dumps takes as it is; a str that is an enum is of another type.
_PLAIN = frozenset({str, int, float, bool, type(None)})


def record(data: object) -> dict[str, Any]:
    """A JSON object as a new dict."""
    if not isinstance(data, Mapping):
        raise TypeError(f"an object was expected, not {type(data).__name__}")
    return dict(data)


# --- one field: each takes it out of `fields` ---------------------------------------------------------


def required(fields: dict[str, Any], name: str, decode: Callable[[Any], T]) -> T:
    """A field that must be there."""
    if name not in fields:
        raise ValueError(f"{name} is missing")
    return decode(fields.pop(name))


def tolerant(fields: dict[str, Any], name: str, decode: Callable[[Any], T]) -> T | None:
    """A field of an answer; one that does not fit stays in `fields`."""
    value = fields.get(name)
    try:
        decoded = None if value is None else decode(value)
    except MISFIT:
        return None
    fields.pop(name, None)
    return decoded


def strict(fields: dict[str, Any], name: str, decode: Callable[[Any], T]) -> T | None:
    """A field of an answer that must not vanish: null and absent are None, what does not fit is an error."""
    value = fields.pop(name, None)
    return None if value is None else decode(value)


def given(fields: dict[str, Any], name: str, decode: Callable[[Any], T]) -> T | Unset:
    """A field of a request: absent is UNSET."""
    return decode(fields.pop(name)) if name in fields else UNSET


# --- decoders -----------------------------------------------------------------------------------------


def as_is(value: Any) -> Any:
    """The value itself: text, numbers and free-form JSON are not checked."""
    return value


def instance(kind: type[T]) -> Callable[[object], T]:
    """A decoder of what already is a `kind`; it distinguishes the variants of a union."""

    def decode(value: object) -> T:
        if not isinstance(value, kind):
            raise TypeError(f"{kind.__name__} was expected, not {type(value).__name__}")
        return value

    return decode


array: Callable[[object], list[Any]] = instance(list)
"""A decoder of a list whose items need none."""


def list_of(decode: Callable[[Any], T]) -> Callable[[object], list[T]]:
    """A decoder of a list."""
    return lambda value: [decode(item) for item in array(value)]


def map_of(decode: Callable[[Any], T], fields: dict[str, Any]) -> dict[str, T]:
    """Decoded fields whose names are free."""
    return {name: decode(value) for name, value in fields.items()}


def or_none(decode: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """A decoder of something that may be null."""
    return lambda value: None if value is None else decode(value)


def constant(expected: T) -> Callable[[object], T]:
    """A decoder of the one value that a field can have."""

    def decode(value: object) -> T:
        if value != expected:
            raise ValueError(f"{expected!r} was expected")
        return expected

    return decode


def date_time(value: str) -> datetime.datetime:
    """A decoder of RFC 3339; digits below a microsecond are dropped."""
    return datetime.datetime.fromisoformat(value)


def one_of(value: object, *variants: Callable[[Any], T]) -> T:
    """A union without a tag: the first variant that fits."""
    for variant in variants:
        try:
            return variant(value)
        except MISFIT:
            continue
    raise TypeError(f"{type(value).__name__} fits none of {len(variants)} forms")


def by_tag(value: object, tag: str, variants: Mapping[object, Callable[[Any], T]], other: Callable[[Any], T]) -> T:
    """A union with a tag: the variant that it names, or the open one, also for what its own variant cannot read."""
    known = record(value).get(tag)
    variant = variants.get(known) if isinstance(known, str) else None
    return one_of(value, *([variant] if variant else []), other)


# --- writing ------------------------------------------------------------------------------------------


def encode(value: object) -> Any:
    """What json.dumps takes. Plain dicts and strings pass where a model or an enum could stand."""
    if type(value) in _PLAIN:
        return value
    to_dict = getattr(value, "to_dict", None)
    if callable(to_dict):
        return to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: encode(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    return value


def stated(values: Mapping[str, object]) -> dict[str, Any]:
    """Query parameters or headers that were given; neither can be null."""
    return {name: encode(value) for name, value in values.items() if value is not UNSET and value is not None}


def json_body(body: object) -> dict[str, Any]:
    """The argument that makes httpx send JSON."""
    encoded = encode(body)
    # httpx takes `json=None` for no body at all.
    return {"content": b"null"} if encoded is None else {"json": encoded}


def parts(name: str, value: object) -> Iterable[tuple[str, FileTypes]]:
    """The parts of a multipart body under one name: a list is one for each item, and UNSET none."""
    if isinstance(value, Unset):
        return []
    if isinstance(value, list | tuple):
        return [part for item in value for part in parts(name, item)]
    if isinstance(value, File):
        return [(name, value.to_tuple())]
    return [(name, (None, json.dumps(encode(value)).encode(), "application/json"))]


def multipart(declared: Mapping[str, object], free: Mapping[str, object]) -> RequestFiles:
    """A multipart body: the parts that the operation names, then those whose names are free."""
    taken = declared.keys() & free.keys()
    if taken:
        raise ReservedPart(f"no part of your own can be called {', '.join(sorted(taken))}: it would replace another")
    return [part for name, value in (*declared.items(), *free.items()) for part in parts(name, value)]


# --- printing -----------------------------------------------------------------------------------------


def names_only(fields: Mapping[str, object]) -> str:
    """How unknown fields are printed: any of them may hold a secret."""
    return "{" + ", ".join(f"{name!r}: …" for name in fields) + "}"
