"""Bindings of an upload: what is wrong with them, what they keep of the running version, and what is shown of them."""

from collections.abc import Iterable, Sequence

from .json_types import Json, JsonObject, as_list, as_object, as_text
from .refusals import BINDING_WITHOUT_NAME, INVALID, NOTHING_TO_INHERIT, Refusal

# What of a binding goes in and never comes out; the specification marks the same fields `writeOnly`.
SECRET_FIELDS = {"secret_text": ("text",), "secret_key": ("key_base64", "key_jwk")}


def check_all(bindings: Json) -> None:
    """Refuse what Cloudflare has a code or a text of its own for; the schema sees to the rest."""
    seen = set()
    for index, binding in enumerate(map(as_object, as_list(bindings))):
        pointer = f"/bindings/{index}"
        check(binding, pointer)
        if binding["name"] in seen:
            raise Refusal(INVALID, f"There are two bindings called {binding['name']}.", pointer=f"{pointer}/name")
        seen.add(binding["name"])


def check(binding: JsonObject, pointer: str) -> None:
    """Refuse a binding without a name, and a secret without a value."""
    name = as_text(binding.get("name"))
    if not name:
        raise Refusal(BINDING_WITHOUT_NAME, "A binding has no name.", pointer=f"{pointer}/name")
    # What an answer shows of a secret is not enough to send it again.
    if binding.get("type") == "secret_text" and not isinstance(binding.get("text"), str):
        raise Refusal(INVALID, f"invalid or missing text property for binding {name}", pointer=f"{pointer}/text")


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
    """The binding; for one of type `inherit` the running one that it names, or None where there is none."""
    if binding.get("type") != "inherit":
        return binding
    name = as_text(binding["name"])
    old_name = as_text(binding.get("old_name")) or name
    if old_name in running:
        return {**running[old_name], "name": name}
    if strict:
        raise Refusal(NOTHING_TO_INHERIT, f"The running version has no binding {old_name} for {name} to inherit.")
    return None


def is_secret(binding: JsonObject) -> bool:
    """Whether the binding holds a secret of the script itself."""
    return binding.get("type") in SECRET_FIELDS


def shown(binding: JsonObject) -> JsonObject:
    """The binding without its secret."""
    hidden = SECRET_FIELDS.get(as_text(binding.get("type")), ())
    return {field: value for field, value in binding.items() if field not in hidden}
