"""What a deploy leaves in place, and what it removes, in so many words."""

import json
from importlib import resources
from typing import Any

import attrs
import pytest

import tenantry
import tenantry_emulator
from tenantry import KEEP, bindings, models
from tenantry_api.api.settings import get_settings

from .flavours import Ask
from .recording import Recorded, Server

DAY = "2026-01-01"
CODE = {"index.js": "export default {}"}

# They name parts of the upload that they came with; `inherit` names a binding of any other type.
NOT_KEPT = {"data_blob", "text_blob", "wasm_module", "inherit"}
SECRETS = ["secret_text", "secret_key"]
VARS = ["plain_text", "json"]

KV = bindings.KvNamespace(name="CACHE", namespace_id="0f")
D1 = bindings.D1(name="DB", database_id="1f")


def deploy(ask: Ask, code: Any = None, **arguments: Any) -> Any:
    code = CODE if code is None else code
    return ask(lambda client: shop(client).deploy(code, compatibility_date=DAY, **arguments))


def shop(client: Any) -> Any:
    return client.namespace("production").script("shop")


def upload(ask: Ask, server: Server, **arguments: Any) -> Recorded:
    """The last request of a deploy."""
    server.succeed({"id": "shop"})
    deploy(ask, **arguments)
    return server.requests[-1]


def documented_types() -> set[str]:
    """The types of bindings in the description of the API, which its emulator carries."""
    spec = json.loads(resources.files(tenantry_emulator).joinpath("openapi.json").read_text("utf-8"))
    schemas = spec["components"]["schemas"]
    arms = [schemas[arm["$ref"].rpartition("/")[2]] for arm in schemas["Binding"]["oneOf"]]
    # One arm is open: the types to come.
    return {arm["properties"]["type"]["const"] for arm in arms if "const" in arm["properties"]["type"]}


def test_every_documented_type_of_binding_is_kept_unless_something_is_said(ask: Ask, server: Server) -> None:
    kept = upload(ask, server).metadata["keep_bindings"]

    assert set(kept) == documented_types() - NOT_KEPT
    assert len(kept) == len(set(kept))


def test_assets_are_kept_unless_something_is_said(ask: Ask, server: Server) -> None:
    assert upload(ask, server).metadata["keep_assets"] is True
    assert upload(ask, server, assets=KEEP).metadata["keep_assets"] is True


def test_no_assets_takes_their_binding_with_them(ask: Ask, server: Server) -> None:
    metadata = upload(ask, server, assets=None).metadata

    assert "keep_assets" not in metadata
    assert "assets" not in metadata["keep_bindings"]
    assert "kv_namespace" in metadata["keep_bindings"]


@pytest.mark.parametrize("nothing", [(), [], None], ids=repr)
def test_no_bindings_are_none_but_vars_and_secrets(ask: Ask, server: Server, nothing: Any) -> None:
    metadata = upload(ask, server, bindings=nothing).metadata

    assert (metadata["bindings"], metadata["keep_bindings"]) == ([], [*SECRETS, *VARS])


@pytest.mark.parametrize("nothing", [{}, None], ids=repr)
def test_no_vars_are_none_but_bindings_and_secrets(ask: Ask, server: Server, nothing: Any) -> None:
    kept = upload(ask, server, vars=nothing).metadata["keep_bindings"]

    assert set(kept) == documented_types() - NOT_KEPT - set(VARS)


