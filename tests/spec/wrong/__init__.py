"""For every rule at least one document that breaks it."""

from __future__ import annotations

from . import bodies, documents, names, objects, operations, parameters, unions, words
from .change import Wrong

ROOMS = (documents, operations, parameters, bodies, objects, unions, names, words)

WRONG = [Wrong(rule, *example) for room in ROOMS for rule, examples in room.EXAMPLES.items() for example in examples]
