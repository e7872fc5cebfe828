"""Durable Object migrations: from the classes that a script has to those that it shall have.

https://developers.cloudflare.com/durable-objects/reference/durable-objects-migrations/
"""

from tenantry_emulator.store.records import Durable, DurableClass
from tenantry_emulator.wire import identifiers
from tenantry_emulator.wire.json_types import Json, JsonObject, as_list, as_object, as_text, texts
from tenantry_emulator.wire.refusals import WRONG_CLASS, WRONG_MIGRATION_TAG, Refusal

NONE = Durable(None, {})
EXPECTED = "expecting-transfer"
# Kinds of storage, as exports name them.
NEW_CLASSES = {"new_classes": ("new-class", "legacy-kv"), "new_sqlite_classes": ("new-sqlite-class", "sqlite")}


def applied(migrations: Json, running: Durable) -> Durable:
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
        _apply(as_object(step), classes)
    return Durable(as_text(wanted.get("new_tag")) or running.migration_tag, classes)


def _apply(step: JsonObject, classes: dict[str, DurableClass]) -> None:
    """One step. Renaming a class that is not there changes nothing: what Cloudflare says is not known."""
    for field, (kind, storage) in NEW_CLASSES.items():
        for name in texts(step.get(field)):
            if name in classes:
                text = f"Cannot apply {kind} migration to class '{name}' that is already depended on by existing "
                raise Refusal(WRONG_CLASS, f"{text}Durable Objects", pointer="/migrations")
            classes[name] = DurableClass(storage, identifiers.new_tag())
    for name in texts(step.get("deleted_classes")):
        if classes.pop(name, None) is None:
            text = f"The class '{name}' cannot be deleted: the version before has none of that name."
            raise Refusal(WRONG_CLASS, text, pointer="/migrations")
    for renamed in map(as_object, as_list(step.get("renamed_classes"))):
        if renamed_class := classes.pop(as_text(renamed.get("from")), None):
            classes[as_text(renamed.get("to"))] = renamed_class
    for transferred in map(as_object, as_list(step.get("transferred_classes"))):
        # The other script keeps its own class, and the data: they are not transferred.
        classes[as_text(transferred.get("to"))] = DurableClass("sqlite", identifiers.new_tag())


def declared(exports: Json, running: Durable) -> Durable:
    """What declarative exports leave of the classes; those that they do not name stay."""
    classes = dict(running.classes)
    described = {name: as_object(export) for name, export in as_object(exports).items()}
    objects = {name: export for name, export in described.items() if export.get("type") == "durable-object"}
    for name, export in objects.items():
        state = export.get("state")
        if state in ("deleted", "transferred"):
            classes.pop(name, None)
        elif state == "renamed" and name in classes:
            classes[as_text(export.get("renamed_to"))] = classes.pop(name)
    for name, export in objects.items():
        # One that comes from another script begins empty here, as by a migration.
        if (is_live(export) or export.get("state") == EXPECTED) and name not in classes:
            classes[name] = DurableClass(as_text(export.get("storage")), identifiers.new_tag())
    return Durable(running.migration_tag, classes)


def live(exports: Json) -> JsonObject:
    """The exports that answers list: what has become of classes that went is done, and forgotten."""
    described = {name: _arrived(as_object(export)) for name, export in as_object(exports).items()}
    return {name: export for name, export in described.items() if is_live(export)}


def _arrived(export: JsonObject) -> JsonObject:
    if export.get("state") != EXPECTED:
        return export
    return {field: value for field, value in export.items() if field != "transfer_from"} | {"state": "created"}


def is_live(export: JsonObject) -> bool:
    """Whether the export is there, and not one that went or is still to come."""
    return export.get("state") in (None, "created")
