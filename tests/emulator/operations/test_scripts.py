"""User Workers: details, lists, deletion."""

import re
from typing import Any

import pytest

from tests.emulator.account import PRODUCTION, Account, module

SHOP = f"{PRODUCTION}/scripts/shop"

ROOM = b"export class Room {} export default { fetch() {} }"


def test_an_upload_answers_the_script_it_made(production: Account) -> None:
    deployed = production.deploy("shop", compatibility_date="2026-01-01", compatibility_flags=["nodejs_compat"])

    assert (deployed["id"], deployed["entry_point"], deployed["has_modules"]) == ("shop", "index.js", True)
    assert (deployed["compatibility_date"], deployed["compatibility_flags"]) == ("2026-01-01", ["nodejs_compat"])
    assert re.fullmatch("[0-9a-f]{32}", deployed["tag"])
    assert deployed["handlers"] == ["fetch"]
    assert isinstance(deployed["startup_time_ms"], int)


def test_an_upload_without_a_compatibility_date_gets_the_oldest(production: Account) -> None:
    assert production.deploy()["compatibility_date"] == "2021-11-02"


def test_details_nest_the_script(production: Account) -> None:
    deployed = production.deploy("shop", tags=["plan-pro"], observability={"enabled": True})
    details = production.granted("GET", SHOP)

    assert {"created_on", "modified_on", "dispatch_namespace", "script"} == details.keys()
    assert details["dispatch_namespace"] == "production"
    assert tuple(details["script"][field] for field in ("id", "tags", "observability")) == (
        "shop",
        ["plan-pro"],
        {"enabled": True},
    )
    assert deployed["etag"] == details["script"]["etag"]


def test_a_second_upload_keeps_identity_and_age(production: Account) -> None:
    first = production.deploy()
    second = production.deploy(modules=[module("index.js", b"export default { fetch() {} }")], main_module="index.js")

    assert (first["tag"], first["created_on"]) == (second["tag"], second["created_on"])
    assert first["modified_on"] < second["modified_on"]


def test_the_etag_changes_with_the_code_and_only_with_it(production: Account) -> None:
    first = production.deploy()
    same_code = production.deploy(tags=["plan-pro"])
    other_code = production.deploy(
        modules=[module("index.js", b"export default { fetch() {} }")], main_module="index.js"
    )

    assert first["etag"] == same_code["etag"] != other_code["etag"]


def test_an_upload_is_a_full_replacement_of_settings_and_tags(production: Account) -> None:
    production.deploy(tags=["plan-pro"], logpush=True, limits={"cpu_ms": 50}, compatibility_date="2026-01-01")
    production.deploy()
    settings = production.granted("GET", f"{SHOP}/settings")

    assert tuple(settings[key] for key in ("tags", "logpush", "compatibility_date")) == ([], False, "2021-11-02")
    assert "limits" not in settings


def test_settings_are_what_was_uploaded(production: Account) -> None:
    sent: dict[str, Any] = {
        "bindings": [{"type": "plain_text", "name": "PLAN", "text": "pro"}],
        "compatibility_date": "2026-01-01",
        "compatibility_flags": ["nodejs_compat"],
        "tags": ["plan-pro"],
        "limits": {"cpu_ms": 50, "subrequests": 10},
        "logpush": True,
        "observability": {"enabled": True, "head_sampling_rate": 0.5},
        "placement": {"mode": "smart"},
        "tail_consumers": [{"service": "logs"}],
        "usage_model": "standard",
        "cache_options": {"enabled": True},
        "exports": {"Admin": {"type": "worker"}},
    }
    production.deploy(**sent)

    assert sent == production.granted("GET", f"{SHOP}/settings")


def test_a_missing_script_has_one_code_for_its_details_and_another_for_all_else(production: Account) -> None:
    assert production.refused("GET", SHOP)[:2] == (404, 10092)
    for path in ("content", "settings", "bindings", "secrets", "tags"):
        assert production.refused("GET", f"{SHOP}/{path}")[:2] == (404, 10007)
    assert production.refused("DELETE", SHOP)[:2] == (404, 10007)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_script_of_a_missing_namespace_is_refused_for_the_namespace(account: Account, method: str) -> None:
    files = {"metadata": (None, '{"main_module": "a.js"}'), "a.js": ("a.js", "", "text/javascript+module")}

    refusal = account.refused(method, SHOP, files=files if method == "PUT" else None)

    assert refusal[:2] == (404, 100119)


def test_a_deleted_script_is_gone_with_all_it_had(production: Account) -> None:
    production.deploy(bindings=[{"type": "secret_text", "name": "KEY", "text": "hush"}], tags=["plan-pro"])

    assert production.granted("DELETE", SHOP, params={"force": "true"}) is None
    production.deploy(keep_bindings=["secret_text"])
    assert production.granted("GET", f"{SHOP}/secrets") == []
    assert production.granted("GET", f"{SHOP}/tags") == []


def test_a_name_with_a_slash_is_one_name(production: Account) -> None:
    production.deploy("a%2Fb")

    assert production.granted("GET", f"{PRODUCTION}/scripts/a%2Fb")["script"]["id"] == "a/b"
    assert production.refused("GET", f"{PRODUCTION}/scripts/a/b")[:2] == (404, 7003)


def test_a_name_that_is_only_dots_reaches_nothing(production: Account) -> None:
    # httpx would resolve plain dots before it sends anything.
    assert production.refused("DELETE", f"{PRODUCTION}/scripts/%2E%2E")[:2] == (404, 7003)


def test_migrations_leave_their_tag(production: Account) -> None:
    room = [module("index.js", ROOM)]
    tags = []
    for migrations in ({"new_tag": "v1", "new_sqlite_classes": ["Room"]}, {"old_tag": "v1", "new_tag": "v2"}):
        production.deploy(main_module="index.js", modules=room, migrations=migrations)
        tags.append(production.deploy(main_module="index.js", modules=room)["migration_tag"])

    assert tags == ["v1", "v2"]


def test_migrations_that_start_elsewhere_are_refused_with_the_tag_there_is(production: Account) -> None:
    room = [module("index.js", ROOM)]
    production.deploy(migrations={"new_tag": "v1", "new_classes": ["Room"]}, main_module="index.js", modules=room)
    status, code, message = production.deploy_refused(migrations={"old_tag": "v0", "new_tag": "v2"})

    assert (status, code) == (412, 10079)
    assert message.endswith("when expected tag is 'v1'")
    assert production.deploy_refused(migrations={"new_tag": "v2"})[:2] == (412, 10079)
