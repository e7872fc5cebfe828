"""What the code of a Worker has to export."""

from tenantry_emulator.context.guesses import Guesses
from tenantry_emulator.runtime.configuration.exports import Exports
from tenantry_emulator.store.records import Durable
from tenantry_emulator.wire.refusals import CLASS_LOST, CLASS_NOT_EXPORTED, NO_HANDLERS, Refusal


def check_exports(exports: Exports, before: Durable, after: Durable, guesses: Guesses) -> None:
    """Refuse code that handles nothing, or that lacks a class of which there are, or shall be, Durable Objects."""
    if not exports.handles and not (exports.has_class and guesses.class_handles):
        raise Refusal(NO_HANDLERS, "The uploaded script has no registered event handlers.")
    if exports.functions is None:
        return
    present = {durable_class.key for durable_class in before.classes.values()}
    for name, durable_class in after.classes.items():
        if name in exports.functions:
            continue
        if durable_class.key in present:
            text = (
                f"The new version does not export the class '{name}', which has Durable Objects: "
                "they would have no code. A migration has to delete or rename the class with it."
            )
            raise Refusal(CLASS_LOST, text)
        text = f"The class '{name}' cannot be made by a migration: the script does not export it."
        raise Refusal(CLASS_NOT_EXPORTED, text, pointer="/migrations")
