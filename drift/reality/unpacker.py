"""An exchange taken apart: each value in it with the schema that describes it, and what no schema describes."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, unquote

from drift.findings.finding import Kind
from drift.spec.document import Document, JsonObject, Operation, json_types, without_all_of
from drift.spec.line_numbers import step
from drift.spec.pointers import PointerResolver

from .exchange import DescribedValue, HttpRequest, HttpResponse, Misfit, Part, Shown

NUMBER_OR_BOOLEAN = re.compile(r"true|false|-?(0|[1-9][0-9]*)(\.[0-9]+)?")
# What is in the envelope of an answer beside what was asked for.
AROUND = {"success", "errors", "messages", "result_info"}

Unpacked = Iterator[Misfit | Shown | DescribedValue]


@dataclass(frozen=True)
class Body:
    """What openapi.yaml says of a body: the operation, the pointer to it, and its content by media type."""

    operation: Operation
    pointer: str
    content: JsonObject

    def misfit(self, place: str, what: str, kind: Kind) -> Misfit:
        return Misfit(self.operation.name, place, what, kind, self.pointer)

    def json(self, place: str, pointer: str, content: bytes) -> Misfit | DescribedValue:
        try:
            return DescribedValue(place, pointer, json.loads(content, parse_constant=_refuse))
        except ValueError:
            return self.misfit(place, "is not JSON", Kind.UNREADABLE)


@dataclass(frozen=True)
class Unpacker:
    """Takes exchanges apart as one document describes them."""

    document: Document

    def request(self, operation: Operation, texts: dict[str, str], request: HttpRequest) -> Unpacked:
        """A request; `texts` are the parameters in its path."""
        pointer = self._resolver.operation(operation.name).pointer
        yield Shown(pointer)
        for name in operation.parameters_in("path"):
            schema = self._parameter(operation, "path", name) + "/schema"
            yield DescribedValue(f"/path/{name}", schema, unquote(texts[name]))
        yield from self._query(operation, parse_qsl(request.query, keep_blank_values=True))
        body = Body(operation, pointer + "/requestBody", operation.spec.get("requestBody", {}).get("content", {}))
        yield from self._body(body, request.media_type, request.body, request.parts)

    def answer(self, operation: Operation, answer: HttpResponse) -> Unpacked:
        """An answer to `operation`."""
        responses = operation.spec["responses"]
        pointer = self._resolver.operation(operation.name).pointer + "/responses"
        status = next((each for each in (str(answer.status), f"{answer.status // 100}XX") if each in responses), None)
        if status is None:
            what = f"{answer.status} is not in the spec"
            yield Misfit(operation.name, "/status", what, Kind.MISSING_STATUS, f"{pointer}/{answer.status}")
            return
        yield Shown(f"{pointer}/{status}")
        pointer = responses[status].get("$ref", f"#{pointer}/{status}")[1:]
        content = self.document.resolve(responses[status]).get("content", {})
        for each in self._body(Body(operation, pointer, content), answer.media_type, answer.body):
            yield each
            if isinstance(each, DescribedValue) and status.startswith("2"):
                yield from self._success(operation, each)

    def _success(self, operation: Operation, answer: DescribedValue) -> Iterator[Misfit]:
        """What an answer of success must have in its envelope, even if the schema lets a client do without."""
        described = self.document.at("#" + answer.pointer)
        schema, pointer = self.document.resolve(described), described.get("$ref", "#" + answer.pointer)[1:]
        schema = without_all_of(schema, self.document) if "allOf" in schema else schema
        fields = schema.get("properties", {}).keys()
        if "success" not in fields or not isinstance(answer.value, dict):
            return
        given, optional = answer.value, fields - {*schema.get("required", ())}
        if given.get("success") is False:
            yield Misfit(operation.name, "/body/success", "success is false", Kind.UNSUCCESSFUL, pointer)
        elif "result" in optional and not given.keys() & (fields - AROUND):
            yield Misfit(operation.name, "/body", "result is missing", Kind.OPTIONALITY, pointer)
        if "success" in optional - given.keys():
            yield Misfit(operation.name, "/body", "success is missing", Kind.OPTIONALITY, pointer)

    @cached_property
    def _resolver(self) -> PointerResolver:
        return PointerResolver(self.document)

    def _parameter(self, operation: Operation, place: str, name: str) -> str:
        return self._resolver.locate(operation.name, ("parameters", place, name)).pointer

    def _query(self, operation: Operation, pairs: list[tuple[str, str]]) -> Unpacked:
        known = operation.parameters_in("query")
        times = Counter(name for name, _ in pairs)
        required = {name for name, parameter in known.items() if parameter.get("required")}
        wrong = [
            *((name, f"is given {times[name]} times", Kind.CONSTRAINT) for name in times if times[name] > 1),
            *((name, "is not in the spec", Kind.MISSING_PARAMETER) for name, _ in pairs if name not in known),
            *((name, "is missing", Kind.OPTIONALITY) for name in sorted(required - times.keys())),
        ]
        for name, what, kind in wrong:
            yield Misfit(operation.name, f"/query/{name}", what, kind, self._parameter(operation, "query", name))
        for name, text in pairs:
            if name in known:
                pointer = self._parameter(operation, "query", name) + "/schema"
                yield DescribedValue(f"/query/{name}", pointer, _typed(text, known[name]["schema"]))

    def _body(self, body: Body, media_type: str | None, content: bytes, parts: tuple[Part, ...] = ()) -> Unpacked:
        """A body, of one of the media types that openapi.yaml has; if it has none, there must not be a body."""
        essence = (media_type or "no media type").partition(";")[0].strip().lower()
        pointer = f"{body.pointer}/content{step(essence)}/schema"
        if bool(content or parts) != bool(body.content):
            kind = Kind.EXTRA_BODY if body.content else Kind.MISSING_BODY
            yield body.misfit("/body", "is missing" if body.content else "has no place in the spec", kind)
        elif body.content and essence not in body.content:
            what = f"{essence}, where the spec has {' or '.join(body.content)}"
            yield body.misfit("/media_type", what, Kind.MEDIA_TYPE)
        elif parts:
            yield Shown(pointer)
            while "$ref" in (schema := self.document.at("#" + pointer)):
                pointer = schema["$ref"][1:]
                yield Shown(pointer)
            yield from _parts(body, schema, pointer, parts)
        elif body.content and body.content[essence]["schema"].get("format") != "binary":
            yield body.json("/body", pointer, content)


def _parts(body: Body, schema: JsonObject, pointer: str, parts: tuple[Part, ...]) -> Unpacked:
    """A multipart body: the parts that openapi.yaml names are JSON, the others are what it says of others."""
    others = schema.get("additionalProperties")
    times = Counter(part.name for part in parts)
    for part in parts:
        place = f"/body/{part.name}"
        if part.name not in schema.get("properties", {}):
            if others is None:
                yield body.misfit(place, "is not in the spec", Kind.MISSING_FIELD)
            elif others.get("contentEncoding") == "base64" and not _is_base64(part.content):
                yield body.misfit(place, "is not base64", Kind.UNREADABLE)
        elif times[part.name] > 1:
            yield body.misfit(place, f"is given {times[part.name]} times", Kind.CONSTRAINT)
        else:
            yield body.json(place, f"{pointer}/properties{step(part.name)}", part.content)
    for name in sorted(set(schema.get("required", [])) - times.keys()):
        yield body.misfit(f"/body/{name}", "is missing", Kind.OPTIONALITY)


def _typed(text: str, schema: JsonObject) -> str | float | bool:
    """A query value as the number or boolean that it stands for, unless the schema takes text."""
    if "string" in json_types(schema) or not NUMBER_OR_BOOLEAN.fullmatch(text):
        return text
    value: float | bool = json.loads(text)
    return value


def _refuse(constant: str) -> None:
    """NaN and the infinities: Python reads them, JSON does not have them."""
    raise ValueError(constant)


def _is_base64(content: bytes) -> bool:
    try:
        base64.b64decode(content, validate=True)
    except binascii.Error:
        return False
    return True
