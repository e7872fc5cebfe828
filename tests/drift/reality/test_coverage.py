"""What openapi.yaml describes and no exchange showed is listed, if what is around it was seen."""

from __future__ import annotations

import json

from drift.findings.finding import Finding, Kind, Source
from drift.reality.collector import Collector
from drift.reality.exchange import HttpRequest, HttpResponse, Part
from drift.spec.specification import load_specification

SPEC = load_specification()
NAMESPACES = "/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/workers/dispatch/namespaces"
SCRIPT = NAMESPACES + "/production/scripts/shop"
SCHEMAS = "/components/schemas"


def never_seen(*seen: tuple[HttpRequest, HttpResponse]) -> dict[str, Finding]:
    """What was never seen after these exchanges, by its pointer."""
    witness = Collector(SPEC)
    for request, answer in seen:
        witness.request(request, Source)
        witness.answer(request, answer, Source)
    findings = witness.findings(never_seen=True)
    assert {Kind.NEVER_SEEN} == {finding.kind for finding in findings}
    return {finding.pointer: finding for finding in findings}


def answering(result: object, status: int = 200) -> HttpResponse:
    envelope = {"success": status < 400, "errors": [], "messages": [], "result": result}
    return HttpResponse(status, "application/json", json.dumps(envelope).encode())


def test_without_an_exchange_no_operation_was_seen_and_nothing_else_is_told() -> None:
    described = never_seen()

    assert len(described) == len(SPEC.document.operations)
    assert {finding.operations for finding in described.values()} == {(each.name,) for each in SPEC.document.operations}


def test_of_an_answer_what_it_did_not_show_is_told() -> None:
    described = never_seen(
        (HttpRequest("GET", SCRIPT + "/settings"), answering({"logpush": True, "usage_model": "standard"}))
    )

    assert f"{SCHEMAS}/Settings/properties/logpush" not in described
    assert described[f"{SCHEMAS}/Settings/properties/limits"].says == (
        ("spec", "field limits"),
        ("answers", "never seen"),
    )
    assert f"{SCHEMAS}/UsageModel/enum/0" not in described
    assert described[f"{SCHEMAS}/UsageModel/enum/1"].says == (("spec", 'value "bundled"'), ("answers", "never seen"))
    assert described[f"{SCHEMAS}/UsageModel/enum/1"].line == SPEC.lines.line(f"{SCHEMAS}/UsageModel/enum/1")


def test_within_what_was_never_seen_nothing_is_told() -> None:
    described = never_seen((HttpRequest("GET", SCRIPT + "/settings"), answering({})))

    assert f"{SCHEMAS}/Settings/properties/limits" in described
    assert f"{SCHEMAS}/Limits/properties/cpu_ms" not in described


def test_a_status_that_was_not_answered_is_told() -> None:
    described = never_seen((HttpRequest("DELETE", SCRIPT), answering(None)))
    (operation,) = {pointer.rpartition("/responses/")[0] for pointer in described if pointer.endswith("/responses/204")}

    assert described[f"{operation}/responses/204"].operations == ("delete_script",)
    assert f"{operation}/responses/200" not in described


def test_a_parameter_that_was_not_sent_is_told() -> None:
    described = never_seen((HttpRequest("GET", NAMESPACES + "/production/scripts", "limit=5"), answering([])))

    assert "/components/parameters/Limit" not in described
    assert described["/components/parameters/Cursor"].says == (("spec", "parameter cursor"), ("requests", "never seen"))


def test_a_variant_that_was_not_seen_is_told_by_its_name() -> None:
    bindings = [{"type": "kv_namespace", "name": "KV", "namespace_id": "a"}]
    described = never_seen((HttpRequest("GET", SCRIPT + "/bindings"), answering(bindings)))
    says = {
        finding.says[0][1] for pointer, finding in described.items() if pointer.startswith(f"{SCHEMAS}/Binding/oneOf/")
    }

    assert "variant D1" in says
    assert "variant KvNamespace" not in says


def test_what_is_sent_is_told_apart_from_what_is_answered() -> None:
    metadata = json.dumps({"main_module": "index.js", "logpush": True}).encode()
    upload = HttpRequest(
        "PUT", SCRIPT, "", "multipart/form-data", parts=(Part("metadata", metadata), Part("index.js", b""))
    )
    described = never_seen((upload, answering({"startup_time_ms": 5})))

    assert described[f"{SCHEMAS}/ScriptMetadata/properties/assets"].says[1] == ("requests", "never seen")
    assert f"{SCHEMAS}/ScriptMetadata/properties/logpush" not in described
    assert described[f"{SCHEMAS}/ScriptDetails/properties/logpush"].says[1] == ("answers", "never seen")
