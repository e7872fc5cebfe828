"""What changes a document in one place, and the pieces that the changes are made of."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from drift.spec.document import Document, JsonObject, committed

# By rule: where, what stands there instead, and what must be found.
Examples = dict[str, list[tuple[str, object, str]]]

GONE = object()
TEXT = {"description": "A text.", "type": "string"}
OBJECT = {"type": "object", "properties": {"a": TEXT}}
SCRIPT = {"$ref": "#/components/schemas/ScriptDetails"}
DIFFERENCE = {"docs": "a", "ours": "b", "reason": "c", "evidence": "d"}


@dataclass(frozen=True)
class Wrong:
    """The committed document but for one place; `at` begins with an operation, or with what the root or the
    components hold."""

    rule: str
    at: str
    value: object
    found: str

    def document(self) -> Document:
        raw = deepcopy(committed().raw)
        *steps, last = self.at.split()
        place = _start(raw, steps.pop(0)) if steps else raw
        for step in steps:
            place = place[_key(place, step)]
        _set(place, _key(place, last), deepcopy(self.value) if self.value is not GONE else GONE)
        return Document(raw)


def _start(raw: JsonObject, name: str) -> Any:  # Any: a mapping or a list
    """Where an address begins."""
    for operation in Document(raw).operations:
        if operation.name == name:
            return operation.spec
    return raw[name] if name in raw else raw["components"][name]


def _key(place: JsonObject | list[object], step: str) -> Any:  # Any: an index or a name
    return int(step) if isinstance(place, list) else step


def _set(place: Any, key: Any, value: object) -> None:  # Any: a mapping or a list, and its kind of key
    if value is GONE:
        del place[key]
    elif isinstance(place, list) and key == len(place):
        place.append(value)
    else:
        place[key] = value
