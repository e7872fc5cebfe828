"""What Cloudflare refuses of bindings to classes of Durable Objects.

https://developers.cloudflare.com/durable-objects/reference/durable-objects-migrations/
"""

from collections.abc import Sequence

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.store.records import Durable, is_own_class
from tenantry_emulator.wire.json_types import JsonObject, as_text
from tenantry_emulator.wire.refusals import CLASS_NOT_BOUND, Refusal


def check_classes(context: RequestContext, bindings: Sequence[JsonObject], before: Durable, after: Durable) -> None:
    """Refuse a binding to a class that no migration has made, or that this one takes away."""
    namespace, script = context.namespace().name, context.path["script_name"]
    for index, binding in enumerate(bindings):
        name = as_text(binding.get("class_name"))
        if binding["type"] != "durable_object_namespace" or not name:
            continue
        needs, pointer = f"The binding {binding['name']} needs the class '{name}'", f"/bindings/{index}/class_name"
        if not is_own_class(binding, namespace, script):
            if not context.store.durable_class(context.account, namespace, binding):
                text = f"{needs}, which the script '{binding.get('script_name')}' has not."
                raise Refusal(CLASS_NOT_BOUND, text, pointer=pointer)
        elif name not in after.classes:
            if name in before.classes:
                text = f"The class '{name}' cannot go while the binding {binding['name']} needs it."
                raise Refusal(CLASS_NOT_BOUND, text, pointer=pointer)
            raise Refusal(CLASS_NOT_BOUND, f"{needs}, which no migration has made.", pointer=pointer)
