"""What two snapshots say differently."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from tenantry._code.bundle import Bundle
from tenantry._public import public
from tenantry_api.display import Rows, Value, table


@public
@frozen
class Difference(Value):
    """One thing that differs."""

    what: str
    """Such as `code/index.js`, `bindings.CACHE`, `tags` or `limits`."""
    before: object
    """What it was, as JSON; of a module its type, size and hash. None if it was not there."""
    after: object
    """What it is in the other snapshot; None if it is not there."""

    def __str__(self) -> str:
        if self.before is None:
            return f"+ {self.what}: {_shown(self.after)}"
        if self.after is None:
            return f"- {self.what}: {_shown(self.before)}"
        return f"~ {self.what}: {_shown(self.before)} → {_shown(self.after)}"


@public
class Differences(tuple[Difference, ...]):
    """All that differs between two snapshots; empty, and so false, where nothing does."""

    __slots__ = ()

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dict for each, as pandas and FastAPI take them. Any: JSON is not typed."""
        return Rows(self).to_dicts()

    def _repr_html_(self) -> str:
        return table(self)

    def __str__(self) -> str:
        return "\n".join(map(str, self)) or "Nothing differs."


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> Differences:
    """The names under which the two do not say the same."""
    names = [*before, *(name for name in after if name not in before)]
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return Differences(Difference(*each) for each in pairs if each[1] != each[2])


def modules_said(code: Bundle) -> Mapping[str, object]:
    """The modules, each in few words."""
    modules = {
        f"code/{path}": f"{code.types[path]}, {len(code[path])} bytes, SHA-256 {hashlib.sha256(code[path]).hexdigest()}"
        for path in sorted(code)
    }
    return {"main": code.main, **modules}


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
