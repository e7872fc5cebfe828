# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""How values show themselves: short in a terminal, as a table in a notebook, and as JSON to other libraries.

What a field says of itself with `repr=False` is shown nowhere: it is a secret.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import PurePath
from typing import Any, TypeVar

import attrs

T = TypeVar("T")

# More of either fit no page of a notebook.
ROWS, COLUMNS = 50, 8


class Model:
    """What goes over the wire; it prints the fields that say something."""

    __slots__ = ()

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value}" for name, value in _printed(self))
        return f"{type(self).__name__}({said})"

    def _repr_html_(self) -> str:
        return record(self)


class Value:
    """What is made of answers."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """What it says, as JSON. Any: JSON is not typed."""
        return {each.name: plain(getattr(self, each.name)) for each in _fields(self)}

    def _repr_html_(self) -> str:
        return record(self)


class Rows(list[T]):
    """A list that a notebook shows as a table."""

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dict for each row, as pandas and FastAPI take them. Any: JSON is not typed."""
        return [plain(row) for row in self]

    def _repr_html_(self) -> str:
        return table(self)


# Any: JSON.
def plain(value: object) -> Any:
    """A value as JSON."""
    if callable(to_dict := getattr(value, "to_dict", None)):
        return to_dict()
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if attrs.has(type(value)):
        return {each.name: plain(getattr(value, each.name)) for each in _fields(value)}
    return value.value if isinstance(value, Enum) else str(value) if isinstance(value, PurePath) else value


def table(rows: Sequence[object], note: str = "") -> str:
    """HTML: a line for each row, a column for each field that says something in any of them."""
    shown = [_said(row) if _is_record(row) else {"": row} for row in rows[:ROWS]]
    columns = [*dict.fromkeys(name for row in shown for name, value in row.items() if _says(value))][:COLUMNS]
    head = "".join(f"<th>{_escaped(name.rstrip('_'))}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(row.get(name))}</td>' for name in columns)}</tr>" for row in shown)
    note = note or (f"{len(rows):,} rows, of which these are the first {ROWS}" if len(rows) > ROWS else "")
    caption = f"<p>{_escaped(note)}</p>" if note else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{caption}"


def record(value: object) -> str:
    """HTML: a line for each field that says something."""
    said = {name: item for name, item in _said(value).items() if _says(item)}
    lines = (f"<tr><th>{_escaped(name.rstrip('_'))}</th><td>{_cell(item)}</td></tr>" for name, item in said.items())
    return f"<table>{''.join(lines)}</table>"


def _cell(value: object) -> str:
    if _is_record(value):
        return record(value)
    if isinstance(value, list | tuple):
        return table(value) if any(map(_is_record, value)) else ", ".join(map(_cell, value))
    return _escaped(plain(value)) if _says(value) else ""


def _escaped(value: object) -> str:
    from html import escape

    return escape(str(value))


def _is_record(value: object) -> bool:
    return attrs.has(type(value)) or isinstance(value, Mapping) or hasattr(value, "to_dict")


def _says(value: object) -> bool:
    return value is False or value == 0 or bool(value)


def _said(value: object) -> dict[str, Any]:
    """The fields of a record, without secrets. Any: as the fields are, or JSON."""
    if attrs.has(type(value)):
        shown = ((each, getattr(value, each.name)) for each in _fields(value))
        return {each.name: each.repr(item) if callable(each.repr) and item else item for each, item in shown}
    if isinstance(value, Mapping) and not hasattr(value, "to_dict"):
        return dict(value)
    said: dict[str, Any] = plain(value)
    return said


# Any: the type that a field has is not known here.
def _fields(value: object) -> Iterable[attrs.Attribute[Any]]:
    return [each for each in attrs.fields(type(value)) if each.repr is not False]  # type: ignore[arg-type]  # it is attrs'


def _printed(value: object) -> Iterator[tuple[str, str]]:
    """The fields that are not as they are by default, or that have to be given."""
    for each in _fields(value):
        item = getattr(value, each.name)
        default = {} if each.name == "additional_properties" else each.default
        if item != default:
            yield each.name, each.repr(item) if callable(each.repr) else repr(item)
