"""What a restore sends, what it keeps, and what it refuses before anything is sent."""

from collections.abc import Mapping
from typing import Any

import attrs
import pytest

import tenantry
from tenantry import Restored, Snapshot, bindings, models
from tests.client.servers.recording import Recorded, Server
from tests.client.snapshots.conftest import code, made, restore
from tests.client.support.flavours import ACCOUNT, Ask
from tests.client.support.scripts import DAY, described_types

SETTINGS: Mapping[str, Any] = {
    "bindings": [
        {"type": "kv_namespace", "name": "CACHE", "namespace_id": "0f", "novelty": 1},
        {"type": "plain_text", "name": "PLAN", "text": "pro"},
        {"type": "secret_text", "name": "KEY"},
        {"type": "secret_key", "name": "SIGN"},
        {"type": "quantum_computer", "name": "QUANTUM", "qubits": 3},
        {"type": "assets", "name": "ASSETS"},
    ],
    "compatibility_date": DAY,
    "compatibility_flags": ["nodejs_compat"],
    "tags": ["plan-pro", "customer-7"],
    "limits": {"cpu_ms": 50},
    "logpush": True,
    "observability": {"enabled": True, "head_sampling_rate": 0.5, "novelty": 1},
    "placement": {"mode": "smart", "status": "SUCCESS", "last_analyzed_at": "2026-01-01T00:00:00Z"},
    "tail_consumers": [{"service": "tail"}],
    "usage_model": "free_for_all",
    "cache_options": {"enabled": True},
    "migrations": {"new_tag": "v1"},
    "exports": {
        "Room": {"type": "durable-object", "storage": "sqlite", "state": "created"},
        "Inner": {"type": "worker", "state": "created"},
        "Hall": {"type": "durable-object", "state": "renamed", "renamed_to": "Room"},
    },
}


def snapshot_of(settings: Any, **changes: Any) -> Snapshot:
    return made(account_id=ACCOUNT, settings=models.Settings.from_dict(settings), **changes)


def running(server: Server, settings: Any, **script: Any) -> None:
    """Answer a script with these settings, and its upload."""
    server.succeed({"script": {"id": "shop", **script}})
    server.succeed(settings)
    server.succeed({"id": "shop"})


def restored(ask: Ask, server: Server, snapshot: Snapshot, **arguments: Any) -> tuple[Restored, Recorded]:
    """What came of it, and the upload."""
    result = restore(ask, snapshot, **arguments)
    (upload,) = (each for each in server.requests if each.method == "PUT" and each.path.endswith("/shop"))
    return result, upload


def only(**changes: Any) -> Mapping[str, Any]:
    return {"bindings": [], "compatibility_date": DAY, **changes}


def test_a_restore_is_two_readings_and_one_upload(ask: Ask, server: Server) -> None:
    same = {**SETTINGS, "exports": {**SETTINGS["exports"], "Hall": {"type": "worker", "state": "created"}}}
    del same["exports"]["Hall"]
    running(server, same, migration_tag="v1", has_assets=True)
    result, upload = restored(ask, server, snapshot_of(same, migration_tag="v1", has_assets=True))

    assert [(each.method, each.path.rpartition("/")[2]) for each in server.requests] == [
        ("GET", "shop"),
        ("GET", "settings"),
        ("PUT", "shop"),
    ]
    assert upload.query == "bindings_inherit=strict"
    assert upload.metadata == {
        "main_module": "index.js",
        "compatibility_date": DAY,
        "compatibility_flags": ["nodejs_compat"],
        "bindings": [
            {"type": "kv_namespace", "name": "CACHE", "namespace_id": "0f", "novelty": 1},
            {"type": "plain_text", "name": "PLAN", "text": "pro"},
            {"type": "assets", "name": "ASSETS"},
            {"type": "inherit", "name": "KEY"},
            {"type": "inherit", "name": "SIGN"},
            {"type": "inherit", "name": "QUANTUM"},
        ],
        "keep_bindings": ["secret_text", "secret_key"],
        "keep_assets": True,
        "tags": ["customer-7", "plan-pro"],
        "limits": {"cpu_ms": 50},
        "logpush": True,
        "observability": {"enabled": True, "head_sampling_rate": 0.5, "novelty": 1},
        "placement": {"mode": "smart"},
        "tail_consumers": [{"service": "tail"}],
        "usage_model": "free_for_all",
        "cache_options": {"enabled": True},
        "exports": same["exports"],
    }
    assert {(part.filename, part.content) for part in upload.parts[1:]} == {
        (path, text.encode()) for path, text in code("made").items()
    }
    assert {*result.kept} == {"secrets.KEY", "secrets.SIGN", "bindings.QUANTUM", "assets"}
    assert result.not_restored == ()
    assert {*result.restored} == {
        "code",
        *({*SETTINGS} - {"bindings", "migrations"}),
        *(f"bindings.{name}" for name in ("CACHE", "PLAN", "ASSETS")),
    }


