"""Query parameters: from text to the values that the specification's schemas speak of."""

import re
from collections.abc import Mapping

from tenantry_emulator.wire.json_types import Json, JsonObject
from tenantry_emulator.wire.refusals import BAD_PARAMETER, Refusal

from .operations import Operation, Parameter
from .schemas import Checker

BOOLEANS: Mapping[str, Json] = {"true": True, "false": False}


class Query:
    """The query parameters of one operation; unknown ones are ignored, as Cloudflare does."""

    def __init__(self, operation: Operation) -> None:
        self._known = [
            (parameter, Checker(parameter.schema))
            for parameter in operation.parameters
            if parameter.location == "query"
        ]

    def read(self, sent: Mapping[str, str]) -> JsonObject:
        """The values, by name; refused where one is missing or wrong."""
        values: JsonObject = {}
        for parameter, checker in self._known:
            if parameter.name in sent:
                values[parameter.name] = _checked(parameter, checker, sent[parameter.name])
            elif parameter.required:
                text = f"The parameter {parameter.name} is missing."
                raise Refusal(BAD_PARAMETER, text, pointer=f"/{parameter.name}")
        return values


def _checked(parameter: Parameter, checker: Checker, text: str) -> Json:
    value = _value(parameter.schema, text)
    if problem := checker.problem(value):
        message = f"The parameter {parameter.name} is wrong: {problem.message}."
        raise Refusal(BAD_PARAMETER, message, pointer=f"/{parameter.name}")
    return value


def _value(schema: JsonObject, text: str) -> Json:
    """The text as the type that the schema asks for; the text itself where it cannot be."""
    if schema.get("type") == "integer" and re.fullmatch("-?[0-9]{1,18}", text):
        return int(text)
    if schema.get("type") == "boolean":
        return BOOLEANS.get(text, text)
    return text
