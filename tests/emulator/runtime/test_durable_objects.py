"""Durable Objects: their data is the script's, and outlives its versions."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tenantry_emulator import Emulator, NotStarted
from tenantry_emulator.runtime.processes import binary
from tests.emulator.account import PRODUCTION, Account
from tests.emulator.conftest import client

from .platform import Platform

CODE = """
import { DurableObject } from "cloudflare:workers";
export class Counter extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS visit (time TEXT)");
  }
  visit() {
    this.ctx.storage.sql.exec("INSERT INTO visit VALUES ('now')");
    return this.ctx.storage.sql.exec("SELECT count(*) AS n FROM visit").one().n;
  }
  fetch() {
    return new Response(`VERSION ${this.visit()}`);
  }
}
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const counter = env.COUNTER.get(env.COUNTER.idFromName(pathname));
    return request.method === "PUT" ? new Response(String(await counter.visit())) : counter.fetch(request);
  },
};
"""
BINDINGS = [{"type": "durable_object_namespace", "name": "COUNTER", "class_name": "Counter"}]
MIGRATIONS = {"new_tag": "v1", "new_sqlite_classes": ["Counter"]}


def test_an_object_keeps_what_it_holds(platform: Platform) -> None:
    platform.deploy("shop", CODE, bindings=BINDINGS, migrations=MIGRATIONS)

    assert [platform.says("shop", "/a") for _ in range(2)] == ["VERSION 1", "VERSION 2"]
    assert platform.says("shop", "/b") == "VERSION 1"
    assert platform.says("shop", "/a", method="PUT") == "3"


def test_what_it_holds_survives_a_redeploy(platform: Platform) -> None:
    platform.deploy("shop", CODE, bindings=BINDINGS, migrations=MIGRATIONS)
    assert platform.says("shop") == "VERSION 1"
    for number in range(2, 5):
        platform.deploy("shop", CODE.replace("VERSION", f"again {number}:"), bindings=BINDINGS)

        assert platform.says("shop") == f"again {number}: {number}"


def test_a_request_that_goes_on_at_a_redeploy_is_told_that_the_code_was_updated(platform: Platform) -> None:
    store = "0" * 32
    bindings = [*BINDINGS, {"type": "kv_namespace", "name": "STORE", "namespace_id": store}]
    begins = "async fetch(request, env) {"
    endless = "await env.STORE.put('begun', ''); for (;;) await scheduler.wait(1000);"
    waits = CODE.replace(begins, f"{begins} {endless}")
    platform.deploy("shop", waits, bindings=bindings, migrations=MIGRATIONS)
    begun = f"{platform.api}/storage/kv/namespaces/{store}/values/begun"
    with ThreadPoolExecutor(1) as thread:
        going = thread.submit(platform.ask, "shop")
        while platform.account.http.get(begun).status_code != 200 and not going.done():
            pass
        platform.deploy("shop", CODE, bindings=BINDINGS)
        assert platform.says("shop") == "VERSION 1"

        assert going.result().status_code == 500
        assert "Durable Object reset because its code was updated." in going.result().text


def test_two_scripts_have_objects_of_their_own(platform: Platform) -> None:
    for script in ("one", "two"):
        platform.deploy(script, CODE, bindings=BINDINGS, migrations=MIGRATIONS)

        assert platform.says(script) == "VERSION 1"


def test_a_new_script_of_an_old_name_begins_anew(platform: Platform) -> None:
    for _ in range(2):
        platform.deploy("shop", CODE, bindings=BINDINGS, migrations=MIGRATIONS)
        assert platform.says("shop") == "VERSION 1"
        platform.account.granted("DELETE", f"{PRODUCTION}/scripts/shop")


def test_a_renamed_class_keeps_its_data_and_a_deleted_one_loses_it(platform: Platform) -> None:
    platform.deploy("shop", CODE, bindings=BINDINGS, migrations=MIGRATIONS)
    assert platform.says("shop") == "VERSION 1"
    rename = {"old_tag": "v1", "new_tag": "v2", "renamed_classes": [{"from": "Counter", "to": "Meter"}]}
    bindings = [{**BINDINGS[0], "class_name": "Meter"}]
    platform.deploy("shop", CODE.replace("class Counter", "class Meter"), bindings=bindings, migrations=rename)
    assert platform.says("shop") == "VERSION 2"
    delete = {"old_tag": "v2", "new_tag": "v3", "deleted_classes": ["Meter"]}
    platform.deploy("shop", "export default { fetch() {} }", migrations=delete)
    again = {"old_tag": "v3", "new_tag": "v4", "new_sqlite_classes": ["Meter"]}
    platform.deploy("shop", CODE.replace("class Counter", "class Meter"), bindings=bindings, migrations=again)

    assert platform.says("shop") == "VERSION 1"


def test_a_class_that_exports_rename_keeps_its_data_and_one_that_they_delete_loses_it(platform: Platform) -> None:
    made = {"type": "durable-object", "storage": "sqlite"}
    code, bindings = CODE.replace("class Counter", "class Meter"), [{**BINDINGS[0], "class_name": "Meter"}]
    platform.deploy("shop", CODE, bindings=BINDINGS, exports={"Counter": made})
    assert platform.says("shop") == "VERSION 1"
    renamed = {"type": "durable-object", "state": "renamed", "renamed_to": "Meter"}
    platform.deploy("shop", code, bindings=bindings, exports={"Counter": renamed, "Meter": made})
    assert platform.says("shop") == "VERSION 2"
    deleted = {"type": "durable-object", "state": "deleted"}
    platform.deploy("shop", "export default { fetch() {} }", exports={"Meter": deleted})
    platform.deploy("shop", code, bindings=bindings, exports={"Meter": made})

    assert platform.says("shop") == "VERSION 1"


@pytest.mark.parametrize("state", ["state", "below/../state", "linked"])
def test_what_is_stored_outlives_the_emulator_where_its_state_does(
    platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    # It is looked for from the folder where we are.
    monkeypatch.setenv(binary.VARIABLE, str(binary.found().path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "below").mkdir()
    (tmp_path / "linked").symlink_to("state")
    bindings = [*BINDINGS, {"type": "d1", "name": "DB", "id": "d"}]
    for number in (1, 2):
        with Emulator(runs_workers=True, state=state) as emulator, client(emulator) as http:
            http.base_url = str(http.base_url).replace(str(http.base_url).split("/")[6], "a" * 32)
            lasting = Platform(emulator, Account(http))
            if number == 1:
                lasting.account.granted("POST", "/namespaces", json={"name": "production"})
                lasting.deploy("shop", CODE, bindings=bindings, migrations=MIGRATIONS)

            assert lasting.says("shop") == f"VERSION {number}"
            assert stat.S_IMODE((tmp_path / "state.data").stat().st_mode) == 0o700


def test_a_file_in_the_way_of_what_is_stored_is_explained_and_nothing_is_left(
    platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state.data").touch()
    (tmp_path / "made").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "made"))
    for _ in range(2):
        with pytest.raises(NotStarted, match=r"File exists: '.*state\.data'"):
            Emulator(runs_workers=True, state=tmp_path / "state")
    assert not [*(tmp_path / "made").iterdir()]


def test_a_machine_without_room_for_files_is_explained(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/proc/nowhere")
    with pytest.raises(NotStarted, match="No such file or directory: '/proc/nowhere/tenantry-"):
        Emulator(runs_workers=True)


def test_a_reset_forgets_it() -> None:
    with Emulator(runs_workers=True) as emulator, client(emulator) as http:
        platform = Platform(emulator, Account(http))
        for _ in range(2):
            platform.account.granted("POST", "/namespaces", json={"name": "production"})
            platform.deploy("shop", CODE, bindings=BINDINGS, migrations=MIGRATIONS)
            assert platform.says("shop") == "VERSION 1"
            emulator.reset()

            assert platform.ask("shop").status_code == 404
