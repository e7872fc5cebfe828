"""Rules for the bodies of requests and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drift.spec.document import Document, JsonObject, json_types

from .walk import media, request_media

REFUSALS = {"4XX", "5XX"}
ASKED_IN = {"application/json", "application/merge-patch+json", "multipart/form-data"}
# In this order: the generator takes the first that it knows, and only JavaScript may be told to be bytes.
CODE = ["application/javascript", "multipart/form-data"]


def refusals_are_ranges_in_capitals(document: Document) -> Iterator[str]:
    """`4xx` is dropped with a warning; a `default` would claim every status."""
    for operation in document.operations:
        statuses = set(operation.spec.get("responses", {}))
        for missing in sorted(REFUSALS - statuses):
            yield f"{operation.name}: has no answer {missing}"
        for odd in sorted(status for status in statuses - REFUSALS if not re.fullmatch(r"2\d\d", status)):
            yield f"{operation.name}: {odd} is neither a success nor 4XX nor 5XX"


def requests_have_one_kind_of_body(document: Document) -> Iterator[str]:
    """With two, both are sent when they share a schema; one that may be left out still sends its Content-Type."""
    for operation in document.operations:
        if "requestBody" in operation.spec:
            kinds = list(request_media(operation))
            if len(kinds) != 1 or not ASKED_IN.issuperset(kinds):
                yield f"{operation.name}: {kinds} is not one known media type"
            if operation.spec["requestBody"].get("required") is not True:
                yield f"{operation.name}: its body may be left out"


def multipart_requests_are_objects(document: Document) -> Iterator[str]:
    """From an array the generator makes a function that sends nothing."""
    for operation in document.operations:
        entry = request_media(operation).get("multipart/form-data")
        if entry and json_types(document.resolve(entry["schema"])) != ["object"]:
            yield f"{operation.name}: its multipart body is not an object"


def answers_are_json_or_code(document: Document) -> Iterator[str]:
    """Any other media type is unknown to the generator, and its answer dropped."""
    for operation in document.operations:
        for status, response in operation.spec.get("responses", {}).items():
            kinds = list(document.resolve(response).get("content", {}))
            if kinds not in ([], ["application/json"], CODE):
                yield f"{operation.name}/responses/{status}: {kinds} is neither JSON nor code"


def bodies_are_named(document: Document) -> Iterator[str]:
    """An untyped JSON answer is never decoded; an inline one gets a name that nobody chose."""
    for where, kind, entry in media(document):
        if "$ref" not in entry["schema"] and not _is_code(kind, entry["schema"]):
            yield f"{where}: its schema is not a component"


def _is_code(kind: str, schema: JsonObject) -> bool:
    return kind in CODE and schema == {"type": "string", "format": "binary"}
