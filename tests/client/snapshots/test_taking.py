"""What a snapshot holds, and what is done about a script that changes while it is read."""

import pickle
from typing import Any

import pytest

import tenantry
from tenantry import Bundle, Snapshot, bindings, models
from tests.client.servers.recording import Server
from tests.client.snapshots.conftest import CANARY, code, made, take
from tests.client.support.bundles import part
from tests.client.support.flavours import Ask

BODY = part("index.js", b"export default {}") + b"--zz--\r\n"


def answer(server: Server, *etags: str, settings: Any) -> None:
    """Answer the script with these etags, one after another, and between two of them its settings and its code."""
    for etag in etags:
        server.succeed({"script": {"id": "shop", "etag": etag, "migration_tag": "v2", "has_assets": True}})
        server.succeed(settings)
        if "bindings" not in settings:
            server.succeed([{"type": "secret_text", "name": "KEY"}])
        server.answer(200, BODY, content_type="multipart/form-data; boundary=zz")


def test_a_snapshot_holds_what_was_deployed(production: Ask, snapshot: Snapshot) -> None:
    assert (snapshot.account_id, snapshot.namespace, snapshot.script) == (
        production.options["account_id"],
        "production",
        "shop",
    )
    assert snapshot.code == Bundle(code("first"))
    assert {*snapshot.tags} == {"plan-pro", "customer-7"}
    assert snapshot.secrets == ("KEY",)
    assert {each.name for each in snapshot.bindings} == {"CACHE", "SHOP", "KEY"}
    assert snapshot.settings.limits == models.Limits(cpu_ms=50)
    assert (snapshot.migration_tag, snapshot.has_assets, snapshot.is_retargeted) == (None, False, False)


def test_a_snapshot_can_be_pickled(snapshot: Snapshot) -> None:
    assert snapshot == pickle.loads(pickle.dumps(snapshot))


def test_a_reading_is_four_requests(ask: Ask, server: Server) -> None:
    answer(server, "1", "1", settings={"bindings": []})
    taken = take(ask)

    assert [each.path.rpartition("/")[2] for each in server.requests] == ["shop", "settings", "content", "shop"]
    assert (taken.migration_tag, taken.has_assets) == ("v2", True)


def test_a_script_that_changes_meanwhile_is_read_once_more(ask: Ask, server: Server) -> None:
    answer(server, "1", settings={"bindings": [], "tags": ["old"]})
    answer(server, "2", "2", settings={"bindings": [], "tags": ["new"]})

    assert take(ask).tags == ("new",)
    assert len(server.requests) == 7


def test_a_script_that_changes_all_the_time_is_a_conflict(ask: Ask, server: Server) -> None:
    answer(server, "1", "2", "3", settings={"bindings": []})

    with pytest.raises(tenantry.Conflict, match="changed while it was read"):
        take(ask)
    assert len(server.requests) == 7


def test_settings_without_bindings_do_not_pass_for_none(ask: Ask, server: Server) -> None:
    answer(server, "1", "1", settings={"tags": []})

    assert take(ask).secrets == ("KEY",)


def test_a_script_of_assets_alone_has_no_snapshot(ask: Ask, server: Server) -> None:
    server.succeed({"script": {"id": "shop", "etag": "1"}})
    server.succeed({"bindings": []})
    server.answer(200, b"", content_type="application/javascript")
    server.succeed({"script": {"id": "shop", "etag": "1"}})

    with pytest.raises(tenantry.BadAnswer, match="no code: the script is made of static assets alone"):
        take(ask)


def test_a_script_that_is_not_there_has_no_snapshot(production: Ask) -> None:
    with pytest.raises(tenantry.ScriptNotFound):
        take(production)


def test_no_snapshot_holds_the_value_of_a_secret() -> None:
    key = bindings.SecretKey(name="SIGN", key_base64=CANARY, algorithm="AES-GCM")
    unknown = bindings.Other(type="quantum_computer", name="QUANTUM", password=CANARY)
    settings = models.Settings(bindings=[bindings.SecretText(name="KEY", text=CANARY), key, unknown])

    taken = made(settings=settings)

    assert taken.bindings == (
        bindings.SecretText(name="KEY"),
        bindings.SecretKey(name="SIGN"),
        bindings.Other(type="quantum_computer", name="QUANTUM"),
    )
    assert settings.bindings == [bindings.SecretText(name="KEY", text=CANARY), key, unknown]


def test_the_objects_of_its_own_class_are_named_by_the_class_alone() -> None:
    own = bindings.DurableObjectNamespace(name="ROOM", class_name="Room", namespace_id="0f")
    another = bindings.DurableObjectNamespace(name="HALL", class_name="Hall", script_name="hall", namespace_id="1f")

    assert made(settings=models.Settings(bindings=[own, another])).bindings == (
        bindings.DurableObjectNamespace(name="ROOM", class_name="Room"),
        another,
    )


@pytest.mark.parametrize("changes", [{"code": b""}, {"namespace": None}, {"has_assets": "no"}], ids=repr)
def test_a_snapshot_of_something_else_cannot_be_made(changes: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        made(**changes)
