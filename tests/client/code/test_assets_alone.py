"""Scripts of static assets alone: one part of metadata, and no module."""

from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry import Assets
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask
from tests.client.support.folders import write
from tests.client.support.scripts import DAY, deploy, kept_types, shop


@pytest.fixture
def site(tmp_path: Path) -> Assets:
    write(tmp_path, {"index.html": b"<h1>hi</h1>"})
    return Assets(tmp_path, html_handling="none")


def test_the_upload_is_metadata_and_nothing_else_as_wrangler_sends_it(ask: Ask, server: Server, site: Assets) -> None:
    server.refuse(10092, status=404)
    server.succeed({"jwt": "complete", "buckets": []})
    server.succeed({"id": "shop"})

    deploy(ask, None, assets=site, keep_settings=True, compatibility_flags=["nodejs_compat"])

    (part,) = server.requests[-1].parts
    assert part.name == "metadata"
    assert server.requests[-1].metadata == {
        "assets": {"jwt": "complete", "config": {"html_handling": "none"}},
        "compatibility_date": DAY,
        "compatibility_flags": ["nodejs_compat"],
    }


@pytest.mark.parametrize(
    "arguments", [{}, {"assets": None}, {"assets": Assets("public"), "main": "index.js"}], ids=["kept", "none", "main"]
)
def test_without_code_and_without_assets_there_is_nothing_to_deploy(
    ask: Ask, server: Server, arguments: dict[str, Any]
) -> None:
    with pytest.raises(tenantry.NotSent, match=r"deploy\(None, assets=tenantry\.Assets\(folder\)\)"):
        deploy(ask, None, **arguments)

    assert server.requests == []


def test_a_dry_run_has_an_empty_bundle(ask: Ask, server: Server, site: Assets) -> None:
    planned = deploy(ask, None, assets=site, dry_run=True, keep_settings=True)

    assert ({**planned.bundle}, planned.bundle.main, [*planned.assets]) == ({}, "", ["/index.html"])
    assert server.requests == []


def test_what_a_script_with_code_had_stays_where_assets_alone_take_its_place(production: Ask, site: Assets) -> None:
    deploy(production, secrets={"KEY": "value"}, vars={"PLAN": "pro"}, tags=["beta"])
    deploy(production, None, assets=site, keep_settings=True)

    has = production(lambda client: shop(client).get_settings())
    assert ({binding.name for binding in has.bindings}, has.tags) == ({"KEY", "PLAN"}, ["beta"])
    assert production(lambda client: shop(client).get()).script.has_modules is False


def test_what_is_not_read_first_is_kept_by_type(ask: Ask, server: Server, site: Assets) -> None:
    server.succeed({"jwt": "complete", "buckets": []})
    server.succeed({"id": "shop"})

    deploy(ask, None, assets=site)

    assert {*server.requests[-1].metadata["keep_bindings"]} == kept_types()


def test_code_beside_the_assets_comes_later(production: Ask, site: Assets) -> None:
    deploy(production, None, assets=site)
    deploy(production, {"index.js": "export default { fetch: () => new Response('hi') }"})

    script = production(lambda client: shop(client).get()).script
    assert (script.has_assets, script.has_modules) == (True, True)