def test_every_setting_that_an_upload_can_carry_is_in_that_test() -> None:
    settings, metadata = (
        {field.name for field in attrs.fields(kind)} for kind in (models.Settings, models.ScriptMetadata)
    )

    assert (settings & metadata) - {"additional_properties"} == {*SETTINGS}


def test_exports_that_are_steps_are_not_taken_again(ask: Ask, server: Server) -> None:
    running(server, SETTINGS)
    server.succeed({**SETTINGS, "exports": {"Room": SETTINGS["exports"]["Room"]}})
    result, upload = restored(ask, server, snapshot_of(SETTINGS))

    assert upload.metadata["exports"].keys() == {"Room", "Inner"}
    assert result.not_restored == ("exports",)


def test_lists_that_were_empty_are_sent_empty(ask: Ask, server: Server) -> None:
    running(server, only(tags=["new"], compatibility_flags=["new"], tail_consumers=[{"service": "new"}]))
    result, upload = restored(ask, server, snapshot_of(only()))

    assert [upload.metadata[name] for name in ("tags", "compatibility_flags", "tail_consumers")] == [[], [], []]
    assert (len(server.requests), result.not_restored) == (3, ())


@pytest.mark.parametrize("stays", [False, True])
def test_a_setting_that_came_since_is_left_out_and_looked_at(ask: Ask, server: Server, stays: bool) -> None:
    running(server, only(limits={"cpu_ms": 10}))
    server.succeed(only(limits={"cpu_ms": 10}) if stays else only())
    result, upload = restored(ask, server, snapshot_of(only()))

    assert "limits" not in upload.metadata
    assert [each.method for each in server.requests] == ["GET", "GET", "PUT", "GET"]
    assert ("limits" in result.not_restored, "limits" in result.restored) == (stays, not stays)


def test_a_setting_that_is_not_described_yet_is_not_promised(ask: Ask, server: Server) -> None:
    running(server, only(novelty=2))
    server.succeed(only(novelty=2))
    result, upload = restored(ask, server, snapshot_of(only(novelty=1)))

    assert "novelty" not in upload.metadata
    assert result.not_restored == ("novelty",)


def test_where_the_last_reading_fails_the_error_says_that_it_was_restored(ask: Ask, server: Server) -> None:
    running(server, only(limits={"cpu_ms": 10}))
    server.refuse(10000, status=403)

    with pytest.raises(tenantry.Denied) as refused:
        restore(ask, snapshot_of(only()))
    assert refused.value.__notes__ == [
        "The upload before that succeeded: the snapshot is restored, but for what this was about."
    ]


def test_tags_that_the_upload_did_not_set_are_set_by_themselves(ask: Ask, server: Server) -> None:
    running(server, only())
    server.answers.pop()
    server.succeed({"id": "shop", "tags": ["another"]})
    server.succeed(["plan-pro"])
    restore(ask, snapshot_of(only(tags=["plan-pro"])))

    assert (server.requests[-1].path.rpartition("/")[2], server.requests[-1].body) == ("tags", b'["plan-pro"]')


def test_what_cannot_be_made_again_stays_although_it_came_since(ask: Ask, server: Server) -> None:
    running(server, SETTINGS)
    result, upload = restored(ask, server, snapshot_of(only(exports=SETTINGS["exports"])))

    assert upload.metadata["bindings"] == [{"type": "inherit", "name": "QUANTUM"}]
    assert {*result.kept} == {"secrets.KEY", "secrets.SIGN", "bindings.QUANTUM"}


