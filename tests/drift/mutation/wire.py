"""Whether exchanges are as openapi.yaml says, judged by a few rules of its own, which share nothing with the checks."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from drift.spec.document import JsonObject, committed

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}
ENVELOPE = {"success", "errors", "messages", "result_info"}
# What the file says of an exchange.
REQUEST, ANSWER = {"method", "uri", "headers", "body"}, {"status", "headers", "body"}
RAW: JsonObject = committed().raw


# Any: what a YAML file holds.
def is_as_described(cassette: Any) -> bool:
    """Whether a whole cassette has the form of one, and nothing in it that openapi.yaml does not describe."""
    try:
        return {*cassette} == {"recorded", "exchanges"} and all(map(_exchange, cassette["exchanges"]))
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def _exchange(exchange: Any) -> bool:
    request, answer = exchange["request"], exchange["answer"]
    if {*exchange} != {"request", "answer"} or {*request} != REQUEST or {*answer} != ANSWER:
        return False
    if not isinstance(request["headers"], dict) or not isinstance(answer["headers"], dict):
        return False
    uri = urlsplit(request["uri"])
    for template, item in RAW["paths"].items():
        pattern = "/client/v4" + re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, uri.path) and request["method"].lower() in item:
            operation = item[request["method"].lower()]
            declared = [*map(_resolved, [*item.get("parameters", []), *operation.get("parameters", [])])]
            return _query(declared, uri.query) and _path(declared, template, uri.path) and _bodies(operation, exchange)
    return False


def _path(declared: list[JsonObject], template: str, path: str) -> bool:
    steps = zip(template.split("/"), path.removeprefix("/client/v4").split("/"), strict=True)
    given = {step[1:-1]: text for step, text in steps if step.startswith("{")}
    return all(_fits(each["schema"], given[each["name"]]) for each in declared if each["in"] == "path")


def _query(declared: list[JsonObject], query: str) -> bool:
    known = {each["name"]: each for each in declared if each["in"] == "query"}
    given = parse_qsl(query, keep_blank_values=True)
    names = [name for name, _ in given]
    needed = {name for name, each in known.items() if each.get("required")}
    return (
        len({*names}) == len(names)
        and needed <= {*names} <= known.keys()
        and all(_fits(known[name]["schema"], text) or _fits(known[name]["schema"], _json(text)) for name, text in given)
    )


def _bodies(operation: JsonObject, exchange: Any) -> bool:
    request, answer = exchange["request"], exchange["answer"]
    status = str(answer["status"])
    described = operation["responses"].get(status) or operation["responses"].get(f"{status[0]}XX")
    if type(answer["status"]) is not int or described is None:
        return False
    if not _body(operation.get("requestBody", {}).get("content", {}), request["headers"], request["body"]):
        return False
    if not _body(_resolved(described).get("content", {}), answer["headers"], answer["body"]):
        return False
    return status[0] != "2" or _success(answer["body"])


def _success(body: Any) -> bool:
    """An answer of success says so, and has a result, if it is JSON."""
    value = next(iter(body.values())) if body else None
    if not isinstance(value, dict):
        return True
    return value["success"] is True and bool(value.keys() - ENVELOPE)


def _body(content: JsonObject, headers: Any, body: Any) -> bool:
    if not content or body is None:
        return not content and body is None
    kind = headers.get("content-type", "").partition(";")[0]
    if kind not in content or len(body) != 1:
        return False
    schema = content[kind]["schema"]
    if schema.get("format") == "binary":
        return _has_form(body)
    match body:
        case {"parts": parts}:
            return _has_form(body) and _parts(_resolved(schema), parts)
        case {"json": value} | {"json spaced": value}:
            return _fits(schema, value)
        case {"text": str(text)}:
            return _fits(schema, _json(text))
    return False


def _has_form(body: Any) -> bool:
    """Whether it is a body at all, in a form that cassettes have."""
    match body:
        case {"parts": [*parts], **rest} if not rest:
            named = all({*part} == {"headers", "body"} and isinstance(part["headers"], dict) for part in parts)
            return named and all(part["body"] is None or _has_form(part["body"]) for part in parts)
        case {"json": _, **rest} | {"json spaced": _, **rest} | {"text": str(), **rest} | {"binary": bytes(), **rest}:
            return not rest
    return False


def _parts(schema: JsonObject, parts: Any) -> bool:
    names = []
    for part in parts:
        (name,) = re.findall(r"; name=\"?([^\";]*)", part["headers"]["Content-Disposition"])
        names.append(name)
        style, value = next(iter((part["body"] or {"text": ""}).items()))
        if name not in schema.get("properties", {}):
            if "additionalProperties" not in schema:
                return False
        elif names.count(name) > 1 or not style.startswith("json") or not _fits(schema["properties"][name], value):
            return False
    return {*schema.get("required", [])} <= {*names}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _resolved(node: JsonObject) -> JsonObject:
    while "$ref" in node:
        _, _, kind, name = node["$ref"].split("/")
        node = RAW["components"][kind][name]
    return node


def _fits(schema: JsonObject, value: Any) -> bool:
    """Whether a value fits a schema, and has no field and no variant that is only there to stay open."""
    name = schema.get("$ref", "").rpartition("/")[2]
    schema = _resolved(schema)
    if name.startswith("Other"):
        return False
    for keyword in ("oneOf", "anyOf"):
        if keyword in schema:
            return any(_fits(each, value) for each in schema[keyword])
    return _scalar(schema, value) and (
        _object(schema, value)
        if isinstance(value, dict)
        else all(_fits(schema.get("items", {}), each) for each in value)
        if isinstance(value, list)
        else True
    )


def _object(schema: JsonObject, value: JsonObject) -> bool:
    members = [_resolved(each) for each in schema.get("allOf", [])] or [schema]
    while any("allOf" in each for each in members):
        members = [_resolved(inner) for each in members for inner in each.get("allOf", [each])]
    fields = {name: inner for each in members for name, inner in each.get("properties", {}).items()}
    needed = {name for each in members for name in each.get("required", [])}
    others = [each["additionalProperties"] for each in members if "additionalProperties" in each]
    is_open = bool(others) or not (fields or "type" in schema or "allOf" in schema)
    inner = others[0] if others and isinstance(others[0], dict) else {}
    return needed <= value.keys() and all(
        _fits(fields[name], each) if name in fields else is_open and _fits(inner, each) for name, each in value.items()
    )


def _scalar(schema: JsonObject, value: Any) -> bool:
    named = schema.get("type", "object" if "allOf" in schema else [])
    types = [named] if isinstance(named, str) else named
    is_a_type = any(value is None if each == "null" else _is_a(each, value) for each in types) or not types
    length = len(value) if isinstance(value, str) else 0
    number = value if _is_a("number", value) else 0
    return (
        is_a_type
        and value in schema.get("enum", [value])
        and value == schema.get("const", value)
        and schema.get("minLength", 0) <= length <= schema.get("maxLength", length)
        and schema.get("minimum", number) <= number <= schema.get("maximum", number)
        and bool(re.search(schema.get("pattern", ""), value if isinstance(value, str) else ""))
        and (schema.get("format") != "date-time" or value is None or _is_an_instant(value))
    )


def _is_a(name: str, value: Any) -> bool:
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def _is_an_instant(value: Any) -> bool:
    try:
        return isinstance(value, str) and "T" in value and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
