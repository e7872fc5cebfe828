"""Reality against openapi.yaml: what a request or an answer holds that the spec does not know."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote

from drift.document import Document, Object, Operation
from .exchange import Answer, Finding, Part, Request
from .strict import Strict, types

NUMBER_OR_TRUTH = re.compile(r"true|false|-?(0|[1-9][0-9]*)(\.[0-9]+)?")


class Reality:
    """Looks at exchanges with the eyes of one document, unknown fields forbidden."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._strict = Strict(document)
        self._routes = [(_pattern(document.base_path, operation), operation) for operation in document.operations]

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation that a request is for; None if the spec has none."""
        found = self._route(method, path)
        return found[0] if found else None

    def of_request(self, request: Request) -> list[Finding]:
        """What is wrong with a request."""
        found = self._route(request.method, request.path)
        if found is None:
            return [Finding("", "/path", f"no operation for {request.method} {request.path}")]
        operation, texts = found
        content = operation.spec.get("requestBody", {}).get("content", {})
        return [
            *self._path(operation, texts),
            *self._query(operation, request.query),
            *self._body(operation, content, request.media_type, request.body, request.parts),
        ]

    def of_answer(self, operation: Operation, answer: Answer) -> list[Finding]:
        """What is wrong with an answer to `operation`."""
        responses = operation.spec["responses"]
        response = responses.get(str(answer.status)) or responses.get(f"{answer.status // 100}XX")
        if response is None:
            return [Finding(operation.name, "/status", f"{answer.status} is not in the spec")]
        content = self._document.resolve(response).get("content", {})
        return list(self._body(operation, content, answer.media_type, answer.body))

    def _route(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        for pattern, operation in self._routes:
            match = pattern.fullmatch(path)
            if match and operation.method == method.lower():
                return operation, match.groupdict()
        return None

    def _path(self, operation: Operation, texts: dict[str, str]) -> Iterator[Finding]:
        for name, parameter in operation.located("path").items():
            yield from self._flaws(operation, f"/path/{name}", parameter["schema"], unquote(texts[name]))

    def _query(self, operation: Operation, query: str) -> Iterator[Finding]:
        known = operation.located("query")
        pairs = parse_qsl(query, keep_blank_values=True)
        for name, times in Counter(name for name, _ in pairs).items():
            if times > 1:
                yield Finding(operation.name, f"/query/{name}", f"is given {times} times")
        for name, text in pairs:
            if name not in known:
                yield Finding(operation.name, f"/query/{name}", "is not in the spec")
                continue
            schema = known[name]["schema"]
            yield from self._flaws(operation, f"/query/{name}", schema, _typed(text, schema))
        for name in known.keys() - dict(pairs).keys():
            if known[name].get("required"):
                yield Finding(operation.name, f"/query/{name}", "is missing")

    def _body(
        self, operation: Operation, content: Object, media_type: str | None, body: bytes, parts: tuple[Part, ...] = ()
    ) -> Iterator[Finding]:
        """A body, where the spec has these kinds of `content`; where it has none, there must be none."""
        essence = (media_type or "no media type").partition(";")[0].strip().lower()
        if bool(body or parts) != bool(content):
            yield Finding(operation.name, "/body", "is missing" if content else "has no place in the spec")
        elif content and essence not in content:
            yield Finding(operation.name, "/media_type", f"{essence}, where the spec has {' or '.join(content)}")
        elif parts:
            yield from self._parts(operation, self._document.resolve(content[essence]["schema"]), parts)
        elif content and content[essence]["schema"].get("format") != "binary":
            yield from self._json(operation, "/body", content[essence]["schema"], body)

    def _parts(self, operation: Operation, schema: Object, parts: tuple[Part, ...]) -> Iterator[Finding]:
        """A multipart body: the parts that the spec names are JSON, the others are what it says of others."""
        named = schema.get("properties", {})
        times = Counter(part.name for part in parts)
        for part in parts:
            where = f"/body/{part.name}"
            if part.name not in named:
                yield from self._other_part(operation, where, schema.get("additionalProperties"), part)
            elif times[part.name] > 1:
                yield Finding(operation.name, where, f"is given {times[part.name]} times")
            else:
                yield from self._json(operation, where, named[part.name], part.content)
        for name in sorted(set(schema.get("required", [])) - times.keys()):
            yield Finding(operation.name, f"/body/{name}", "is missing")

    def _other_part(self, operation: Operation, where: str, schema: Object | None, part: Part) -> Iterator[Finding]:
        if schema is None:
            yield Finding(operation.name, where, "is not in the spec")
        elif schema.get("contentEncoding") == "base64" and not _is_base64(part.content):
            yield Finding(operation.name, where, "is not base64")

    def _json(self, operation: Operation, where: str, schema: Object, body: bytes) -> Iterator[Finding]:
        try:
            value = json.loads(body, parse_constant=_no_json)
        except ValueError:
            yield Finding(operation.name, where, "is not JSON")
        else:
            yield from self._flaws(operation, where, schema, value)

    # Any: whatever JSON came over the wire.
    def _flaws(self, operation: Operation, where: str, schema: Object, value: Any) -> Iterator[Finding]:
        for flaw in self._strict.flaws(schema, value):
            yield Finding(operation.name, where + flaw.pointer, flaw.what)


def _pattern(base: str, operation: Operation) -> re.Pattern[str]:
    """Paths of an operation; its parameters as groups."""
    parts = re.split(r"\{(\w+)\}", operation.path)
    steps = [f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)]
    return re.compile(re.escape(base) + "".join(steps))


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
