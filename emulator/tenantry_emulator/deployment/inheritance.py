"""The bindings that an upload leaves: its own, and those that it keeps of the running version."""

from collections.abc import Iterable, Sequence

from tenantry_emulator.wire.json_types import JsonObject, as_text
from tenantry_emulator.wire.refusals import NOTHING_TO_INHERIT, Refusal


def resolved(
    sent: Iterable[JsonObject], running: Sequence[JsonObject], *, keep: Iterable[str] = (), strict: bool
) -> list[JsonObject]:
    """The bindings that an upload leaves: those that it sends, those it inherits, and the types that it keeps."""
    by_name = {as_text(binding["name"]): binding for binding in running}
    found = [_inherited(binding, by_name, strict=strict) for binding in sent]
    new = {as_text(binding["name"]): binding for binding in found if binding is not None}
    kept_types = set(keep)
    kept = [binding for name, binding in by_name.items() if name not in new and as_text(binding["type"]) in kept_types]
    return [*new.values(), *kept]


def _inherited(binding: JsonObject, running: dict[str, JsonObject], *, strict: bool) -> JsonObject | None:
    """The binding; for one of type `inherit`, the running one that it names, or None."""
    if binding.get("type") != "inherit":
        return binding
    name = as_text(binding["name"])
    old_name = as_text(binding.get("old_name")) or name
    if old_name in running:
        return {**running[old_name], "name": name}
    if strict:
        raise Refusal(NOTHING_TO_INHERIT, f"The running version has no binding {old_name} for {name} to inherit.")
    return None
