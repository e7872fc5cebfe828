"""The conventions of openapi.yaml, as rules by name: each takes the document and tells what breaks it.

Most of them keep clear of what openapi-python-client 0.29.1 does wrong without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import getmembers, isfunction

from drift.spec.document import Document

from . import bodies, documents, examples, names, objects, operations, parameters, unions, words

Rule = Callable[[Document], Iterator[str]]

# Every public function of a room is a rule, so that none can be forgotten here.
RULES: dict[str, Rule] = {
    name: rule
    for room in (documents, operations, parameters, bodies, objects, unions, names, words, examples)
    for name, rule in getmembers(room, isfunction)
    if rule.__module__ == room.__name__ and not name.startswith("_")
}
