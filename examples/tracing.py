"""Make OpenTelemetry spans of what a client does: `Client(on_event=Tracing())`.

Each request is a span, an attempt of its own where it was repeated, below whatever span is current where the verb was
called; waits, repetitions, remarks and progress are events of that span. It needs `opentelemetry-api`.
https://opentelemetry.io/docs/specs/semconv/http/http-spans/
"""

import time

from opentelemetry import trace
from opentelemetry.trace import Span, SpanKind, Status, StatusCode

from tenantry import events

NANOSECONDS = 1_000_000_000


class Tracing:
    """An observer for `on_event`; it keeps nothing, so that one serves any number of clients."""

    def __init__(self, tracer: trace.Tracer | None = None) -> None:
        self._tracer = tracer or trace.get_tracer("tenantry")

    def __call__(self, event: events.Event) -> None:
        match event:
            case events.Answered(method, path, status, seconds, ray, attempt):
                span = self._request(method, path, seconds, attempt)
                span.set_attribute("http.response.status_code", status)
                if ray:
                    span.set_attribute("http.response.header.cf-ray", [ray])
                self._end(span, str(status) if status >= 400 else None)
            case events.Unanswered(method, path, seconds, failure, attempt):
                self._end(self._request(method, path, seconds, attempt), type(failure).__name__)
            case events.Waiting(_, _, seconds, why):
                _tell("waiting", {"seconds": seconds, "why": why})
            case events.Repeating(_, _, attempt, failure):
                _tell("repeating", {"attempt": attempt, "failure": type(failure).__name__})
            case events.Remarked(_, _, messages):
                _tell("remarked", {"messages": [str(message) for message in messages]})
            case events.Warned(text, script):
                _tell("warned", {"text": text, "script": script})
            case events.Progressed(what, done, total):
                _tell("progressed", {"what": what, "done": done, "total": total})

    def _request(self, method: str, path: str, seconds: float, attempt: int) -> Span:
        """A span that began so many seconds ago. Its name does not contain the path: names of spans should be few."""
        attributes: dict[str, str | int] = {
            "http.request.method": method,
            "url.path": path,
            "http.request.resend_count": attempt - 1,
        }
        begun = time.time_ns() - int(seconds * NANOSECONDS)
        return self._tracer.start_span(method, kind=SpanKind.CLIENT, attributes=attributes, start_time=begun)

    def _end(self, span: Span, error: str | None) -> None:
        if error:
            span.set_attribute("error.type", error)
            span.set_status(Status(StatusCode.ERROR))
        span.end()


def _tell(name: str, attributes: dict[str, str | int | float | list[str]]) -> None:
    trace.get_current_span().add_event(f"tenantry.{name}", attributes)
