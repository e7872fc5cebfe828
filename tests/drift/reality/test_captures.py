"""What other clients really send is in openapi.yaml, with unknown fields forbidden."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest

from drift.reality.captures import FOLDER, captured, captures, is_elsewhere
from drift.reality.checker import ExchangeChecker
from drift.reality.exchange import HttpRequest, Part
from drift.spec.document import committed
from tests.spec.rules.walk import variants

if not FOLDER.is_dir():
    pytest.skip(f"there are no captured requests: {FOLDER.name} is not beside the repository", allow_module_level=True)

CHECKER = ExchangeChecker(committed())

# Requests of the same sessions that are for the account, and not for a dispatch namespace.
ELSEWHERE = {
    "GET /queues": 1,
    "GET /r2/buckets/bucket-1": 1,
    "GET /workers/scripts/tenant-a/settings": 3,
    "GET /workers/scripts/tenant-assets/settings": 1,
    "GET /workers/scripts/tenant-big/secrets": 1,
    "GET /workers/scripts/tenant-big/settings": 1,
    "GET /workers/scripts/tenant-multi/settings": 1,
    "GET /workers/scripts/tenant-sw/secrets": 1,
    "GET /workers/scripts/tenant-sw/settings": 1,
}
OURS = [name for name in captures() if not is_elsewhere(captured(name))]
UPLOAD = "wrangler/deploy_big/10_PUT_workers_dispatch_namespaces_ns1_scripts_tenant_big.json"


@pytest.mark.parametrize("name", OURS)
def test_a_captured_request_is_as_the_spec_says(name: str) -> None:
    assert CHECKER.request(captured(name)).misfits == []


def test_a_capture_that_is_for_no_operation_is_known() -> None:
    others = [captured(name) for name in captures() if is_elsewhere(captured(name))]

    assert Counter(f"{request.method} /{request.path.split('/', 5)[5]}" for request in others) == ELSEWHERE


def test_the_captures_are_of_many_operations() -> None:
    seen = [CHECKER.operation(captured(name).method, captured(name).path) for name in OURS]

    assert {operation.name for operation in seen if operation} == {
        "create_assets_session",
        "create_namespace",
        "delete_namespace",
        "get_namespace",
        "get_script",
        "list_namespaces",
        "patch_settings",
        "put_content",
        "put_secret",
        "replace_namespace",
        "set_tags",
        "upload_assets",
        "upload_script",
    }


def test_every_type_of_binding_that_was_seen_is_described() -> None:
    described = {
        variant["properties"]["type"].get("const") for variant in variants(committed(), committed().schemas["Binding"])
    }
    metadata = [json.loads(part.content) for name in OURS for part in captured(name).parts if part.name == "metadata"]
    seen = {binding["type"] for one in metadata for binding in one.get("bindings", [])}

    assert seen - described == set()


def test_an_unknown_field_of_captured_metadata_is_found() -> None:
    assert findings(with_metadata(colour="red")) == [("/body/metadata", "colour is not in the spec")]


def test_a_wrong_type_in_captured_metadata_is_found() -> None:
    assert findings(with_metadata(logpush="yes", bindings=[{"type": "plain_text", "name": "A", "text": 5}])) == [
        ("/body/metadata/bindings/0/text", 'this is not of type "string"'),
        ("/body/metadata/logpush", 'this is not of type "boolean"'),
    ]


def test_an_unknown_query_parameter_of_a_captured_request_is_found() -> None:
    request = captured(UPLOAD)

    assert findings(replace(request, query=request.query + "&colour=red")) == [("/query/colour", "is not in the spec")]


def test_a_captured_request_without_its_metadata_is_found() -> None:
    request = captured(UPLOAD)

    assert findings(replace(request, parts=request.parts[1:])) == [("/body/metadata", "is missing")]


def findings(request: HttpRequest) -> list[tuple[str, str]]:
    return sorted((finding.place, finding.what) for finding in CHECKER.request(request).misfits)


def with_metadata(**changed: object) -> HttpRequest:
    """The captured upload with some fields of its metadata changed."""
    request = captured(UPLOAD)
    metadata, *modules = request.parts
    content = json.dumps(json.loads(metadata.content) | changed).encode()
    return replace(request, parts=(Part("metadata", content), *modules))
