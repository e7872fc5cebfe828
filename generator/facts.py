"""What templates cannot see, computed from the spec: the text of facts.jinja."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from generator.failure import CannotGenerate
from generator.schemas import Schemas, answer_schemas, answered, names_in, operations
from generator.spec import Object

# What is beside the result in an envelope must not hide it, whatever its form.
REMARKS = {"errors", "messages"}
# Repeated, these two may do a second thing; the others do the same thing again (RFC 9110, section 9.2.2).
NOT_IDEMPOTENT = {"post", "patch"}


# What `x-kept-by` can be: an argument of a deploy that speaks for the bindings of a type, or that none keeps them.
KEPT_BY = ("vars", "secrets", "bindings", "never")


@dataclass(frozen=True)
class Model:
    """A schema that becomes a class."""

    in_answers: bool
    """An answer can contain it: what is absent or null in it reads as None."""
    secrets: list[str]
    """Properties that are never printed."""
    strict: list[str]
    """Properties that make the whole answer undecodable when they do not fit."""


@dataclass(frozen=True)
class Union:
    """A schema whose variants are distinguished by a tag, and whose last one takes all the rest."""

    name: str
    description: str
    spelled: str
    """All its classes, as the generator writes them in a type."""
    module: str
    """Its name as that of a module."""
    function: str
    tag: str
    variants: dict[str, str]
    """Class by value of the tag."""
    kept_by: dict[str, list[str]]
    """Values of the tag by what the schemas say under `x-kept-by`; empty where none of them says anything."""
    unverified: list[str]
    """Values of the tag whose schemas say `x-unverified`."""
    open: str


@dataclass(frozen=True)
class Operation:
    """What is to be known of an operation beside its parameters and bodies."""

    repeatable: bool
    permissions: list[str]
    page: str


def facts(spec: Object) -> str:
    """The text of facts.jinja: a dict for each kind, by the names that the templates look up."""
    schemas = Schemas(spec)
    found = {
        "base_url": spec["servers"][0]["url"],
        "models": {name: asdict(model) for name, model in _models(spec, schemas)},
        "unions": {_key(union): asdict(union) for union in tagged_unions(schemas)},
        "aliases": dict(_aliases(schemas)),
        "operations": {name: asdict(_operation(spec, name, *found)) for name, found in operations(spec).items()},
    }
    return "".join(f"{{% set {name} = {json.dumps(value, ensure_ascii=False)} %}}\n" for name, value in found.items())


def _models(spec: Object, schemas: Schemas) -> Iterator[tuple[str, Model]]:
    every = [operation for _, operation in operations(spec).values()]
    in_answers = answered(spec, schemas)
    envelopes = {
        schema["$ref"]
        for operation in every
        for schema in answer_schemas(spec, operation, successes_only=True)
        if "$ref" in schema
    }
    for name, schema in schemas.by_name.items():
        properties = schemas.properties(schema)
        is_envelope = f"#/components/schemas/{name}" in envelopes
        yield (
            name,
            Model(
                in_answers=name in in_answers,
                secrets=[each for each, what in properties.items() if schemas.resolved(what).get("writeOnly")],
                strict=[each for each in properties if is_envelope and each not in REMARKS],
            ),
        )


def tagged_unions(schemas: Schemas) -> Iterator[Union]:
    """Unions whose classes are told apart by the value of one property, but for the one that takes all the rest."""
    for name, members in _aliases(schemas):
        *variants, last = members
        tags = [_tags(schemas, variant) for variant in variants]
        for tag in sorted(set.intersection(*map(set, tags)) - set(_tags(schemas, last))):
            by_value = {each[tag]: variant for each, variant in zip(tags, variants, strict=True)}
            if len(by_value) == len(variants):
                module = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
                yield Union(
                    name=name,
                    description=schemas.named(name).get("description", ""),
                    spelled=" | ".join(sorted(members, key=str.lower)),
                    module=module,
                    function=f"decode_{module}",
                    tag=tag,
                    variants=by_value,
                    kept_by=_kept_by(schemas, by_value),
                    unverified=[value for value, name in by_value.items() if "x-unverified" in schemas.named(name)],
                    open=last,
                )


def _kept_by(schemas: Schemas, by_value: dict[str, str]) -> dict[str, list[str]]:
    said = {value: schemas.named(name).get("x-kept-by") for value, name in by_value.items()}
    if not any(said.values()):
        return {}
    for value, kept_by in said.items():
        if kept_by not in KEPT_BY:
            raise CannotGenerate(f"{by_value[value]}: its `x-kept-by` is {kept_by}, not one of {', '.join(KEPT_BY)}")
    return {kept_by: [value for value, each in said.items() if each == kept_by] for kept_by in KEPT_BY}


def _aliases(schemas: Schemas) -> Iterator[tuple[str, list[str]]]:
    """Every union that has a name, as the classes that it is made of."""
    for name, schema in schemas.by_name.items():
        members = [*names_in(schema.get("oneOf", schema.get("anyOf", [])))]
        if len(members) > 1:
            yield name, members


def _tags(schemas: Schemas, name: str) -> dict[str, str]:
    """The required properties of a schema that can have one value only."""
    schema = schemas.named(name)
    required = schemas.required(schema)
    return {
        each: what["const"]
        for each, what in schemas.properties(schema).items()
        if each in required and isinstance(what.get("const"), str)
    }


def _key(union: Union) -> str:
    return "|".join(sorted([*union.variants.values(), union.open]))


def _operation(spec: Object, name: str, method: str, operation: Object) -> Operation:
    if method in NOT_IDEMPOTENT and "x-repeatable" not in operation:
        raise CannotGenerate(f"{name}: a {method.upper()} must say `x-repeatable`, and whether it is")
    if len(operation.get("requestBody", {}).get("content", {})) > 1:
        raise CannotGenerate(f"{name}: only one media type of a request body is supported")
    if not any(answer_schemas(spec, operation, successes_only=True)):
        raise CannotGenerate(f"{name}: no success has a schema, so nothing could be read from its answers")
    return Operation(
        repeatable=operation.get("x-repeatable", True),
        permissions=operation.get("x-permissions", []),
        page=operation.get("externalDocs", {}).get("url", ""),
    )
