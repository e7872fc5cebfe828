"""A dispatch Worker of a folder is refused at the start where an upload of it would be, or would have no meaning."""

import json
from pathlib import Path
from typing import Any

import pytest

from tenantry_emulator import Emulator, NotStarted
from tenantry_emulator.runtime.front_door import dispatchers

DATE = "2026-11-01"
CODE = "export default { fetch() { return new Response('hi') } }"
DISPATCH: dict[str, Any] = {"binding": "D", "namespace": "production"}


def started(folder: Path, configuration: dict[str, Any]) -> None:
    described = {"main": "index.js", "compatibility_date": DATE, **configuration}
    (folder / "wrangler.json").write_text(json.dumps(described), encoding="utf-8")
    (folder / "index.js").write_text(CODE, encoding="utf-8")
    Emulator(runs_workers=False, dispatcher=folder).close()


@pytest.mark.parametrize(
    ("configuration", "complaint"),
    [
        ({"services": 5}, "services is not a list of bindings"),
        ({"services": ["auth"]}, "services is not a list of bindings"),
        ({"services": [{"binding": "AUTH"}]}, "a binding of services has no service"),
        ({"dispatch_namespaces": [{"binding": "D"}]}, "a binding of dispatch_namespaces has no namespace"),
        ({"dispatch_namespaces": [{**DISPATCH, "outbound": {}}]}, "outbound, has no service"),
        ({"dispatch_namespaces": [{**DISPATCH, "outbound": "watch"}]}, "outbound, has no service"),
        (
            {"dispatch_namespaces": [{**DISPATCH, "outbound": {"service": "watch", "parameters": "tenant"}}]},
            "the parameters of outbound are not a list",
        ),
        ({"queues": {"producers": [{"binding": "MAIL"}]}}, "a binding of queues has no queue"),
        ({"durable_objects": {"bindings": [{"name": "ROOMS"}]}}, "a binding of durable_objects has no class_name"),
        ({"kv_namespaces": [{"binding": "KV", "id": 5}]}, "wrong at /bindings/0/namespace_id"),
        ({"kv_namespaces": [{"binding": "KV"}], "vars": {"KV": "x"}}, "There are two bindings called KV."),
        ({"limits": {"cpu_ms": "many"}}, "wrong at /limits/cpu_ms"),
        ({"limits": {"cpu_ms": 300_001}}, "The limit cpu_ms is between 1 and 300000, not 300001."),
        ({"compatibility_flags": "nodejs_compat"}, "wrong at /compatibility_flags"),
        ({"compatibility_date": "yesterday"}, "wrong at /compatibility_date"),
        ({"compatibility_date": "2999-01-01"}, "Can't set compatibility date in the future"),
    ],
)
def test_a_configuration_that_no_upload_could_have_is_refused(
    tmp_path: Path, configuration: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(NotStarted) as refusal:
        started(tmp_path, configuration)

    assert complaint in str(refusal.value)


def test_a_project_may_lie_below_what_is_left_out(tmp_path: Path) -> None:
    project = tmp_path / "node_modules" / ".shop"
    for folder in (project / ".git", project / "node_modules"):
        folder.mkdir(parents=True)
        (folder / "other.js").write_text("this is not JavaScript")
    started(project, {})
    modules = dispatchers.chosen("a" * 32, project).modules

    assert [module.name for module in modules] == ["index.js", "wrangler.json"]


@pytest.mark.parametrize(
    "configuration",
    [
        {"services": [{"binding": "AUTH", "service": "auth"}]},
        {"dispatch_namespaces": [{**DISPATCH, "outbound": {"service": "watch", "parameters": ["tenant"]}}]},
        {"queues": {"producers": [{"binding": "MAIL", "queue": "mail"}]}},
        {"durable_objects": {"bindings": [{"name": "ROOMS", "class_name": "Room", "script_name": "rooms"}]}},
        {"kv_namespaces": [{"binding": "KV"}], "d1_databases": [{"binding": "DB", "database_name": "shops"}]},
        {"r2_buckets": [{"binding": "FILES", "bucket_name": "files"}], "vars": {"LIMITS": {"items": 20}}},
        {"unsafe": {"bindings": [{"name": "NEW", "type": "new"}]}, "ai": {"binding": "AI"}, "limits": {"cpu_ms": 50}},
    ],
)
def test_a_configuration_that_an_upload_could_have_is_taken(tmp_path: Path, configuration: dict[str, Any]) -> None:
    started(tmp_path, configuration)
