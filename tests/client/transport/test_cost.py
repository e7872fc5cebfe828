"""What a call costs beside bare httpx, and what is imported for it: counted, since times depend on the machine."""

import json
import subprocess
import sys
from collections.abc import Callable
from types import FrameType

import httpx

import tenantry
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, TOKEN

# How many Python functions a call may enter more than httpx's own. Measured with Python 3.11 and httpx 0.28.1: 921 for
# a GET beside 847, and 1,564 for an upload beside 1,127. The rest is room for other versions.
SMALL, DEPLOY = 85, 460

CODE = b"export default { fetch() { return new Response('hi') } }"
FOR_A_FIRST_CALL = """
import sys, tenantry
client = tenantry.Client(account_id="an-account", api_token="a-token")
client.namespace("production")
print(*sys.modules)
"""


def calls(work: Callable[[], object]) -> int:
    """How many Python functions are called, at best of some times: an answer can arrive in several pieces."""
    return min(_calls(work) for _ in range(5))


def _calls(work: Callable[[], object]) -> int:
    count = 0

    def called(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_a_small_call_takes_few_functions_more_than_httpx(server: Server) -> None:
    server.succeed({"namespace_name": "production"})
    with (
        tenantry.Client(base_url=server.url, account_id=ACCOUNT, api_token=TOKEN, rate=None) as client,
        httpx.Client() as bare,
    ):
        url = f"{server.url}/accounts/{ACCOUNT}/workers/dispatch/namespaces/production"
        get = client.namespace("production").get
        get()
        ours, theirs = calls(get), calls(lambda: json.loads(bare.get(url).content))

    assert theirs < ours <= theirs + SMALL


def test_a_deploy_takes_few_functions_more_than_an_upload_with_httpx(server: Server) -> None:
    server.succeed({"id": "shop"})
    with (
        tenantry.Client(base_url=server.url, account_id=ACCOUNT, api_token=TOKEN, rate=None) as client,
        httpx.Client() as bare,
    ):
        shop = client.namespace("production").script("shop")
        url = f"{server.url}/accounts/{ACCOUNT}/workers/dispatch/namespaces/production/scripts/shop"
        metadata = json.dumps({"main_module": "index.js", "compatibility_date": "2026-11-01"}).encode()
        parts = {
            "metadata": (None, metadata, "application/json"),
            "index.js": ("index.js", CODE, "application/javascript+module"),
        }

        def deploy() -> None:
            shop.deploy({"index.js": CODE}, compatibility_date="2026-11-01", keep_settings=False)

        deploy()
        ours, theirs = calls(deploy), calls(lambda: json.loads(bare.put(url, files=parts).content))

    assert theirs < ours <= theirs + DEPLOY


def test_a_blocking_call_needs_no_event_loop_and_nothing_of_scripts() -> None:
    command = [sys.executable, "-c", FOR_A_FIRST_CALL]
    printed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    imported = set(printed.stdout.split())

    assert "tenantry._transport.blocking_driver" in imported
    # httpcore imports anyio itself, but neither of these.
    assert not imported & {"anyio.to_thread", "anyio.from_thread", "asyncio", "concurrent.futures"}
    for name in (
        "_async",
        "_transport.async_driver",
        "_sync.script",
        "_flows.scripts",
        "_code",
        "_assets",
        "_snapshots",
        "events",
    ):
        assert f"tenantry.{name}" not in imported
