"""Takes scripts out of service without losing what belongs to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

import tenantry
from tenantry import bindings
from tenantry_fleet.arguments import expect
from tenantry_fleet.journal.records import ScriptRecord

from .operation import Applied, Operation, when

QUARANTINED = "tenantry-quarantined"
STUB = "quarantine.js"
_STUB = """{imports}export default {{
  fetch() {{
    return new Response({text}, {{ status: 503 }});
  }},
}};
"""


class Quarantine(Operation):
    """Puts a stub in the place of the code, and a tag on the script so that no rollout goes over it.

    The stub exports the Durable Object classes that the script has, for Cloudflare refuses code without them; their
    data, the bindings and the secrets stay.
    """

    kind = "quarantine"
    backs_up = True
    writes_code = True
    # The classes of its bindings, the stub, and the tag.
    calls = 3

    def __init__(self, text: str) -> None:
        self.text = text

    def saved(self) -> dict[str, Any]:
        """All of it."""
        return {"text": self.text}

    def apply(self, script: tenantry.Script, row: ScriptRecord) -> Applied:
        """The stub; only what has it may have the tag."""
        details = script.put_content(self.stub({*_bound_classes(script), *(row.restore or {})["classes"]}))
        return Applied(details.etag, when(details.modified_on))

    def finish(self, script: tenantry.Script, row: ScriptRecord) -> Iterator[None]:
        """The tag: from now on no rollout takes it."""
        script.add_tag(QUARANTINED)
        yield

    def stub(self, classes: set[str]) -> tenantry.Bundle:
        """The code that answers 503."""
        imports = 'import { DurableObject } from "cloudflare:workers";\n' if classes else ""
        imports += "".join(f"export class {name} extends DurableObject {{}}\n" for name in sorted(classes))
        return tenantry.Bundle({STUB: _STUB.format(imports=imports, text=json.dumps(self.text))})

    def tags_after(self, tags: list[str]) -> list[str]:
        """One more."""
        return [*dict.fromkeys([*tags, QUARANTINED])]

    def planned(self, connection: Connection, info: tenantry.ScriptInfo) -> Mapping[str, Any]:
        """The classes among its exports: no binding need lead to them."""
        exports = info.script.named_handlers or ()
        return {"restore": {"classes": [each.name for each in exports if "class" in (each.handlers or ())]}}

    def was_done(self, script: tenantry.Script, row: ScriptRecord) -> bool:
        """By the name of the stub."""
        return script.get_content().main == STUB

    def is_there(self, etag: str | None, tags: list[str], known: str | None) -> bool:
        """The tag says so."""
        return QUARANTINED in tags


def _bound_classes(script: tenantry.Script) -> set[str]:
    """The Durable Object classes of the script's own that it is bound to."""
    found = [each for each in script.get_bindings() if isinstance(each, bindings.DurableObjectNamespace)]
    return {each.class_name for each in found if each.class_name and each.script_name in (None, script.name)}


def quarantine(text: str = "This site is not available at the moment.") -> Quarantine:
    """Have each script answer 503 with this text, and nothing else: three requests each.

    The tag `tenantry-quarantined` keeps all selections from it that do not name it. `release()` takes it back.
    """
    expect("text", text, str, "a text")
    return Quarantine(text)
