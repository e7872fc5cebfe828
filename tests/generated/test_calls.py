"""A call is a value: what it holds, what it prints, and how it becomes a request."""

import json
import pickle
from copy import deepcopy

import attrs
import httpx
import pytest

from tenantry_api import models
from tenantry_api.api.assets import create_assets_session, upload_assets
from tenantry_api.api.namespaces import create_namespace, get_namespace, replace_namespace, update_namespace
from tenantry_api.api.scripts import delete_scripts, list_scripts, put_content, upload_script
from tenantry_api.api.secrets import put_secret, put_secrets
from tenantry_api.api.settings import patch_settings
from tenantry_api.api.tags import set_tags
from tenantry_api.types import Call

from .recording import Send, Server

BASE = "https://api.example/client/v4"
READ = ("Workers Tail Read", "Workers Scripts Read", "Workers Scripts Write")


def built(call: Call[object], **headers: str) -> httpx.Request:
    with httpx.Client(base_url="https://elsewhere.example/other") as client:
        return call.build(client, BASE, headers)


def test_it_says_what_it_does_and_prints_nothing_else() -> None:
    call = put_secret.request("account", "production", "shop", body=models.SecretText(name="KEY", text="hunter2"))

    path = "/accounts/account/workers/dispatch/namespaces/production/scripts/shop/secrets"
    assert ("put_secret", "PUT", path) == (call.operation, call.method, call.path)
    assert f"Call(put_secret: PUT {path})" == repr(call)


def test_the_query_is_not_printed() -> None:
    assert "customer" not in repr(list_scripts.request("account", "production", tags="customer-acme:yes"))


def test_the_spec_says_what_may_be_repeated() -> None:
    names = "account", "production", "shop"
    settings = models.SettingsUpload(models.SettingsPatch())
    session = models.CreateAssetsSession(models.AssetsManifest())

    assert not create_namespace.request("account", body=models.CreateNamespace("production")).repeatable
    assert not update_namespace.request(*names[:2], body=models.UpdateNamespace()).repeatable
    assert not patch_settings.request(*names, body=settings).repeatable
    assert put_secrets.request(*names, body=models.PutSecrets()).repeatable
    assert create_assets_session.request(*names, body=session).repeatable
    assert replace_namespace.request(*names[:2], body=models.ReplaceNamespace()).repeatable
    assert get_namespace.request(*names[:2]).repeatable
    assert delete_scripts.request(*names[:2]).repeatable


def test_the_spec_says_which_permissions_it_needs() -> None:
    assert get_namespace.request("account", "production").permissions == READ
    assert READ[2:] == delete_scripts.request("account", "production").permissions
    assert upload_assets.request("account", body=models.AssetUpload(), base64=True).permissions == ()


def test_once_forbids_repeating() -> None:
    call = get_namespace.request("account", "production")

    assert attrs.evolve(call, repeatable=False) == call.once() != call


def test_reading_changes_the_parser_and_nothing_else() -> None:
    call = get_namespace.request("account", "production")
    other = call.reading(lambda response: response.status_code)

    assert other.parse(httpx.Response(200)) == 200
    assert call == other.reading(call.parse)


def test_it_survives_copy_and_pickle() -> None:
    call = put_secret.request("account", "production", "shop", body=models.SecretText(name="KEY", text="hunter2"))

    assert call == deepcopy(call) == pickle.loads(pickle.dumps(call))
    assert len({call, deepcopy(call)}) == 1


def test_a_flow_gets_the_answer_from_it() -> None:
    call = get_namespace.request("account", "production")
    flow = iter(call)

    assert call is next(flow)
    with pytest.raises(StopIteration) as stopped:
        flow.send(models.NamespaceEnvelope(success=True))
    assert models.NamespaceEnvelope(success=True) == stopped.value.value


def test_the_base_url_of_the_httpx_client_does_not_matter() -> None:
    request = built(get_namespace.request("account", "my shop"))

    assert f"{BASE}/accounts/account/workers/dispatch/namespaces/my%20shop" == str(request.url)


def test_a_slash_at_the_end_of_the_base_url_does_not_matter() -> None:
    call = get_namespace.request("account", "production")
    with httpx.Client() as client:
        assert call.build(client, BASE, {}).url == call.build(client, f"{BASE}/", {}).url


def test_what_is_not_given_is_not_sent() -> None:
    assert built(list_scripts.request("account", "production")).url.query == b""
    assert (
        "if-none-match"
        not in built(upload_script.request("a", "b", "c", body=models.ScriptUpload(models.ScriptMetadata()))).headers
    )


def test_booleans_in_a_query_are_those_of_json() -> None:
    body = models.ScriptUpload(models.ScriptMetadata())
    call = upload_script.request("a", "b", "c", body=body, exclude_script=True, bindings_inherit="strict")

    assert built(call).url.query == b"bindings_inherit=strict&excludeScript=true"


def test_headers_of_the_call_win() -> None:
    body = models.ContentUpload(models.ContentMetadata())
    call = put_content.request("a", "b", "c", body=body, cf_worker_main_module_part="index.js")
    headers = built(call, **{"Cf-Worker-Main-Module-Part": "other.js", "Authorization": "Bearer t"}).headers

    assert (headers["cf-worker-main-module-part"], headers["authorization"]) == ("index.js", "Bearer t")


def test_a_merge_patch_says_that_it_is_one() -> None:
    request = built(put_secrets.request("a", "b", "c", body=models.PutSecrets(secrets=models.SecretPatches())))

    assert request.headers["content-type"] == "application/merge-patch+json"
    assert json.loads(request.content) == {"secrets": {}}


@pytest.mark.parametrize("tags", [["a", "b"], [], None])
def test_a_body_that_is_no_object_is_sent(send: Send, server: Server, tags: list[str] | None) -> None:
    send(set_tags, "account", "production", "shop", body=tags)

    [request] = server.requests
    assert request.headers["content-type"] == "application/json"
    assert tags == json.loads(request.body)
