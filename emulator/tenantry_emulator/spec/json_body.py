"""JSON out of request bodies and parts, checked against the specification."""

import asyncio

from starlette.requests import Request

from tenantry_emulator.wire.connection import body_of
from tenantry_emulator.wire.json_types import Json, JsonObject, from_json
from tenantry_emulator.wire.refusals import INVALID, TOO_LARGE, UNREADABLE_BODY, ErrorCode, Refusal

from .operations import Operation
from .schemas import checker_of, name_of

# Above that, in bytes, other requests are answered while a body is read.
LARGE = 64 * 1024
JSON_TYPES = ("application/json", "application/merge-patch+json")


async def json_body(request: Request, operation: Operation) -> Json:
    """The JSON body, if the operation has one, whatever content type the client declares."""
    for media in JSON_TYPES:
        if media in operation.bodies:
            content, schema = await body_of(request), operation.bodies[media]
            if len(content) > LARGE:
                return await asyncio.to_thread(_checked, content, schema)
            return _checked(content, schema)
    return None


def _checked(content: bytes, schema: JsonObject) -> Json:
    body = parsed(content, UNREADABLE_BODY, "the body")
    check_value(schema, body, "The body")
    return body


def parsed(content: bytes, error_code: ErrorCode, what: str) -> Json:
    """The JSON value."""
    try:
        return from_json(content)
    except ValueError as error:
        raise Refusal(error_code, f"Could not read {what} as JSON.") from error


def part(content: bytes, name: str, most: int) -> Json:
    """The JSON value of a part, which may have so many bytes at most."""
    if len(content) > most:
        raise Refusal(TOO_LARGE, f"The part {name} has {len(content)} bytes, and may have {most}.")
    return parsed(content, INVALID, f"content for part {name}")


def check_value(schema: JsonObject, value: Json, what: str) -> None:
    """Refuse a value that the schema, which is a reference to a named one, does not allow."""
    if problem := checker_of(name_of(schema)).problem(value):
        where = f"at {problem.pointer}" if problem.pointer else "as a whole"
        raise Refusal(INVALID, f"{what} is wrong {where}: {problem.message}.", pointer=problem.pointer)
