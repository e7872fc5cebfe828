"""What Cloudflare refuses of bindings to classes of Durable Objects.

https://developers.cloudflare.com/durable-objects/reference/durable-objects-migrations/
"""

from collections.abc import Sequence

from tenantry_emulator.store.records import Durable
from tenantry_emulator.wire.json_types import JsonObject, as_text
from tenantry_emulator.wire.refusals import CLASS_NOT_BOUND, Refusal


def check_classes(bindings: Sequence[JsonObject], script: str, before: Durable, after: Durable) -> None:
    """Refuse a binding to a class of the script itself that no migration has made, or that one takes away."""
    for index, binding in enumerate(bindings):
        name = as_text(binding.get("class_name"))
        is_own = as_text(binding.get("script_name")) in ("", script)
        if binding["type"] != "durable_object_namespace" or not is_own or not name or name in after.classes:
            continue
        pointer = f"/bindings/{index}/class_name"
        if name in before.classes:
            text = f"The class '{name}' cannot go while the binding {binding['name']} needs it."
            raise Refusal(CLASS_NOT_BOUND, text, pointer=pointer)
        text = f"The binding {binding['name']} needs the class '{name}', which no migration has made."
        raise Refusal(CLASS_NOT_BOUND, text, pointer=pointer)
