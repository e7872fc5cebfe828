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
from drift.spec.closed_schemas import types
from drift.spec.document import Document, Object, Operation
from drift.spec.line_numbers import step
from drift.spec.pointers import Way

from .exchange import Answer, Misfit, Part, Request, Shown, Value

NUMBER_OR_TRUTH = re.compile(r"true|false|-?(0|[1-9][0-9]*)(\.[0-9]+)?")

Found = Iterator[Misfit | Shown | Value]


@dataclass(frozen=True)
class Opened:
    """Takes exchanges apart as one document describes them."""

    document: Document

    def request(self, operation: Operation, texts: dict[str, str], request: Request) -> Found:
        """A request; `texts` are the parameters in its path."""
        pointer = self._pointer(operation)
        yield Shown(pointer)
        yield from self._path(operation, texts)
        yield from self._query(operation, request.query)
        content = operation.spec.get("requestBody", {}).get("content", {})
        where = Body(operation, pointer + "/requestBody", content)
        yield from self._body(where, request.media_type, request.body, request.parts)

    def answer(self, operation: Operation, answer: Answer) -> Found:
        """An answer to `operation`."""
        responses, pointer = operation.spec["responses"], self._pointer(operation) + "/responses"
        status = next((each for each in (str(answer.status), f"{answer.status // 100}XX") if each in responses), None)
        if status is None:
            what = f"{answer.status} is not in the spec"
            yield Misfit(operation.name, "/status", what, Kind.MISSING_STATUS, f"{pointer}/{answer.status}")
            return
        yield Shown(f"{pointer}/{status}")
        pointer = responses[status].get("$ref", f"#{pointer}/{status}")[1:]
        content = self.document.resolve(responses[status]).get("content", {})
        yield from self._body(Body(operation, pointer, content), answer.media_type, answer.body)

    def _pointer(self, operation: Operation) -> str:
        return self._way.operation(operation.name).pointer

    @cached_property
    def _way(self) -> Way:
        return Way(self.document)

    def _path(self, operation: Operation, texts: dict[str, str]) -> Found:
        for name in operation.located("path"):
            yield Value(f"/path/{name}", self._parameter(operation, "path", name), unquote(texts[name]))

    def _query(self, operation: Operation, query: str) -> Found:
        known = operation.located("query")
        pairs = parse_qsl(query, keep_blank_values=True)
        for name, times in Counter(name for name, _ in pairs).items():
            if times > 1:
                yield self._misfit(operation, name, f"is given {times} times", Kind.CONSTRAINT)
        for name, text in pairs:
            if name not in known:
                yield self._misfit(operation, name, "is not in the spec", Kind.MISSING_PARAMETER)
                continue
            pointer = self._parameter(operation, "query", name)
            yield Value(f"/query/{name}", pointer, _typed(text, known[name]["schema"]))
        for name in known.keys() - dict(pairs).keys():
            if known[name].get("required"):
                yield self._misfit(operation, name, "is missing", Kind.OPTIONALITY)

    def _misfit(self, operation: Operation, name: str, what: str, kind: Kind) -> Misfit:
        pointer = self._way.place(operation.name, ("parameters", "query", name)).pointer
        return Misfit(operation.name, f"/query/{name}", what, kind, pointer)

    def _parameter(self, operation: Operation, place: str, name: str) -> str:
        """The pointer of a parameter's schema."""
        return self._way.place(operation.name, ("parameters", place, name)).pointer + "/schema"

    def _body(self, where: Body, media_type: str | None, body: bytes, parts: tuple[Part, ...] = ()) -> Found:
        """A body, where the spec has these kinds of content; where it has none, there must be none."""
        essence = (media_type or "no media type").partition(";")[0].strip().lower()
        pointer = f"{where.pointer}/content{step(essence)}/schema"
        if bool(body or parts) != bool(where.content):
            kind = Kind.EXTRA_BODY if where.content else Kind.MISSING_BODY
            yield where.misfit("/body", "is missing" if where.content else "has no place in the spec", kind)
        elif where.content and essence not in where.content:
            what = f"{essence}, where the spec has {' or '.join(where.content)}"
            yield where.misfit("/media_type", what, Kind.MEDIA_TYPE)
        elif parts:
            *on_the_way, written = self._written(pointer)
            yield from map(Shown, (*on_the_way, written))
            yield from self._parts(where, written, parts)
        elif where.content and where.content[essence]["schema"].get("format") != "binary":
            yield _json(where, "/body", pointer, body)

    def _written(self, pointer: str) -> Iterator[str]:
        """The way to where a schema is written, which is the last."""
        yield pointer
        while "$ref" in (schema := self.document.at("#" + pointer)):
            pointer = schema["$ref"][1:]
            yield pointer

    def _parts(self, where: Body, pointer: str, parts: tuple[Part, ...]) -> Found:
        """A multipart body: the parts that the spec names are JSON, the others are what it says of others."""
        schema = self.document.at("#" + pointer)
        named = schema.get("properties", {})
        times = Counter(part.name for part in parts)
        for part in parts:
            place = f"/body/{part.name}"
            if part.name not in named:
                yield from _other_part(where, place, schema.get("additionalProperties"), part)
            elif times[part.name] > 1:
                yield where.misfit(place, f"is given {times[part.name]} times", Kind.CONSTRAINT)
            else:
                yield _json(where, place, f"{pointer}/properties{step(part.name)}", part.content)
        for name in sorted(set(schema.get("required", [])) - times.keys()):
            yield where.misfit(f"/body/{name}", "is missing", Kind.OPTIONALITY)


@dataclass(frozen=True)
class Body:
    """What the spec says of a body: the operation, the pointer to it, and its content by media type."""

    operation: Operation
    pointer: str
    content: Object

    def misfit(self, place: str, what: str, kind: Kind) -> Misfit:
        return Misfit(self.operation.name, place, what, kind, self.pointer)


def _other_part(where: Body, place: str, schema: Object | None, part: Part) -> Iterator[Misfit]:
    if schema is None:
        yield where.misfit(place, "is not in the spec", Kind.MISSING_FIELD)
    elif schema.get("contentEncoding") == "base64" and not _is_base64(part.content):
        yield where.misfit(place, "is not base64", Kind.UNREADABLE)


def _json(where: Body, place: str, pointer: str, body: bytes) -> Misfit | Value:
    try:
        return Value(place, pointer, json.loads(body, parse_constant=_no_json))
    except ValueError:
        return where.misfit(place, "is not JSON", Kind.UNREADABLE)


def _typed(text: str, schema: Object) -> str | float | bool:
    """A query value as what it means where the schema wants more than text."""
    if "string" in types(schema) or not NUMBER_OR_TRUTH.fullmatch(text):
        return text
    value: float | bool = json.loads(text)
    return value


def _no_json(constant: str) -> None:
    """NaN and the infinities: Python reads them, JSON does not have them."""
    raise ValueError(constant)


def _is_base64(content: bytes) -> bool:
    try:
        base64.b64decode(content, validate=True)
    except binascii.Error:
        return False
    return True
