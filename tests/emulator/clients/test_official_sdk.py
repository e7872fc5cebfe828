"""The official Python SDK, newest, through every method that it has for Workers for Platforms."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tenantry_api.api.secrets import list_secrets
from tenantry_api.api.settings import get_bindings, get_settings
from tenantry_api.api.tags import get_tags

from .conftest import Ground

STORY = Path(__file__).parent / "sdk_story.py"
SHOP = ("sdk-production", "sdk-shop")


@pytest.fixture
def told(clients: Path, ground: Ground) -> Any:
    """The story, and what the SDK saw in it."""
    done = subprocess.run(
        [clients / "venv" / "bin" / "python", STORY],
        env=ground.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_story_calls_every_method_and_reads_what_it_wrote(told: Any) -> None:
    code = told.pop("content")
    assert 'filename="new.js"' in code
    assert told.pop("version")
    assert told == {
        "namespaces": ["sdk-production"],
        "deployed": "sdk-shop",
        "script": "sdk-shop",
        "logpush": True,
        "settings_tags": ["plan-pro"],
        "secrets": ["BULK"],
        "tags": ["plan-pro"],
        "bindings": ["PLAN", "KV", "ASSETS", "BULK"],
        "scripts": 1,
        "refusal": 100119,
        "never called": [],
    }


def test_what_the_sdk_wrote_is_read_through_tenantry(told: Any, ground: Ground) -> None:
    namespace = ground.tenantry.namespace(SHOP[0])

    assert [info.namespace_name for info in ground.tenantry.list_namespaces()] == ["sdk-production"]
    (row,) = namespace.list_scripts()
    assert (row.name, row.tags, row.migration_tag, row.compatibility_date) == (
        "sdk-shop",
        ("plan-pro",),
        "v1",
        "2026-01-01",
    )
    bundle = namespace.script(SHOP[1]).get_content()
    assert (bundle.main, dict(bundle)) == ("new.js", {"new.js": b"export class Cart {} export default { fetch() {} }"})
    assert ground.result(get_settings.request, *SHOP).logpush is True
    assert [binding.name for binding in ground.result(get_bindings.request, *SHOP)] == ["PLAN", "KV", "ASSETS", "BULK"]
    assert [secret.name for secret in ground.result(list_secrets.request, *SHOP)] == ["BULK"]
    assert ground.result(get_tags.request, *SHOP) == ["plan-pro"]


def test_the_assets_of_the_sdk_are_there_without_a_type(told: Any, ground: Ground) -> None:
    stored = ground.assets(*SHOP)

    assert stored["config"] == {"html_handling": "none"}
    assert {path: (file["size"], file["content_type"]) for path, file in stored["files"].items()} == {
        "/index.html": (12, None)
    }
