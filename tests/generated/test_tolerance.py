"""What the docs require of an answer, an answer may lack; what they require of a request, a request has."""

import json

import pytest

from generator.spec import Object
from generator.tolerance import tolerant
from tenantry_api import models
from tenantry_api.api.scripts import upload_script
from tenantry_api.api.secrets import list_secrets
from tenantry_api.api.workers import list_workers

from .recording import Send, Server
from .schemas import SCHEMAS

PROMISED = [
    name
    for name, schema in SCHEMAS.items()
    if any("result" in part.get("required", []) for part in [schema, *schema.get("allOf", [])])
]


def test_the_docs_require_the_result_of_some_answers() -> None:
    assert {"DeployedEnvelope", "SecretListEnvelope", "WorkerListEnvelope"} < set(PROMISED)


@pytest.mark.parametrize("name", PROMISED)
@pytest.mark.parametrize("answer", [{}, {"success": True, "result": None}], ids=json.dumps)
def test_an_answer_without_its_result_is_read(name: str, answer: Object) -> None:
    envelope = getattr(models, name).from_dict(answer)

    assert envelope.result is None
    assert envelope.success is answer.get("success")


def test_a_list_of_secrets_without_result_is_read(send: Send, server: Server) -> None:
    server.body = b'{"success": true}'

    assert models.SecretListEnvelope(success=True) == send(list_secrets, "account", "production", "shop").parsed


def test_a_deployed_script_without_its_time_to_start_is_read(send: Send, server: Server) -> None:
    server.body = b'{"success": true, "result": {"id": "shop"}}'
    body = models.ScriptUpload(metadata=models.ScriptMetadata())

    answer = send(upload_script, "account", "production", "shop", body=body)
    assert models.DeployedEnvelope(success=True, result=models.Deployed(id="shop")) == answer.parsed


def test_a_route_without_its_pattern_is_read(send: Send, server: Server) -> None:
    server.body = b'{"success": true, "result": [{"id": "shop", "routes": [{"id": "1"}]}]}'

    worker = models.WorkerInfo(id="shop", routes=[models.Route(id="1")])
    assert models.WorkerListEnvelope(success=True, result=[worker]) == send(list_workers, "account").parsed


def test_only_what_a_request_or_a_union_needs_is_required(small: Object) -> None:
    schemas = small["components"]["schemas"]
    schemas["ThingEnvelope"]["required"] = ["result"]
    schemas["Refusal"] = {
        "type": "object",
        "required": ["errors", "kind"],
        "properties": {"errors": {}, "kind": {"const": "refusal"}},
    }
    found = tolerant(small)["components"]["schemas"]

    assert "required" not in found["ThingEnvelope"]
    assert found["Refusal"]["required"] == ["kind"]
    assert {name: found[name] for name in found.keys() - {"ThingEnvelope", "Refusal"}} == {
        name: schemas[name] for name in schemas.keys() - {"ThingEnvelope", "Refusal"}
    }
    assert schemas["ThingEnvelope"]["required"] == ["result"]
