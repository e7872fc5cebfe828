"""The spans that the example makes of a client's events."""

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode, Tracer

import tenantry
from examples.tracing import Tracing
from tenantry_emulator import Emulator, Fault

NAMESPACES = "/accounts/{}/workers/dispatch/namespaces"


@pytest.fixture
def exported() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracer(exported: InMemorySpanExporter) -> Iterator[Tracer]:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exported))
    yield provider.get_tracer("tests")
    provider.shutdown()


def traced(cloudflare: Emulator, tracer: Tracer) -> tenantry.Client:
    return tenantry.Client(on_event=Tracing(tracer), rate=None, retries=1)


def requests(exported: InMemorySpanExporter) -> list[ReadableSpan]:
    return [span for span in exported.get_finished_spans() if span.kind is SpanKind.CLIENT]


def test_a_request_is_a_span_below_the_current_one(
    cloudflare: Emulator, tracer: Tracer, exported: InMemorySpanExporter
) -> None:
    with traced(cloudflare, tracer) as client, tracer.start_as_current_span("onboard") as onboard:
        client.namespace("production").create()

    (span,) = requests(exported)
    attributes = dict(span.attributes or {})
    ray = attributes.pop("http.response.header.cf-ray")
    assert {
        "http.request.method": "POST",
        "url.path": NAMESPACES.format(cloudflare.account_id),
        "http.request.resend_count": 0,
        "http.response.status_code": 200,
    } == attributes
    assert ray
    assert span.name == "POST"
    assert span.parent is not None
    assert onboard.get_span_context().span_id == span.parent.span_id
    assert StatusCode.UNSET is span.status.status_code
    assert span.start_time is not None
    assert span.end_time is not None
    assert span.start_time < span.end_time


def test_each_attempt_is_a_span_and_the_repetition_an_event(
    cloudflare: Emulator, tracer: Tracer, exported: InMemorySpanExporter
) -> None:
    cloudflare.faults.add(Fault("edge", status=502))
    with traced(cloudflare, tracer) as client, tracer.start_as_current_span("list"):
        client.list_namespaces()

    first, second = requests(exported)
    assert [
        ((span.attributes or {}).get("error.type"), (span.attributes or {})["http.request.resend_count"])
        for span in (first, second)
    ] == [("502", 0), (None, 1)]
    assert StatusCode.ERROR is first.status.status_code
    (whole,) = (span for span in exported.get_finished_spans() if span.name == "list")
    assert [event.name for event in whole.events] == ["tenantry.repeating", "tenantry.waiting"]


def test_a_request_without_an_answer_is_an_error(
    cloudflare: Emulator, tracer: Tracer, exported: InMemorySpanExporter
) -> None:
    cloudflare.faults.add(Fault("reset", when="before", times=None))
    with traced(cloudflare, tracer) as client, pytest.raises(tenantry.NoAnswer):
        client.list_namespaces()

    assert [(span.attributes or {})["error.type"] for span in requests(exported)] == ["NoAnswer", "NoAnswer"]
