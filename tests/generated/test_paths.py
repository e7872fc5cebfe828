"""Names that would address another resource never leave the generated client."""

import inspect
from typing import Any
from unittest.mock import MagicMock

import pytest

from tenantry_api import api, errors
from tenantry_api.api.scripts import delete_script
from tenantry_api.api.tags import add_tag
from tenantry_api.paths import path_segment

from .recording import Send, Server

ELSEWHERE = ["", ".", "..", None, 7, b"shop"]
OPERATIONS = [
    pytest.param(getattr(getattr(api, tag), name), id=name) for tag in dir(api) for name in dir(getattr(api, tag))
]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_deleting_a_script_without_a_name_of_its_own_sends_nothing(send: Send, server: Server, name: str) -> None:
    with pytest.raises(errors.UnsafePath, match="script_name"):
        send(delete_script, "account", "production", name)

    assert server.requests == []


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("name", ELSEWHERE)
def test_every_path_parameter_of_every_operation_is_guarded(operation: Any, name: str) -> None:
    parameters = inspect.signature(operation.request).parameters.values()
    names = {each.name: "x" for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD}
    others = {
        each.name: MagicMock() for each in parameters if each.kind is each.KEYWORD_ONLY and each.default is each.empty
    }

    assert "account_id" in names
    operation.request(**others, **names)
    for parameter in names:
        with pytest.raises(errors.UnsafePath, match=parameter):
            operation.request(**others, **(names | {parameter: name}))


def test_the_refusal_is_a_value_error_that_says_why() -> None:
    with pytest.raises(ValueError, match=r'script_name: "\.\." is not a name: it would address another resource'):
        path_segment("script_name", "..")


def test_a_name_that_utf_8_cannot_encode_is_refused() -> None:
    with pytest.raises(errors.UnsafePath, match=r"tag: .*UTF-8"):
        path_segment("tag", "\ud800")


def test_any_other_name_arrives_as_one_segment(send: Send, server: Server) -> None:
    send(add_tag, "account", "production", "shop", "a/../b c:ü?#%2e")

    [request] = server.requests
    assert request.path.endswith("/scripts/shop/tags/a%2F..%2Fb%20c%3A%C3%BC%3F%23%252e")
