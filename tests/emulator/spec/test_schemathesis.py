"""Requests made up from the specification, right and wrong: no 500, and no answer outside the specification.

https://schemathesis.readthedocs.io/
"""

from collections.abc import Iterator
from typing import Any

import httpx
import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tenantry_emulator import Emulator
from tests.emulator import conformity
from tests.emulator.account import Account
from tests.emulator.conftest import NO_CERTIFICATES
from tests.emulator.site import SHOP, Site


def both_ways(node: Any) -> Any:
    """The specification without `writeOnly`, which here marks secrets; two of them come in answers, and shall."""
    if isinstance(node, list):
        return [both_ways(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: both_ways(value) for key, value in node.items() if key != "writeOnly"}


SPEC = schemathesis.openapi.from_dict(both_ways(conformity.specification()))


def operations() -> Iterator[Any]:
    """All of them; one that Schemathesis cannot read is an error."""
    for result in SPEC.get_all_operations():
        assert isinstance(result, Ok), result
        yield pytest.param(result.ok(), id=str(result.ok().definition.raw["operationId"]))


NAMES = {"dispatch_namespace": "production", "script_name": "shop", "secret_name": "KEY", "tag": "pro"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# The same every time, and few enough for every run: what is found here is found by everyone.
BOUNDED = hypothesis.settings(
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def peopled() -> Iterator[tuple[Emulator, str]]:
    """An emulator with a namespace, a script that has a bit of everything, and the token of a session."""
    with Emulator() as emulator, httpx.Client(trust_env=False, verify=NO_CERTIFICATES) as http:
        http.base_url = f"{emulator.url}/accounts/{emulator.account_id}/workers/dispatch"
        http.headers["Authorization"] = "Bearer x"
        account = Account(http)
        emulator.create_namespace("production")
        secret = {"type": "secret_text", "name": "KEY", "text": "hush"}
        account.deploy("shop", bindings=[secret], tags=["pro"])
        token = Site(account, SHOP).open()["jwt"]
        yield emulator, token
        assert emulator.failures == []
        assert account.granted("GET", "/namespaces") is not None


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("operation", list(operations()))
def test_whatever_is_asked_is_answered_as_the_specification_says(
    peopled: tuple[Emulator, str], operation: Any, mode: GenerationMode
) -> None:
    emulator, token = peopled
    bearer = token if operation.definition.raw["operationId"] == "upload_assets" else "x"
    known = {"account_id": emulator.account_id, **NAMES}
    # Right requests find what is there; wrong ones without a body can only be wrong in their paths.
    there = {parameter.name: known[parameter.name] for parameter in operation.path_parameters}
    aimed = {"path_parameters": there} if mode is GenerationMode.POSITIVE or operation.body else {}

    @BOUNDED
    @hypothesis.given(operation.as_strategy(mode, **aimed))
    def asked(case: Any) -> None:
        answer = case.call(base_url=emulator.url, headers={"Authorization": f"Bearer {bearer}"})
        case.validate_response(answer, checks=CHECKS)

    asked()
