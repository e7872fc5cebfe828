"""A dispatch Worker that comes from a folder and not by an upload: it is held to the same rules."""

from tenantry_emulator.clock import Clock
from tenantry_emulator.context.guesses import Guesses
from tenantry_emulator.errors import NotStarted
from tenantry_emulator.spec.json_body import check_value
from tenantry_emulator.spec.operations import bundled
from tenantry_emulator.spec.schemas import property_of
from tenantry_emulator.wire.json_types import Json, JsonObject, as_list, as_object
from tenantry_emulator.wire.multipart import MULTIPART
from tenantry_emulator.wire.refusals import Refusal

from .rules.bindings import check_bindings
from .rules.settings import check_compatibility_date, check_limits

# The types of which its configuration has told all that an upload would.
WHOLE = {
    "plain_text",
    "json",
    "kv_namespace",
    "d1",
    "service",
    "queue",
    "dispatch_namespace",
    "durable_object_namespace",
}


def check_dispatch_worker(metadata: JsonObject) -> None:
    """Refuse to start with metadata that no upload could have."""
    bindings: list[Json] = [each for each in map(as_object, as_list(metadata["bindings"])) if each["type"] in WHOLE]
    (upload,) = (operation for operation in bundled().operations if operation.id == "upload_script")
    try:
        check_bindings(bindings, Guesses())
        schema = property_of(upload.bodies[MULTIPART], "metadata")
        check_value(schema, {**metadata, "bindings": bindings}, "The dispatch Worker's configuration")
        check_compatibility_date(metadata, Clock())
        check_limits(metadata, Guesses())
    except Refusal as refusal:
        raise NotStarted(f"the dispatch Worker cannot be deployed: {refusal.message}") from refusal
