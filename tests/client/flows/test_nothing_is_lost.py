"""Whatever a script has: what a deploy does not mention is the same afterwards, and what it gives replaces its kind."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tenantry
from tenantry import models
from tenantry_api.unions.binding import BY_TAG
from tenantry_emulator import Emulator, Guesses
from tests.client.servers.recording import Server
from tests.client.support import captures
from tests.client.support.flavours import Ask
from tests.client.support.scripts import NOT_KEPT, shop
from tests.generated.schemas import SCHEMAS, example

SECRETS = {"secret_text", "secret_key"}
VARS = {"plain_text", "json"}
# What else each type needs than its schema requires.
ALSO: dict[str, dict[str, Any]] = {
    "d1": {"database_id": "1f"},
    "dispatch_namespace": {"namespace": "production"},
    "durable_object_namespace": {"class_name": "Room"},
    "json": {"json": {"a": [1, None]}},
    "pipelines": {"pipeline": "p"},
    "service": {"service": "another"},
}
RESOURCES = [
    {**example(SCHEMAS[name]), **ALSO.get(kind, {}), "name": f"A_{kind}".upper()}
    for kind, name in BY_TAG.items()
    if kind not in NOT_KEPT | SECRETS | VARS
] + [{"type": "of_tomorrow", "name": "TOMORROW", "qubits": 3}]
MODULE = "export class Room {{}}; export default {{ fetch: () => new Response('{0}') }}"
SCRIPT = "addEventListener('fetch', (event) => event.respondWith(new Response('{0}')))"

SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    "compatibility_date": st.sampled_from(["2024-01-01", "2026-01-31"]),
    "compatibility_flags": st.lists(st.sampled_from(["nodejs_compat", "global_navigator"]), unique=True),
    "tags": st.lists(st.sampled_from(["a", "b:c", "plan-pro"]), unique=True),
    "limits": st.fixed_dictionaries({}, optional={"cpu_ms": st.integers(1, 99), "subrequests": st.integers(1, 99)}),
    "observability": st.fixed_dictionaries(
        {"enabled": st.booleans()}, optional={"head_sampling_rate": st.sampled_from([0.1, 1])}
    ),
    "logpush": st.booleans(),
    "placement": st.sampled_from([{"mode": "smart"}, {"region": "aws:eu-central-1"}]),
    "tail_consumers": st.lists(st.just({"service": "logs"}), max_size=1),
    "usage_model": st.just("standard"),
    "cache_options": st.fixed_dictionaries({"enabled": st.booleans()}),
}
VALUES = st.dictionaries(st.sampled_from(["PLAN", "CONFIG"]), st.sampled_from(["pro", {"a": 1}, [None], 5]))
STATE = st.fixed_dictionaries(
    {
        "bindings": st.lists(st.sampled_from(RESOURCES), unique_by=lambda each: each["name"], max_size=6),
        "vars": VALUES,
        "secrets": st.dictionaries(st.sampled_from(["KEY", "TOKEN"]), st.just("not a secret")),
    },
    optional=SETTINGS,
)
CHANGES = st.fixed_dictionaries(
    {}, optional={**SETTINGS, "vars": VALUES, "bindings": st.just(()), "secrets": st.just({"KEY": "of tomorrow"})}
)

names = count()


@pytest.fixture(scope="module")
def namespace() -> Iterator[tenantry.Namespace]:
    with (
        Emulator(runs_workers=False, guesses=Guesses(unknown_bindings="keep")) as cloudflare,
        tenantry.Client(
            base_url=cloudflare.url, api_token=cloudflare.api_token, account_id=cloudflare.account_id, rate=None
        ) as client,
    ):
        production = client.namespace("production")
        production.create()
        production.script("another").deploy({"index.js": MODULE.format("another")}, compatibility_date="2026-01-31")
        yield production


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text("hello")
    return folder


def described(script: tenantry.Script) -> dict[str, Any]:
    """All that can be read of a script, but for its code; bindings by their names."""
    said = script.get_settings().to_dict()
    said["bindings"] = {each["name"]: each for each in said["bindings"]}
    found = script.get()
    return {**said, "migration_tag": found.migration_tag, "has_assets": found.script.has_assets}


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(state=STATE, changes=CHANGES, is_module=st.booleans(), has_assets=st.booleans(), has_rooms=st.booleans())
def test_what_is_not_mentioned_stays(
    namespace: tenantry.Namespace,
    site: Path,
    state: dict[str, Any],
    changes: dict[str, Any],
    is_module: bool,
    has_assets: bool,
    has_rooms: bool,
) -> None:
    script = namespace.script(f"script-{next(names)}")
    code = {"index.js": MODULE} if is_module else {"index.js": SCRIPT, "add.wasm": "a blob"}
    has_rooms &= is_module
    state["bindings"] = [
        each
        for each in state["bindings"]
        if (has_rooms or each["type"] != "durable_object_namespace") and (has_assets or each["type"] != "assets")
    ]
    migrations: dict[str, Any] = {"migrations": [{"tag": "v1", "new_sqlite_classes": ["Room"]}]} if has_rooms else {}
    script.deploy(
        {path: text.format("first") for path, text in code.items()},
        **{"compatibility_date": "2025-01-01", **state, **migrations},
        assets=tenantry.Assets(site) if has_assets else None,
        keep_settings=False,
    )
    before = described(script)
    script.deploy({path: text.format("second") for path, text in code.items()}, **changes, **migrations)
    after = described(script)

    assert script.get_content()["index.js"] == code["index.js"].format("second").encode()
    assert without(after, {*changes, "bindings"}) == without(before, {*changes, "bindings"})
    for name in changes.keys() & SETTINGS.keys():
        # Nothing and an empty list or object alike.
        assert (after.get(name) or None) == (changes[name] or None)
    assert after["bindings"] == {
        name: each
        for name, each in before["bindings"].items()
        if not (("vars" in changes and each["type"] in VARS) or ("bindings" in changes and is_resource(each)))
    } | new_bindings(changes)


def without(said: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in names}


def is_resource(binding: dict[str, Any]) -> bool:
    return binding["type"] not in VARS | SECRETS | NOT_KEPT


def new_bindings(changes: dict[str, Any]) -> dict[str, Any]:
    variables = {
        name: {"type": "plain_text", "name": name, "text": value}
        if isinstance(value, str)
        else {"type": "json", "name": name, "json": value}
        for name, value in changes.get("vars", {}).items()
    }
    return variables | {name: {"type": "secret_text", "name": name} for name in changes.get("secrets", ())}


@captures.needed
@pytest.mark.parametrize("name", ["deploy_simple", "deploy_multi", "deploy_sw", "deploy_big"])
def test_new_code_over_what_wrangler_uploaded_says_it_all_again(ask: Ask, server: Server, name: str) -> None:
    """Whatever wrangler's own upload said, as settings would answer it, this one says again or keeps."""
    theirs = captures.captured(name).metadata
    server.succeed(theirs)
    server.succeed({"id": "shop"})
    ask(lambda client: shop(client).deploy({"index.js": MODULE.format("new")}))
    ours = server.requests[-1].metadata

    of_the_code = {"main_module", "body_part", "bindings", "keep_bindings", "migrations", "assets", "annotations"}
    assert without(ours, of_the_code | {"keep_assets"}) == without(theirs, of_the_code | {"code_update_strategy"})
    inherited = {each["name"] for each in ours["bindings"]}
    for each in theirs["bindings"]:
        assert each["type"] in ours["keep_bindings"] or each["name"] in inherited or each["type"] in NOT_KEPT
    assert ours["keep_assets"] is True
    assert models.ScriptMetadata.from_dict(ours).to_dict() == ours
