"""What Cloudflare refuses of bindings to classes of Durable Objects.

https://developers.cloudflare.com/durable-objects/reference/durable-objects-migrations/
"""

import difflib
from collections.abc import Collection, Sequence

from tenantry_emulator.context.guesses import Guesses
from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.store.records import DURABLE, Durable, is_own_class
from tenantry_emulator.wire.json_types import Json, JsonObject, as_object, as_text
from tenantry_emulator.wire.refusals import CLASS_NOT_BOUND, EXPORTS_REFUSED, INVALID, Refusal

TYPES = ("worker", "durable-object")
# What an export of a class has beside its type and its state, and what it may have, by its state.
FIELDS = {
    "created": ({"storage"}, {"container"}),
    "deleted": (set[str](), set[str]()),
    "renamed": ({"renamed_to"}, set[str]()),
    "transferred": ({"transferred_to"}, set[str]()),
    "expecting-transfer": ({"storage", "transfer_from"}, {"container"}),
}


def check_declared(exports: Json, migrations: Json, guesses: Guesses) -> None:
    """Refuse declarative exports of a type that does not exist, of classes whose state has other fields, or twice."""
    described = {name: as_object(export) for name, export in as_object(exports).items()}
    if migrations and any(export.get("type") == "durable-object" for export in described.values()):
        text = "What becomes of classes is said by exports or by migrations, and not by both."
        raise Refusal(INVALID, text, pointer="/migrations")
    for name, export in described.items():
        kind, pointer = as_text(export.get("type")), f"/exports/{name}"
        if kind not in TYPES and guesses.unknown_exports == "refuse":
            meant = " and ".join(difflib.get_close_matches(kind, TYPES, 1) or TYPES)
            text = f"{kind!r} is not a type of export, as {meant} is; the guess unknown_exports=keep lets any through."
            raise Refusal(INVALID, text, pointer=f"{pointer}/type")
        if kind == "durable-object":
            state = as_text(export.get("state")) or "created"
            needed, others = FIELDS[state]
            has = {field for field, value in export.items() if value is not None} - {"type", "state"}
            if not needed <= has <= needed | others:
                text = (
                    f"A class that is {state} has {', '.join(sorted(needed)) or 'no field'} beside its type and state."
                )
                raise Refusal(INVALID, text, pointer=pointer)
            to = as_text(export.get("renamed_to"))
            if to and described.get(to, {"state": ""}).get("state") not in (None, "created"):
                text = (
                    f"The class '{name}' cannot be renamed: '{to}' is not among the exports as a class that is there."
                )
                raise Refusal(EXPORTS_REFUSED, text, pointer=f"{pointer}/renamed_to")


def check_classes(
    context: RequestContext,
    bindings: Sequence[JsonObject],
    before: Durable,
    after: Durable,
    expected: Collection[str],
) -> None:
    """Refuse a binding to a class that no migration has made, or that this one takes away; one may be expected."""
    namespace, script = context.namespace().name, context.path["script_name"]
    for index, binding in enumerate(bindings):
        if binding["type"] != DURABLE:
            continue
        name, key = as_text(binding.get("class_name")), as_text(binding.get("namespace_id"))
        if not name:
            own, were = ({each.key for each in durable.classes.values()} for durable in (after, before))
            # Those that go with this change are still in the state.
            is_elsewhere = key not in were and context.store.durable_class(context.account, namespace, binding)
            if key not in own and not is_elsewhere:
                text = f"The binding {binding['name']} needs a class_name, or the namespace_id of a class."
                raise Refusal(CLASS_NOT_BOUND, text, pointer=f"/bindings/{index}/namespace_id")
            continue
        needs, pointer = f"The binding {binding['name']} needs the class '{name}'", f"/bindings/{index}/class_name"
        if not is_own_class(binding, namespace, script):
            if not context.store.durable_class(context.account, namespace, binding):
                text = f"{needs}, which the script '{binding.get('script_name')}' has not."
                raise Refusal(CLASS_NOT_BOUND, text, pointer=pointer)
        elif name not in after.classes and name not in expected:
            if name in before.classes:
                text = f"The class '{name}' cannot go while the binding {binding['name']} needs it."
                raise Refusal(CLASS_NOT_BOUND, text, pointer=pointer)
            raise Refusal(CLASS_NOT_BOUND, f"{needs}, which no migration has made.", pointer=pointer)
