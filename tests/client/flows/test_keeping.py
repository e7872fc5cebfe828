"""What a deploy leaves in place, and what it removes, in so many words."""

from typing import Any

import attrs
import pytest

import tenantry
from tenantry import KEEP, bindings, models
from tenantry_api.api.settings import get_settings
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask
from tests.client.support.scripts import deploy, deploy_arguments, kept_types, shop, upload

SECRETS = ["secret_text", "secret_key"]
VARS = ["plain_text", "json"]

KV = bindings.KvNamespace(name="CACHE", namespace_id="0f")
D1 = bindings.D1(name="DB", database_id="1f")


def test_every_documented_type_of_binding_is_kept_unless_something_is_said(ask: Ask, server: Server) -> None:
    kept = upload(ask, server).metadata["keep_bindings"]

    assert set(kept) == kept_types()
    assert len(kept) == len(set(kept))


def test_assets_are_kept_unless_something_is_said(ask: Ask, server: Server) -> None:
    assert upload(ask, server).metadata["keep_assets"] is True
    assert upload(ask, server, assets=KEEP).metadata["keep_assets"] is True


def test_no_assets_takes_their_binding_with_them(ask: Ask, server: Server) -> None:
    metadata = upload(ask, server, assets=None).metadata

    assert "keep_assets" not in metadata
    assert "assets" not in metadata["keep_bindings"]
    assert "kv_namespace" in metadata["keep_bindings"]


@pytest.mark.parametrize("assets", ["public/", {}, (), False], ids=repr)
def test_assets_of_another_type_do_not_remove_those_that_are_there(ask: Ask, server: Server, assets: Any) -> None:
    with pytest.raises(tenantry.NotSent, match=r"assets= is tenantry\.Assets"):
        deploy(ask, assets=assets)

    assert server.requests == []


@pytest.mark.parametrize("nothing", [(), []], ids=repr)
def test_empty_bindings_remove_all_but_vars_and_secrets(ask: Ask, server: Server, nothing: Any) -> None:
    metadata = upload(ask, server, bindings=nothing).metadata

    assert (metadata["bindings"], metadata["keep_bindings"]) == ([], [*SECRETS, *VARS])


@pytest.mark.parametrize("nothing", [{}, ()], ids=repr)
def test_empty_vars_remove_all_but_bindings_and_secrets(ask: Ask, server: Server, nothing: Any) -> None:
    kept = upload(ask, server, vars=nothing).metadata["keep_bindings"]

    assert set(kept) == kept_types() - set(VARS)


def test_nothing_of_what_is_not_given_is_mentioned(ask: Ask, server: Server) -> None:
    assert set(upload(ask, server).metadata) == {
        "main_module",
        "compatibility_date",
        "bindings",
        "keep_bindings",
        "keep_assets",
    }


def running(ask: Ask) -> set[str]:
    """The names of the bindings at the emulator."""

    async def of_async(client: Any) -> Any:
        return await client.api.asend(settings_of(client))

    def of(client: Any) -> Any:
        return client.api.send(settings_of(client))

    answer = ask(of if ask.flavour == "blocking" else of_async)
    return {binding["name"] for binding in answer.json()["result"]["bindings"]}


def settings_of(client: Any) -> Any:
    return get_settings.request(client.account_id, "production", "shop")


@pytest.fixture
def deployed(production: Ask) -> Ask:
    """A script that has one of everything."""
    deploy(production, bindings=[KV, D1], vars={"PLAN": "pro", "CONFIG": {"a": 1}}, secrets={"KEY": "1", "TOKEN": "2"})
    return production


def test_code_alone_leaves_all_bindings(deployed: Ask) -> None:
    deploy(deployed, {"index.js": "export default { fetch() {} }"})

    assert running(deployed) == {"CACHE", "DB", "PLAN", "CONFIG", "KEY", "TOKEN"}


def test_no_bindings_removes_them_and_nothing_else(deployed: Ask) -> None:
    deploy(deployed, bindings=())

    assert running(deployed) == {"PLAN", "CONFIG", "KEY", "TOKEN"}


def test_bindings_that_are_given_replace_all_others(deployed: Ask) -> None:
    deploy(deployed, bindings=[D1])

    assert running(deployed) == {"DB", "PLAN", "CONFIG", "KEY", "TOKEN"}


@pytest.mark.parametrize("nothing", [{}, ()], ids=repr)
def test_no_vars_removes_them_and_nothing_else(deployed: Ask, nothing: Any) -> None:
    deploy(deployed, vars=nothing)

    assert running(deployed) == {"CACHE", "DB", "KEY", "TOKEN"}


