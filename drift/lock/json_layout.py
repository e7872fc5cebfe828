"""JSON laid out for readable diffs: keys in order, and a value that fits into a line in one line."""

from __future__ import annotations

import json
from typing import Any

WIDTH = 120
INDENT = "  "
# The keys of types, as encoding.py writes them: each type has one, except objects and unions.
TYPE_WORDS = {"type", "const", "enum", "unsaid", "items", "values"}


# Any: the values of JSON.
def laid_out(value: Any, *, top: bool = True, margin: str = "", prefix: str = "") -> str:
    """A value as JSON text; a field that holds no other fields takes one line."""
    line = margin + prefix + json.dumps(value, sort_keys=True, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or (not top and len(line) < WIDTH and not _is_deep(value)):
        return line
    inner = margin + INDENT
    if isinstance(value, list):
        lines = [laid_out(each, top=False, margin=inner) for each in value]
        return f"{margin}{prefix}[\n" + ",\n".join(lines) + f"\n{margin}]"
    members = [
        laid_out(each, top=False, margin=inner, prefix=f"{json.dumps(name, ensure_ascii=False)}: ")
        for name, each in sorted(value.items())
    ]
    return f"{margin}{prefix}{{\n" + ",\n".join(members) + f"\n{margin}}}"


# Any: the values of JSON.
def _is_deep(value: Any) -> bool:
    """Whether a value holds fields, variants or other named things, and takes a line for each."""
    if isinstance(value, dict):
        named = any(isinstance(each, dict) for each in value.values()) and not TYPE_WORDS & value.keys()
        return named or "variants" in value or any(_is_deep(each) for each in value.values())
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)
