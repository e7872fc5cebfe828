"""Custom bindings: a Worker of the platform behind what a tenant finds as a D1 database."""

from typing import Any

from tests.emulator.runtime.platform import Platform, answering, showing
from tests.emulator.runtime.test_services import account_worker

FLAGS = ["d1_binding_jsrpc"]
# Tenants read, and one row says who asked.
PLATFORM = """
import { WorkerEntrypoint } from "cloudflare:workers";
export class ReadOnly extends WorkerEntrypoint {
  async query({ queries }) {
    if (!queries.every(({ sql }) => sql.startsWith("SELECT"))) throw new Error("read only");
    const { DB, tenant } = this.ctx.props;
    await DB.prepare("INSERT INTO asked VALUES (?)").bind(tenant).run();
    return DB.query({ queries });
  }
  shows() { return [Object.keys(this.env), Object.keys(this.ctx.props), typeof this.ctx.props.DB.prepare]; }
}
export default { fetch: () => new Response("the platform") };
"""
BOUND: dict[str, Any] = {
    "type": "service",
    "name": "DB",
    "service": "platform",
    "entrypoint": "ReadOnly",
    "props": {"tenant": "acme", "DB": {"$binding": {"type": "d1", "database_id": "shared"}}},
}
CUSTOM = {**BOUND, "binding_interface": "d1"}
TENANT = showing("""await (async () => {
    const asked = env.DB.prepare("SELECT count(*) AS n FROM asked");
    return [
      (await asked.all()).results,
      await asked.first("n"),
      await asked.raw({ columnNames: true }),
      (await env.DB.batch([asked, env.DB.prepare("SELECT ? AS x").bind("y")])).map(({ results }) => results),
      await env.DB.prepare("DELETE FROM asked").run().catch((error) => error.message),
    ];
})()""")


def with_platform(platform: Platform, code: str = PLATFORM) -> None:
    account_worker(
        platform,
        "platform",
        code,
        compatibility_flags=FLAGS,
        bindings=[{"type": "plain_text", "name": "KEY", "text": "k"}],
    )


def query(platform: Platform, sql: str) -> Any:
    """What the database says over the API."""
    found = platform.account.granted("POST", f"{platform.api}/d1/database/shared/query", json={"sql": sql})
    return found[0]["results"]


def test_a_tenant_uses_as_a_database_what_a_worker_makes_of_one(platform: Platform) -> None:
    query(platform, "CREATE TABLE asked (tenant TEXT)")
    with_platform(platform)
    platform.deploy("shop", TENANT, bindings=[CUSTOM], compatibility_flags=FLAGS)

    assert platform.shows("shop") == [[{"n": 1}], 2, [["n"], [3]], [[{"n": 4}], [{"x": "y"}]], "D1_ERROR: read only"]
    assert query(platform, "SELECT DISTINCT tenant FROM asked") == [{"tenant": "acme"}]


def test_props_bring_a_database_to_methods_too_and_nothing_of_ours(platform: Platform) -> None:
    with_platform(platform)
    platform.deploy("shop", showing("await env.DB.shows()"), bindings=[BOUND])

    assert platform.shows("shop") == [["KEY"], ["tenant", "DB"], "function"]
    assert (
        platform.account.http.get(platform.emulator.script_url("platform", None, account_id=platform.account_id)).text
        == "the platform"
    )


def test_an_entrypoint_that_is_not_there_is_named(platform: Platform) -> None:
    with_platform(platform, answering("'nothing else'"))
    platform.deploy("shop", TENANT, bindings=[CUSTOM], compatibility_flags=FLAGS)

    assert "The Worker exports no class ReadOnly" in platform.ask("shop").text


def test_new_code_of_the_platform_is_seen(platform: Platform) -> None:
    query(platform, "CREATE TABLE asked (tenant TEXT)")
    ask = showing("await env.DB.prepare('SELECT 1 AS x').first('x').catch((error) => error.message)")
    with_platform(platform)
    platform.deploy("shop", ask, bindings=[CUSTOM], compatibility_flags=FLAGS)
    assert platform.shows("shop") == 1
    with_platform(
        platform,
        PLATFORM.replace("return DB.query({ queries })", "return DB.query({ queries: [{ sql: 'SELECT 2 AS x' }] })"),
    )

    assert platform.shows("shop") == 2