def test_every_type_of_binding_is_sent_or_inherited(ask: Ask, server: Server) -> None:
    parts = {"data_blob", "text_blob", "wasm_module", "inherit"}
    all_kinds = [{"type": kind, "name": kind.upper()} for kind in sorted(described_types() - parts)]
    running(server, only(bindings=all_kinds))
    _, upload = restored(ask, server, snapshot_of(only(bindings=all_kinds)))

    sent = {each["name"]: each["type"] for each in upload.metadata["bindings"]}
    assert sent.keys() == {each["name"] for each in all_kinds}
    assert {sent["SECRET_TEXT"], sent["SECRET_KEY"]} == {"inherit"}
    # Those that lack a field which their type needs are known no better than an unknown type.
    assert {sent["D1"], sent["AI"], sent["PIPELINES"]} == {"d1", "ai", "pipelines"}
    assert sent["KV_NAMESPACE"] == "inherit"


# --- what is refused ----------------------------------------------------------------------------------


def refusal(ask: Ask, server: Server, snapshot: Snapshot, text: str, **arguments: Any) -> None:
    with pytest.raises(tenantry.NotSent, match=text):
        restore(ask, snapshot, **arguments)
    assert {each.method for each in server.requests} == {"GET"}


def test_secrets_that_are_gone_are_named(ask: Ask, server: Server) -> None:
    running(server, only())
    refusal(ask, server, snapshot_of({**SETTINGS, "exports": None}), r"secrets\.KEY, secrets\.SIGN, bindings\.QUANTUM")


def test_secrets_that_are_gone_can_be_passed_over(ask: Ask, server: Server) -> None:
    running(server, only(bindings=[{"type": "plain_text", "name": "KEY", "text": "a"}]))
    result, upload = restored(ask, server, snapshot_of({**SETTINGS, "exports": None}), missing_secrets="skip")

    assert {each["name"] for each in upload.metadata["bindings"]} == {"CACHE", "PLAN", "ASSETS"}
    assert result.not_restored == ("secrets.KEY", "secrets.SIGN", "bindings.QUANTUM")
    assert result.kept == ()


@pytest.mark.parametrize("skip", ["refuse", "skip"])
@pytest.mark.parametrize(
    ("then", "today"),
    [
        ("plain_text", "secret_text"),
        ("secret_text", "secret_key"),
        ("plain_text", "quantum"),
        ("quantum", "secret_key"),
    ],
)
def test_nothing_takes_the_place_of_a_secret(ask: Ask, server: Server, then: str, today: str, skip: str) -> None:
    running(server, only(bindings=[{"type": today, "name": "KEY"}]))
    taken = snapshot_of(only(bindings=[{"type": then, "name": "KEY", "text": "a"}]))

    refusal(ask, server, taken, r"\.KEY cannot be restored: .*could never be had again", missing_secrets=skip)


@pytest.mark.parametrize(("was", "is_now"), [("v1", "v2"), (None, "v1"), ("v1", None)])
def test_another_migration_tag_is_refused(ask: Ask, server: Server, was: str | None, is_now: str | None) -> None:
    running(server, only(), migration_tag=is_now)
    refusal(ask, server, snapshot_of(only(), migration_tag=was), f"tag was {was!r} and is {is_now!r}")


def test_other_classes_among_the_exports_are_refused(ask: Ask, server: Server) -> None:
    running(server, only(exports={"Hall": {"type": "durable-object", "state": "created"}}))
    taken = snapshot_of(only(exports={"Room": {"type": "durable-object", "state": "created"}}))

    refusal(ask, server, taken, r"exported were \['Room'\] and are \['Hall'\]")


@pytest.mark.parametrize("missing_secrets", [None, True, "keep", ""], ids=repr)
def test_a_wish_that_is_not_known_is_refused(ask: Ask, server: Server, missing_secrets: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="missing_secrets is 'refuse' or 'skip'"):
        restore(ask, made(), missing_secrets=missing_secrets)
    assert server.requests == []


@pytest.mark.parametrize("snapshot", [None, {}, "kept/"], ids=repr)
def test_only_a_snapshot_is_restored(ask: Ask, server: Server, snapshot: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="What is restored is a Snapshot"):
        restore(ask, snapshot)
    assert server.requests == []


def test_what_is_no_json_is_refused(ask: Ask, server: Server) -> None:
    running(server, only())
    settings = models.Settings(bindings=[bindings.Json(name="A", json={1, 2})])

    refusal(ask, server, made(account_id=ACCOUNT, settings=settings), "What is given cannot be sent: TypeError")
