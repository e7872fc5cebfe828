"""The spec as the client reads it: an answer may lack what it must have according to the docs."""

from generator.schemas import Schemas, answered, asked
from generator.spec import Object


def tolerant(spec: Object) -> Object:
    """The same spec, but that what only answers contain requires nothing, so that a lack makes none unreadable."""
    schemas = Schemas(spec)
    read_only = answered(spec, schemas) - asked(spec, schemas)
    by_name = {name: _relaxed(each) if name in read_only else each for name, each in schemas.by_name.items()}
    return spec | {"components": spec["components"] | {"schemas": by_name}}


def _relaxed(schema: Object) -> Object:
    """The schema without what it requires, but for constants: they tell the kinds of a union apart."""
    relaxed = {key: value for key, value in schema.items() if key != "required"}
    constants = [each for each in schema.get("required", []) if "const" in schema["properties"][each]]
    if constants:
        relaxed["required"] = constants
    if "allOf" in schema:
        relaxed["allOf"] = [_relaxed(part) for part in schema["allOf"]]
    return relaxed
