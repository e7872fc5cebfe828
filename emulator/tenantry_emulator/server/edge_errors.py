"""Pages of Cloudflare's edge, in front of the API: HTML, or problem details (RFC 9457) for clients that accept JSON.

Cloudflare's changelog tells of the second kind on 2026-03-12 and 2026-04-27.
"""

import html
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tenantry_emulator.context.faults import Fault
from tenantry_emulator.wire.envelope import Answer

# Statuses of Cloudflare's own, with its words for them.
# https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
REASONS = {
    520: "Web server returned an unknown error",
    521: "Web server is down",
    522: "Connection timed out",
    523: "Origin is unreachable",
    524: "A timeout occurred",
    525: "SSL handshake failed",
    526: "Invalid SSL certificate",
    530: "Origin DNS error",
}


def page(request: Request, fault: Fault) -> Response:
    """The page, in the format that the fault names or else the request accepts."""
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if _speaks_json(request, fault):
        headers["Content-Type"] = "application/problem+json"
        return Answer(_problem(fault), fault.status, headers)
    return HTMLResponse(_html(fault), fault.status, headers)


def _speaks_json(request: Request, fault: Fault) -> bool:
    if fault.format != "negotiated":
        return fault.format == "json"
    accepted = request.headers.get("accept", "*/*")
    return "json" in accepted and "html" not in accepted


def _problem(fault: Fault) -> dict[str, object]:
    problem: dict[str, object] = {
        "type": "about:blank",
        "title": f"Error {fault.status}: {_reason(fault.status)}",
        "status": fault.status,
        "detail": fault.message,
        "cloudflare_error": True,
        "retryable": fault.retry_after is not None,
        "error_category": "origin" if fault.status in REASONS else "edge",
    }
    return problem if fault.retry_after is None else problem | {"retry_after": fault.retry_after}


def _html(fault: Fault) -> str:
    title = f"{fault.status}: {_reason(fault.status)}"
    return (
        f"<!DOCTYPE html>\n<html lang=en>\n<head><title>{title}</title></head>\n"
        f"<body><h1>{title}</h1><p>{html.escape(fault.message)}</p></body>\n</html>\n"
    )


def _reason(status: int) -> str:
    if status in REASONS:
        return REASONS[status]
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
