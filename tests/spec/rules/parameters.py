"""Rules for parameters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from drift.spec.document import Document, json_types

from .walk import every_parameter, snake_case

# `params` shadows a variable of the generated function; the other two would be renamed.
FORBIDDEN = {"params", "client", "url"}
SCALARS = {"string", "integer", "boolean"}
IGNORED = {"style", "explode", "allowReserved", "content"}


def path_parameters_are_those_of_the_path(document: Document) -> Iterator[str]:
    """Where they differ the operation is skipped."""
    for operation in document.operations:
        template = set(re.findall(r"\{(.+?)\}", operation.path))
        declared = operation.parameters_in("path")
        for name in sorted(template ^ declared.keys()):
            yield f"{operation.name}: {name} is only in {'its path' if name in template else 'its parameters'}"
        for name, parameter in declared.items():
            if parameter.get("required") is not True:
                yield f"{operation.name}/parameters/{name}: a part of the path is not required"


def parameters_are_described_in_their_schema(document: Document) -> Iterator[str]:
    """The parameter's own description never reaches the docstring."""
    for where, parameter in every_parameter(document):
        if "description" in parameter:
            yield f"{where}: is described outside its schema"
        if not parameter["schema"].get("description"):
            yield f"{where}: its schema has no description"


def parameters_are_scalars(document: Document) -> Iterator[str]:
    """`explode` is ignored, so that an array would repeat its key; a date in a header loses the operation."""
    for where, parameter in every_parameter(document):
        if len(json_types(parameter["schema"])) != 1 or not SCALARS.issuperset(json_types(parameter["schema"])):
            yield f"{where}: is not a text, integer or boolean"
        if "format" in parameter["schema"]:
            yield f"{where}: has a format"
        for keyword in sorted(IGNORED & parameter.keys()):
            yield f"{where}: {keyword} is ignored by the generator"


def parameters_have_names_for_arguments(document: Document) -> Iterator[str]:
    """Each becomes an argument of one function."""
    for operation in document.operations:
        arguments = Counter(snake_case(parameter["name"]) for parameter in operation.parameters)
        for argument, times in arguments.items():
            if argument in FORBIDDEN:
                yield f"{operation.name}/parameters/{argument}: the name is taken in generated code"
            if times > 1:
                yield f"{operation.name}/parameters/{argument}: is the name of {times} parameters"
