"""What the server of the benchmarks answers: a namespace, and 10,000 scripts as Cloudflare's docs show them."""

import json
from collections.abc import Iterator, Sequence

ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353"
BASE = "/client/v4"
SCRIPTS = 10_000
PAGE = 1_000

_THEN = "2026-03-01T09:14:22.483921Z"
_NAMESPACE = f"{BASE}/accounts/{ACCOUNT}/workers/dispatch/namespaces/production"


def answers() -> dict[str, bytes]:
    """Bodies by the path, and the cursor where one is asked for, as `path?cursor`."""
    return {
        _NAMESPACE: _body(_namespace()),
        f"{BASE}/accounts/{ACCOUNT}/workers/scripts": _body([_script(number) for number in range(SCRIPTS)]),
        **dict(_pages(f"{_NAMESPACE}/scripts")),
    }


def _pages(path: str) -> Iterator[tuple[str, bytes]]:
    for first in range(0, SCRIPTS, PAGE):
        after = first + PAGE
        info = {"count": PAGE, "total_count": SCRIPTS} | ({"cursor": str(after)} if after < SCRIPTS else {})
        yield (f"{path}?{first}" if first else path), _body([_row(number) for number in range(first, after)], info)


def _body(result: object, info: object = None) -> bytes:
    return json.dumps({"result": result, "success": True, "errors": [], "messages": [], "result_info": info}).encode()


def _namespace() -> dict[str, object]:
    return {
        "namespace_id": "5fd1cafff8954cf5929d2f9d9fd8a2b1",
        "namespace_name": "production",
        "script_count": SCRIPTS,
        "trusted_workers": False,
        "created_by": "9a7806061c88ada191ed06f989cc3dac",
        "created_on": _THEN,
        "modified_by": "9a7806061c88ada191ed06f989cc3dac",
        "modified_on": _THEN,
    }


def _row(number: int) -> dict[str, object]:
    return {
        "dispatch_namespace": "production",
        "script": _script(number),
        "created_on": _THEN,
        "modified_on": _THEN,
    }


def _script(number: int) -> dict[str, object]:
    return {
        "id": f"tenant-{number:05}",
        "tag": f"{number:032x}",
        "etag": f"{number:064x}",
        "tags": [f"customer-{number}", "plan-pro"],
        "created_on": _THEN,
        "modified_on": _THEN,
        "last_deployed_from": "api",
        "compatibility_date": "2026-02-01",
        "compatibility_flags": ["nodejs_compat"],
        "has_assets": False,
        "has_modules": True,
        "handlers": ["fetch"],
        "named_handlers": [_named_handler("Room"), _named_handler("Basket")],
        "logpush": False,
        "observability": _observability(),
        "placement_mode": "smart",
        "placement": {"mode": "smart"},
        "tail_consumers": [{"service": "log-collector", "environment": "production"}],
        "usage_model": "standard",
    }


def _named_handler(name: str) -> dict[str, object]:
    handlers: Sequence[str] = ("fetch", "alarm")
    return {"name": name, "handlers": handlers}


def _observability() -> dict[str, object]:
    return {
        "enabled": True,
        "head_sampling_rate": 0.1,
        "logs": {"enabled": True, "head_sampling_rate": 0.1, "invocation_logs": True},
    }
