"""Rules for the names of classes and fields."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from drift.spec.document import Document, without_all_of

from .walk import every_property, named_schemas, snake_case

# `d` shadows a variable of from_dict, the others a method or an argument.
FORBIDDEN_FIELDS = {"d", "to_dict", "from_dict", "additional_properties", "self"}
# What generated modules import or define beside the models.
TAKEN_CLASSES = {"Any", "BinaryIO", "Call", "Client", "File", "Generator", "Literal", "Mapping", "Response", "Self"}
TAKEN_CLASSES |= {"TextIO", "TypeVar", "Unset", "AuthenticatedClient"}


def schemas_have_names_for_classes(document: Document) -> Iterator[str]:
    """The name becomes a class and, in snake case, its module."""
    modules = Counter(snake_case(name) for name in document.schemas)
    for name in document.schemas:
        if not re.fullmatch(r"([A-Z][a-z0-9]*)+", name) or name in TAKEN_CLASSES:
            yield f"schemas/{name}: is not a name for a class"
        if modules[snake_case(name)] > 1:
            yield f"schemas/{name}: another schema makes the same module"


def properties_have_names_for_fields(document: Document) -> Iterator[str]:
    """These break the class that has them."""
    for where, _, name, _ in every_property(document):
        if snake_case(name) in FORBIDDEN_FIELDS:
            yield f"{where}: the name is taken in generated code"


def properties_stay_apart_in_snake_case(document: Document) -> Iterator[str]:
    """Of two that become one field, one is lost."""
    for where, schema in named_schemas(document):
        whole = without_all_of(schema, document) if "allOf" in schema else schema
        fields = Counter(snake_case(name) for name in whole.get("properties", {}))
        for field, times in fields.items():
            if times > 1:
                yield f"{where}: {times} properties become {field}"
