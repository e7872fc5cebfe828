"""Snapshots in folders: what is written is read again, and nothing else is."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry import Bundle, Snapshot, bindings, models
from tests.client.snapshots.conftest import CANARY, made
from tests.client.support.bundles import BUNDLES
from tests.client.support.folders import write

SETTINGS = models.Settings.from_dict(
    {
        "bindings": [
            {"type": "kv_namespace", "name": "CACHE", "namespace_id": "0f", "novelty": 1},
            {"type": "quantum_computer", "name": "QUANTUM"},
            {"type": "secret_text", "name": "KEY", "text": CANARY},
        ],
        "tags": ["plan-pro"],
        "placement": {"mode": "smart", "status": "SUCCESS", "last_analyzed_at": "2026-01-01T00:00:00Z"},
        "observability": {"enabled": True, "novelty": None},
        "tail_consumers": None,
        "usage_model": "free_for_all",
        "novelty": {"a": [1, None]},
    }
)


def changed(saved: Path, **changes: Any) -> None:
    """Change what `snapshot.json` says; `...` takes it away."""
    path = saved / "snapshot.json"
    said = {**json.loads(path.read_bytes()), **changes}
    path.write_text(json.dumps({name: value for name, value in said.items() if value is not ...}), "utf-8")


@pytest.mark.parametrize("bundle", BUNDLES.values(), ids=BUNDLES)
def test_what_is_saved_is_read_again(tmp_path: Path, bundle: Bundle) -> None:
    written = made(code=bundle, settings=SETTINGS, migration_tag="v1", has_assets=True)
    saved = written.save(tmp_path / "kept")

    assert Snapshot.read(saved) == written
    assert Snapshot.read(str(saved)).code.digest == bundle.digest


def test_the_folder_shows_the_code_and_no_secret(tmp_path: Path) -> None:
    saved = made(settings=SETTINGS).save(tmp_path / "kept")

    assert saved == tmp_path / "kept"
    assert [*tmp_path.iterdir()] == [saved]
    assert {path.relative_to(saved).as_posix() for path in saved.rglob("*") if path.is_file()} == {
        "snapshot.json",
        "code/index.js",
        "code/lib/hello.txt",
    }
    assert (saved / "code/lib/hello.txt").read_text() == "made"
    assert not [path for path in saved.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    saved = made().save(tmp_path)

    with pytest.raises(tenantry.NotSent, match="is there already"):
        made(migration_tag="v2").save(saved)
    assert Snapshot.read(saved) == made()


def test_a_snapshot_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    clash = Bundle({"index.js": "", "index.js/more.js": ""}, main="index.js")

    with pytest.raises(tenantry.NotSent, match="Cannot write the snapshot"):
        made(code=clash).save(tmp_path / "kept")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("changes", "text"),
    {
        "a later format": ({"format": 2}, "its format is 2, and this version of tenantry reads 1"),
        "no format": ({"format": ...}, "KeyError"),
        "no digest": ({"digest": ...}, "KeyError"),
        "another digest": ({"digest": "0f"}, "it is not what was saved"),
        "another main module": ({"main": "lib/hello.txt"}, "it is not what was saved"),
        "no main module": ({"main": "missing.js"}, "not one of the modules"),
        "types of nothing": ({"types": {"missing.js": "text/plain"}}, "names no module"),
        "types that are none": ({"types": "many"}, "types= must be a mapping"),
        "no settings": ({"settings": "none"}, "it is not what was saved"),
        "another namespace": ({"namespace": "staging"}, "it is not what was saved"),
        "a flag": ({"is_retargeted": True}, "it is not what was saved"),
        "something new": ({"novelty": 1}, "it is not what was saved"),
        "a tag": ({"settings": {"tags": ["plan-pro"]}}, "it is not what was saved"),
    }.values(),
)
def test_what_was_changed_is_not_read(tmp_path: Path, changes: Any, text: str) -> None:
    saved = made().save(tmp_path / "kept")
    changed(saved, **changes)

    with pytest.raises(tenantry.NotSent, match=text):
        Snapshot.read(saved)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("README.md", "README.md is not part of it"),
        ("code/README.md", "it is not what was saved"),
        ("code/index.js", "it is not what was saved"),
        ("code/more.js", "it is not what was saved"),
        ("snapshot.json", "JSONDecodeError"),
    ],
)
def test_other_files_are_not_read(tmp_path: Path, file: str, text: str) -> None:
    saved = made().save(tmp_path / "kept")
    write(saved, {file: b"another"})

    with pytest.raises(tenantry.NotSent, match=text):
        Snapshot.read(saved)


@pytest.mark.parametrize("place", ["missing", "", "\0", None, 5], ids=repr)
def test_a_folder_without_a_snapshot_is_not_read(place: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="holds no snapshot that can be read"):
        Snapshot.read(place)


def test_json_that_is_too_deep_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"snapshot.json": b"[" * 100_000})

    with pytest.raises(tenantry.NotSent, match="RecursionError"):
        Snapshot.read(tmp_path)


WRONG_SETTINGS: dict[str, Any] = {
    "a binding without a name": {"bindings": [{"type": "ai"}]},
    "a binding that is a number": {"bindings": [1]},
    "a name that is a list": {"bindings": [{"type": "ai", "name": ["AI"]}]},
    "tags that are numbers": {"tags": [1]},
    "two bindings of one name": {"bindings": [{"type": "ai", "name": "AI"}, {"type": "browser", "name": "AI"}]},
}


@pytest.mark.parametrize("settings", WRONG_SETTINGS.values(), ids=WRONG_SETTINGS)
def test_settings_that_somebody_else_wrote_are_not_read(tmp_path: Path, settings: Any) -> None:
    saved = made().save(tmp_path / "kept")
    changed(saved, settings=settings)

    with pytest.raises(tenantry.NotSent, match="it is not what was saved"):
        Snapshot.read(saved)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_the_folder_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        saved = made().save(tmp_path / "kept")
    finally:
        os.umask(before)

    assert saved.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in saved.rglob("*") if path.is_file()} == {0o600}


@pytest.mark.parametrize(
    "wrong",
    [
        {"account_id": 5},
        {"namespace": None},
        {"script": b"shop"},
        {"code": {"index.js": ""}},
        {"settings": {}},
        {"settings": models.Settings(bindings=[1])},  # type: ignore[list-item]
        {"migration_tag": 1},
        {"has_assets": "yes"},
        {"is_retargeted": None},
    ],
    ids=repr,
)
def test_a_snapshot_of_something_else_is_not_made(wrong: Any) -> None:
    with pytest.raises(tenantry.NotSent):
        made(**wrong)


def test_equal_snapshots_are_one_in_a_set() -> None:
    assert {made(), made(), made(migration_tag="v2")} == {made(), made(migration_tag="v2")}
    assert len({made(), made(), made(migration_tag="v2")}) == 2


def test_what_is_no_json_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(tenantry.NotSent, match="Cannot write the snapshot"):
        made(settings=models.Settings(bindings=[bindings.Json(name="A", json={1, 2})])).save(tmp_path / "kept")
