"""The v4 envelope around every JSON answer."""

from starlette.responses import JSONResponse

from .refusals import Refusal


def success(result: object, *, result_info: object = None) -> JSONResponse:
    """The answer to a request that was granted."""
    envelope = {"result": result, "success": True, "errors": [], "messages": []}
    if result_info is not None:
        envelope["result_info"] = result_info
    return JSONResponse(envelope)


def refused(refusal: Refusal) -> JSONResponse:
    """The answer to a request that was not."""
    error: dict[str, object] = {"code": refusal.kind.code, "message": refusal.message}
    if refusal.pointer is not None:
        error["source"] = {"pointer": refusal.pointer}
    envelope = {"result": None, "success": False, "errors": [error], "messages": []}
    return JSONResponse(envelope, status_code=refusal.kind.status)
