"""What `diff` says of a deploy is what the deploy does, and settings go round."""

import json
from pathlib import Path

import pytest

import tenantry
from tenantry import bindings, models
from tenantry_cli.deployment import Deployment
from tenantry_emulator import Emulator

from .conftest import CODE, Command

SETTINGS = {
    "bindings": [{"type": "kv_namespace", "name": "BASKETS", "namespace_id": "0f2ac74b498b48028cb68387c421e279"}],
    "limits": {"cpu_ms": 50},
    "tags": ["from-file"],
    "observability": None,
}


@pytest.fixture
def shop(production: tenantry.Namespace) -> tenantry.Script:
    """A script with much around it."""
    shop = production.script("acme-shop")
    shop.deploy(
        {"index.js": CODE},
        vars={"PLAN": "pro", "LIMITS": {"items": 20}},
        bindings=[bindings.D1(name="DB", database_id="6c1e2a7f-1111-4222-8333-944455556666"), bindings.Ai(name="AI")],
        limits={"cpu_ms": 20},
        observability={"enabled": True},
        placement={"mode": "smart"},
        tail_consumers=[models.TailConsumer(service="logs")],
        compatibility_flags=["nodejs_compat"],
        logpush=True,
    )
    return shop


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"tag": ("one", "two")},
        {"var": ("PLAN=free", "A=b=c")},
        {"compatibility_date": "2026-10-01"},
        {"settings": Path("settings.json")},
        {"settings": Path("settings.json"), "var": ("NEW=1",), "tag": ("wins",)},
    ],
    ids=repr,
)
def test_what_would_run_is_what_runs_then(
    shop: tenantry.Script,
    given: dict[str, object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "settings.json").write_text(json.dumps(SETTINGS), "utf-8")
    monkeypatch.chdir(tmp_path)
    code = tenantry.Bundle({"index.js": CODE.replace("hi", "v2")})
    # mypy cannot know which field it is.
    deployment = Deployment(**given)  # type: ignore[arg-type]
    expected = deployment.applied_to(shop.snapshot(), code)
    shop.deploy(code, **deployment.arguments())

    assert str(expected.diff(shop.snapshot())) == "Nothing differs."
    assert "PAYMENT_KEY" in expected.secrets


def test_settings_that_were_printed_can_be_set_again(
    run: Command, shop: tenantry.Script, production: tenantry.Namespace, tmp_path: Path
) -> None:
    before = shop.snapshot()
    printed = run("settings", "get", "acme-shop", "-n", "production", "--json").out
    shop.patch_settings(limits={"cpu_ms": 1}, logpush=False, tags=[])
    (tmp_path / "settings.json").write_text(printed, "utf-8")
    ran = run("settings", "set", "acme-shop", "settings.json", "-n", "production", "--yes")
    piped = run("settings", "set", "acme-shop", "-", "-n", "production", "--yes", typed=printed)

    assert (ran.code, ran.err, piped.code) == (0, "", 0)
    assert str(before.diff(shop.snapshot())) == "Nothing differs."


def test_diff_is_0_where_nothing_differs_and_2_where_it_is_not_there_yet(
    run: Command, shop: tenantry.Script, tmp_path: Path
) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/index.js").write_text(CODE, "utf-8")
    same = run("diff", "acme-shop", "dist", "-n", "production")
    new = run("diff", "cedar-shop", "dist", "-n", "production", "--json")

    assert (same.code, same.out, same.err) == (0, "", "")
    assert (new.code, json.loads(new.out)[0]["what"]) == (2, "script")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--var", "PLAN"], "--var is NAME=VALUE"),
        (["--settings", "no-such-file"], "cannot be read"),
        (["--settings", "list.json"], "no JSON object"),
        (["--settings", "typo.json"], "tgas in typo.json cannot be set; there are bindings, cache_options"),
        (["--settings", "bad.json"], "limits"),
        (["--main", "no-such.js"], "no-such.js"),
    ],
)
def test_what_cannot_be_deployed_is_64_and_changes_nothing(
    run: Command, cloudflare: Emulator, shop: tenantry.Script, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "index.js").write_text(CODE, "utf-8")
    (tmp_path / "list.json").write_text("[]", "utf-8")
    (tmp_path / "typo.json").write_text('{"tgas": []}', "utf-8")
    (tmp_path / "bad.json").write_text('{"limits": {"cpu": 1}}', "utf-8")
    before = len(cloudflare.requests)
    for command in ("deploy", "diff"):
        ran = run(command, "acme-shop", "index.js", "-n", "production", *arguments)

        assert (ran.code, said in ran.err) == (64, True), ran.err
    assert [each.method for each in [*cloudflare.requests][before:] if each.method != "GET"] == []


def test_assets_go_up_with_the_code_and_alone(
    run: Command, run_on_terminal: Command, cloudflare: Emulator, shop: tenantry.Script, tmp_path: Path
) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public/index.html").write_text("<h1>Acme</h1>", "utf-8")
    (tmp_path / "index.js").write_text(CODE, "utf-8")
    both = run_on_terminal("deploy", "acme-shop", "index.js", "--assets", "public", "-n", "production")
    day = ("--compatibility-date", "2026-11-01")
    alone = run("deploy", "pages", "--assets", "public", "-n", "production", *day, "--json")

    assert both.code == 0, both.out
    assert "1 of 1 assets stored" in both.out
    assert (alone.code, json.loads(alone.out)["has_assets"]) == (0, True), alone.err
    assert "/index.html" in str(cloudflare.assets("production", "acme-shop"))


def test_no_create_creates_nothing(run: Command, production: tenantry.Namespace, tmp_path: Path) -> None:
    (tmp_path / "index.js").write_text(CODE, "utf-8")
    ran = run("deploy", "cedar-shop", "index.js", "-n", "production", "--no-create")

    assert (ran.code, "10007" in ran.err) == (1, True), ran.err