def test_nothing_of_what_is_not_given_is_mentioned(ask: Ask, server: Server) -> None:
    assert set(upload(ask, server).metadata) == {
        "main_module",
        "compatibility_date",
        "compatibility_flags",
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


@pytest.mark.parametrize("nothing", [{}, None], ids=repr)
def test_no_vars_removes_them_and_nothing_else(deployed: Ask, nothing: Any) -> None:
    deploy(deployed, vars=nothing)

    assert running(deployed) == {"CACHE", "DB", "KEY", "TOKEN"}


@pytest.mark.parametrize("given", [{}, None, {"KEY": "3"}], ids=repr)
def test_secrets_are_set_by_name_and_others_stay(deployed: Ask, given: Any) -> None:
    deploy(deployed, secrets=given)

    assert running(deployed) == {"CACHE", "DB", "PLAN", "CONFIG", "KEY", "TOKEN"}


@pytest.mark.parametrize("value", [None, 5, b"bytes"], ids=repr)
def test_a_secret_that_is_no_text_is_not_sent(ask: Ask, server: Server, value: Any) -> None:
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


SETTINGS = {
    "bindings": [
        {"type": "kv_namespace", "name": "CACHE", "namespace_id": "0f"},
        {"type": "plain_text", "name": "PLAN", "text": "pro"},
        {"type": "secret_text", "name": "KEY"},
        {"type": "quantum_computer", "name": "QUANTUM", "qubits": 3},
        {"type": "wasm_module", "name": "ADD", "part": "ADD"},
        {"type": "assets", "name": "ASSETS"},
    ],
    "compatibility_date": "2024-01-01",
    "compatibility_flags": ["old_flag"],
    "tags": ["plan-pro", "customer-7"],
    "limits": {"cpu_ms": 50},
    "logpush": True,
    "observability": {"enabled": True, "head_sampling_rate": 0.5, "novelty": 1},
    "placement": {"mode": "smart", "status": "SUCCESS", "last_analyzed_at": "2026-01-01T00:00:00Z"},
    "tail_consumers": [{"service": "tail"}],
    "usage_model": "free_for_all",
    "cache_options": {"enabled": True},
    "migrations": {"new_tag": "v1"},
    "exports": {"Room": {"type": "durable-object"}},
}


def kept_settings(ask: Ask, server: Server, settings: Any = SETTINGS, **arguments: Any) -> dict[str, Any]:
    """The metadata of a deploy with keep_settings, over these settings."""
    server.succeed(settings)
    metadata = upload(ask, server, keep_settings=True, **arguments).metadata
    assert [(each.method, each.path.rpartition("/")[2]) for each in server.requests] == [
        ("GET", "settings"),
        ("PUT", "shop"),
    ]
    return metadata


def inherited(*names: str) -> list[dict[str, str]]:
    return [{"type": "inherit", "name": name} for name in names]


def test_settings_are_read_and_sent_again(ask: Ask, server: Server) -> None:
    assert kept_settings(ask, server) == {
        "main_module": "index.js",
        "compatibility_date": DAY,
        "compatibility_flags": [],
        "bindings": inherited("CACHE", "PLAN", "KEY", "QUANTUM", "ASSETS"),
        "keep_assets": True,
        "tags": ["plan-pro", "customer-7"],
        "limits": {"cpu_ms": 50},
        "logpush": True,
        "observability": {"enabled": True, "head_sampling_rate": 0.5, "novelty": 1},
        "placement": {"mode": "smart"},
        "tail_consumers": [{"service": "tail"}],
        "usage_model": "free_for_all",
        "cache_options": {"enabled": True},
    }


def test_every_setting_that_an_upload_can_carry_is_sent_again_or_belongs_to_the_code() -> None:
    settings, metadata = (
        {field.name for field in attrs.fields(kind)} for kind in (models.Settings, models.ScriptMetadata)
    )
    belongs_to_the_code = {"compatibility_date", "compatibility_flags", "migrations", "exports"}

    assert (settings & metadata) - belongs_to_the_code - {"additional_properties"} == set(
        SETTINGS
    ) - belongs_to_the_code


def test_what_is_given_wins_over_what_is_kept(ask: Ask, server: Server) -> None:
    metadata = kept_settings(
        ask,
        server,
        tags=[],
        logpush=False,
        observability=models.Observability(enabled=False),
        limits=models.Limits(cpu_ms=10),
        placement=models.RegionPlacement(region="aws:eu-central-1"),
        tail_consumers=[],
        vars={"PLAN": "free"},
        secrets={"KEY": "new"},
    )

    assert metadata["bindings"] == [
        {"type": "plain_text", "name": "PLAN", "text": "free"},
        {"type": "secret_text", "name": "KEY", "text": "new"},
        *inherited("CACHE", "QUANTUM", "ASSETS"),
    ]
    assert (metadata["tags"], metadata["logpush"], metadata["tail_consumers"]) == ([], False, [])
    assert (metadata["observability"], metadata["limits"]) == ({"enabled": False}, {"cpu_ms": 10})
    assert metadata["placement"] == {"region": "aws:eu-central-1"}


def test_with_kept_settings_too_no_bindings_are_none(ask: Ask, server: Server) -> None:
    assert kept_settings(ask, server, bindings=())["bindings"] == inherited("PLAN", "KEY")


def test_with_kept_settings_too_no_vars_are_none(ask: Ask, server: Server) -> None:
    assert kept_settings(ask, server, vars={})["bindings"] == inherited("CACHE", "KEY", "QUANTUM", "ASSETS")


def test_with_kept_settings_too_no_assets_are_none(ask: Ask, server: Server) -> None:
    metadata = kept_settings(ask, server, assets=None)

    assert metadata["bindings"] == inherited("CACHE", "PLAN", "KEY", "QUANTUM")
    assert "keep_assets" not in metadata


@pytest.mark.parametrize("unreadable", [None, "many", ["CACHE"], [{"type": "kv_namespace"}, 5]], ids=repr)
def test_bindings_that_cannot_be_read_are_kept_by_type(ask: Ask, server: Server, unreadable: Any) -> None:
    metadata = kept_settings(ask, server, {"bindings": unreadable, "tags": ["plan-pro"]})

    assert set(metadata["keep_bindings"]) == documented_types() - NOT_KEPT
    assert (metadata["bindings"], metadata["tags"]) == ([], ["plan-pro"])


@pytest.mark.parametrize("placement", [None, {}, {"status": "SUCCESS"}], ids=repr)
def test_a_placement_that_says_nothing_is_not_sent(ask: Ask, server: Server, placement: Any) -> None:
    assert "placement" not in kept_settings(ask, server, {"bindings": [], "placement": placement})


def test_a_script_that_does_not_exist_has_no_settings_to_keep(production: Ask) -> None:
    assert deploy(production, keep_settings=True, vars={"PLAN": "pro"}).id == "shop"
    assert running(production) == {"PLAN"}


def test_a_namespace_that_does_not_exist_is_no_script_that_does_not_exist(emulated: Ask) -> None:
    with pytest.raises(tenantry.NamespaceNotFound):
        deploy(emulated, keep_settings=True)


def test_at_the_emulator_kept_settings_stay(deployed: Ask) -> None:
    observability = models.Observability(enabled=True, head_sampling_rate=0.1)
    deploy(deployed, tags=["plan-pro"], logpush=True, observability=observability)
    deploy(deployed, keep_settings=True)
    kept = deployed(lambda client: shop(client).get())

    assert (kept.tags, kept.script.logpush, kept.script.observability.head_sampling_rate) == (("plan-pro",), True, 0.1)
    assert running(deployed) == {"CACHE", "DB", "PLAN", "CONFIG", "KEY", "TOKEN"}


def test_a_dry_run_reads_no_settings(ask: Ask, server: Server) -> None:
    dry = deploy(ask, keep_settings=True, dry_run=True)

    assert set(dry.metadata.keep_bindings) == documented_types() - NOT_KEPT
    assert server.requests == []