@pytest.mark.parametrize("given", [{}, KEEP, {"KEY": "3"}], ids=repr)
def test_secrets_are_set_by_name_and_others_stay(deployed: Ask, given: Any) -> None:
    deploy(deployed, secrets=given)

    assert running(deployed) == {"CACHE", "DB", "PLAN", "CONFIG", "KEY", "TOKEN"}


@pytest.mark.parametrize("value", [None, 5, b"bytes"], ids=repr)
def test_a_secret_that_is_not_text_is_not_sent(ask: Ask, server: Server, value: Any) -> None:
    with pytest.raises(tenantry.NotSent, match=r"Secret 'KEY' must be a str, not \w+; is a variable not set"):
        deploy(ask, secrets={"KEY": value})

    assert server.requests == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"bindings": [KV, KV]},
        {"bindings": [KV], "vars": {"CACHE": "x"}},
        {"vars": {"CACHE": "x"}, "secrets": {"CACHE": "y"}},
    ],
)
def test_one_name_cannot_be_two_bindings(ask: Ask, server: Server, arguments: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="are called CACHE"):
        deploy(ask, **arguments)

    assert server.requests == []


def test_at_the_emulator_kept_settings_stay(deployed: Ask) -> None:
    observability = models.Observability(enabled=True, head_sampling_rate=0.1)
    deploy(deployed, tags=["plan-pro"], logpush=True, observability=observability)
    deploy(deployed, keep_settings=True)
    kept = deployed(lambda client: shop(client).get())

    assert (kept.tags, kept.script.logpush, kept.script.observability.head_sampling_rate) == (("plan-pro",), True, 0.1)
    assert running(deployed) == {"CACHE", "DB", "PLAN", "CONFIG", "KEY", "TOKEN"}


def test_a_script_that_does_not_exist_has_no_settings_to_keep(production: Ask) -> None:
    assert deploy(production, keep_settings=True, vars={"PLAN": "pro"}).id == "shop"
    assert running(production) == {"PLAN"}


@pytest.mark.parametrize("flag", ["keep_settings", "create", "dry_run"])
@pytest.mark.parametrize("value", ["no", 0, None], ids=repr)
def test_a_flag_is_true_or_false(ask: Ask, server: Server, flag: str, value: Any) -> None:
    with pytest.raises(tenantry.NotSent, match=f"{flag} is True or False, not {type(value).__name__}"):
        deploy(ask, **{flag: value})

    assert server.requests == []


@pytest.mark.parametrize("name", ["bindings", "tags", "tail_consumers", "compatibility_flags", "vars", "secrets"])
def test_none_does_not_remove(ask: Ask, server: Server, name: str) -> None:
    text = rf"{name} must be a (list|mapping of names to values), not NoneType\. Leave it out to keep what is there"
    with pytest.raises(tenantry.NotSent, match=text):
        deploy(ask, **{name: None})

    assert server.requests == []


def test_flags_of_the_runtime_are_a_list(ask: Ask, server: Server) -> None:
    with pytest.raises(tenantry.NotSent, match="compatibility_flags must be a list, not str"):
        deploy(ask, compatibility_flags="nodejs_compat")

    assert server.requests == []


def test_what_a_deploy_is_given_is_not_printed() -> None:
    given = deploy_arguments({"index.js": "the-code-of-a-customer"})
    given = attrs.evolve(given, secrets={"KEY": "canary-1"}, vars={"A": "canary-2"}, bindings=("canary-3",))  # type: ignore[arg-type]

    assert "canary" not in repr(given)
    assert "customer" not in repr(given)
    assert "customer" not in repr(deploy_arguments({"index.js": "the-code-of-a-customer"}).read())


def test_a_binding_is_not_lost_to_a_part_of_its_name(ask: Ask, server: Server) -> None:
    code = {"index.js": "addEventListener('fetch', () => {})", "add.wasm": b"", "more.wasm": b""}
    with pytest.raises(tenantry.NotSent, match="are called add_wasm"):
        deploy(ask, code, bindings=[bindings.KvNamespace(name="add_wasm", namespace_id="0f")])
    assert server.requests == []

    by_another_name = [bindings.WasmModule(name="MATH", part="add_wasm")]
    assert by_another_name[0].to_dict() in upload(ask, server, code, bindings=by_another_name).metadata["bindings"]

    gone = [bindings.WasmModule(name="OLD", part="of-the-version-before")]
    assert {"type": "inherit", "name": "OLD"} in upload(ask, server, code, bindings=gone).metadata["bindings"]

    read = [bindings.WasmModule(name="add_wasm", part="of-the-version-before")]
    sent = upload(ask, server, code, bindings=read).metadata["bindings"]
    assert sent == [{"type": "wasm_module", "name": f"{name}_wasm", "part": f"{name}_wasm"} for name in ("add", "more")]
