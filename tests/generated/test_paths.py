"""Names that would address another resource never leave the generated client."""

import pytest

from tenantry_api import errors
from tenantry_api.api.namespaces import delete_namespace, list_namespaces
from tenantry_api.api.scripts import delete_script
from tenantry_api.api.secrets import delete_secret
from tenantry_api.api.tags import add_tag, remove_tag
from tenantry_api.paths import path_segment

from .recording import Send, Server

ELSEWHERE = ["", ".", "..", None, 7, b"shop"]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_deleting_a_script_without_a_name_of_its_own_sends_nothing(send: Send, server: Server, name: str) -> None:
    with pytest.raises(errors.UnsafePath, match="script_name"):
        send(delete_script, "account", "production", name)

    assert server.requests == []


@pytest.mark.parametrize("name", ELSEWHERE)
def test_every_path_parameter_is_guarded(name: str) -> None:
    with pytest.raises(errors.UnsafePath, match="account_id"):
        list_namespaces.request(name)
    with pytest.raises(errors.UnsafePath, match="dispatch_namespace"):
        delete_namespace.request("account", name)
    with pytest.raises(errors.UnsafePath, match="secret_name"):
        delete_secret.request("account", "production", "shop", name)
    with pytest.raises(errors.UnsafePath, match="tag"):
        remove_tag.request("account", "production", "shop", name)


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
