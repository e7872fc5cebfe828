"""The v4 envelope around every JSON answer."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import JSONResponse

from .json_types import Json, JsonObject
from .refusals import Refusal


class Answer(JSONResponse):
    """A JSON answer whose value can still be read, to be checked against the specification."""

    # Starlette's own type for it.
    def __init__(self, content: Any, status_code: int = 200, headers: dict[str, str] | None = None) -> None:
        super().__init__(content, status_code, headers)
        self.content: Json = content


def success(
    result: object,
    *,
    status: int = 200,
    result_info: object = None,
    messages: Sequence[JsonObject] = (),
    nulls: bool = False,
) -> Answer:
    """The envelope of a success; with `nulls`, errors and messages are null instead of empty lists."""
    nothing: Json = None if nulls else []
    envelope = {"result": result, "success": True, "errors": nothing, "messages": [*messages] or nothing}
    if result_info is not None:
        envelope["result_info"] = result_info
    return Answer(envelope, status)


def refused(refusal: Refusal) -> Answer:
    """The envelope of a refusal."""
    error: JsonObject = {"code": refusal.error_code.code, "message": refusal.message}
    if refusal.pointer is not None:
        error["source"] = {"pointer": refusal.pointer}
    envelope = {"result": None, "success": False, "errors": [error], "messages": []}
    return Answer(envelope, refusal.error_code.status, dict(refusal.headers or {}))
