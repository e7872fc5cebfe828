"""Durable Object migrations: from the classes that a script has to those that it shall have.

https://developers.cloudflare.com/durable-objects/reference/durable-objects-migrations/
"""

from collections.abc import Callable, Mapping

from tenantry_emulator.store.records import EXPECTED, Durable, DurableClass
from tenantry_emulator.wire.json_types import Json, JsonObject, as_list, as_object, as_text, texts
from tenantry_emulator.wire.refusals import EXPORTS_REFUSED, WRONG_CLASS, WRONG_MIGRATION_TAG, Refusal

NONE = Durable(None, {})
OBJECT = "durable-object"
Classes = Mapping[str, DurableClass]
# Kinds of storage, as exports name them.
NEW_CLASSES = {"new_classes": ("new-class", "legacy-kv"), "new_sqlite_classes": ("new-sqlite-class", "sqlite")}


def applied(migrations: Json, running: Durable, of: Callable[[str], Classes], new_key: Callable[[str], str]) -> Durable:
    """What the migrations leave; they are refused when they do not start from the present tag."""
    if migrations is None:
        return running
    wanted = as_object(migrations)
    old_tag, present = as_text(wanted.get("old_tag")), running.migration_tag or ""
    if old_tag != present:
        text = f"Migration tag precondition failed, got tag '{old_tag}' when expected tag is '{present}'"
        raise Refusal(WRONG_MIGRATION_TAG, text, pointer="/migrations/old_tag")
    classes = dict(running.classes)
    for step in as_list(wanted["steps"]) if "steps" in wanted else [wanted]:
        _apply(as_object(step), classes, of, new_key)
    return Durable(as_text(wanted.get("new_tag")) or running.migration_tag, classes)


def _apply(
    step: JsonObject, classes: dict[str, DurableClass], of: Callable[[str], Classes], new_key: Callable[[str], str]
) -> None:
    """One step. Renaming a class that is not there changes nothing: what Cloudflare says is not known."""
    for field, (kind, storage) in NEW_CLASSES.items():
        for name in texts(step.get(field)):
            if name in classes:
                text = f"Cannot apply {kind} migration to class '{name}' that is already depended on by existing "
                raise Refusal(WRONG_CLASS, f"{text}Durable Objects", pointer="/migrations")
            classes[name] = DurableClass(storage, new_key(name))
    for name in texts(step.get("deleted_classes")):
        if classes.pop(name, None) is None:
            text = f"The class '{name}' cannot be deleted: the version before has none of that name."
            raise Refusal(WRONG_CLASS, text, pointer="/migrations")
    for renamed in map(as_object, as_list(step.get("renamed_classes"))):
        if renamed_class := classes.pop(as_text(renamed.get("from")), None):
            if (to := as_text(renamed.get("to"))) in classes:
                text = f"The class '{renamed.get('from')}' cannot be renamed to '{to}', which is there already."
                raise Refusal(WRONG_CLASS, text, pointer="/migrations")
            classes[to] = renamed_class
    for transferred in map(as_object, as_list(step.get("transferred_classes"))):
        name, script = as_text(transferred.get("from")), as_text(transferred.get("from_script"))
        theirs = of(script).get(name)
        if theirs is None or theirs in classes.values():
            text = f"The class '{name}' cannot come from the script '{script}', which has none of that name to give."
            raise Refusal(WRONG_CLASS, text, pointer="/migrations")
        classes[as_text(transferred.get("to")) or name] = theirs


def declared(exports: Json, running: Durable, new_key: Callable[[str], str]) -> Durable:
    """What declarative exports leave of the classes; those that they do not name stay."""
    classes = dict(running.classes)
    described = {name: as_object(export) for name, export in as_object(exports).items()}
    objects = {name: export for name, export in described.items() if export.get("type") == OBJECT}
    for name, export in objects.items():
        state = export.get("state")
        if state in ("deleted", "transferred"):
            classes.pop(name, None)
        elif state == "renamed" and name in classes:
            classes[as_text(export.get("renamed_to"))] = classes.pop(name)
    for name, export in objects.items():
        if _is_made(export) and name in classes and classes[name].storage != as_text(export.get("storage")):
            text = f"The class '{name}' keeps its Durable Objects as {classes[name].storage}, which cannot change."
            raise Refusal(EXPORTS_REFUSED, text, pointer=f"/exports/{name}/storage")
        # One that another script has yet to give comes when that lets it go.
        if _is_made(export) and name not in classes:
            classes[name] = DurableClass(as_text(export.get("storage")), new_key(name))
    return Durable(running.migration_tag, classes)


def live(exports: Json, classes: Classes) -> JsonObject:
    """The exports that answers list: what has become of classes that went is done, and forgotten."""
    described = {name: as_object(export) for name, export in as_object(exports).items()}
    return {
        name: _arrived(export) if name in classes else export
        for name, export in described.items()
        if export.get("type") != OBJECT or export.get("state") == EXPECTED or (name in classes and _is_made(export))
    }


def _arrived(export: JsonObject) -> JsonObject:
    if export.get("state") != EXPECTED:
        return export
    return {field: value for field, value in export.items() if field != "transfer_from"} | {"state": "created"}


def _is_made(export: JsonObject) -> bool:
    return export.get("state") in (None, "created")
