"""`python -m benchmarks.uploads.worker WHAT …` measures one thing, and prints it as JSON.

It runs in the environment of the contenders. Time is that of the CPU, so that neither the server nor what else the
machine does counts.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import httpx

import tenantry
from benchmarks.uploads.sources import MB, module

ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353"
DAY = "2026-11-01"
WORKER = {"index.js": "export default { fetch() { return new Response('hi') } }"}


def pair(url: str, kind: str, size: str, times: str) -> dict[str, list[float]]:
    """Seconds of each deploy of a module, httpx's and ours by turns."""
    code = module(kind, int(size))
    return _by_turns(partial(bare(url), code), partial(ours(url), code), int(times))


def peak(url: str, contender: str) -> float:
    """MB that the process takes at most for a deploy of 60 MB, beyond those that it took before."""
    code, deploy = module("first", 60 * MB), {"bare": bare, "ours": ours}[contender](url)
    deploy(WORKER["index.js"].encode())
    # Linux forgets the highest figure so far.
    Path("/proc/self/clear_refs").write_text("5")
    before = _status("VmHWM")
    deploy(code)
    return _status("VmHWM") - before


def manifest(folder: str, times: str) -> dict[str, list[float]]:
    """Seconds to hash a folder, by hand and ours by turns."""
    script = client("http://127.0.0.1:9").namespace("production").script("shop")
    assets = tenantry.Assets(folder, salt=None)
    return _by_turns(
        lambda: by_hand(Path(folder)),
        lambda: script.deploy(WORKER, compatibility_date=DAY, keep_settings=False, assets=assets, dry_run=True),
        int(times),
    )


def pauses(url: str, folder: str, times: str) -> list[float]:
    """The longest pause of the event loop in each of so many deploys: of 60 MB, or of the assets in a folder."""
    return asyncio.run(_pauses(url, folder, int(times)))


async def _pauses(url: str, folder: str, times: int) -> list[float]:
    code, assets = (
        ({"index.js": module("first", 60 * MB)}, None) if folder == "-" else (WORKER, tenantry.Assets(folder))
    )
    async with tenantry.AsyncClient(base_url=url, account_id=ACCOUNT, api_token="none", rate=None) as http:
        script = http.namespace("production").script("shop")
        # So that what is imported on first use does not count.
        await script.deploy(WORKER, compatibility_date=DAY, keep_settings=False)
        longest = []
        for _ in range(times):
            watching = asyncio.create_task(_longest())
            await asyncio.sleep(0.01)
            await script.deploy(code, compatibility_date=DAY, keep_settings=False, assets=assets)
            watching.cancel()
            longest.append(await watching)
        return longest


async def _longest() -> float:
    """Until it is cancelled. Where others hold the CPU, its time tells less than the clock."""
    longest = 0.0
    with suppress(asyncio.CancelledError):
        while True:
            clock, cpu = time.perf_counter(), time.process_time()
            await asyncio.sleep(0.001)
            longest = max(longest, min(time.perf_counter() - clock, time.process_time() - cpu))
    return longest


def client(url: str) -> tenantry.Client:
    # No queue: the server here has no limit to keep to.
    return tenantry.Client(base_url=url, account_id=ACCOUNT, api_token="none", rate=None)


def ours(url: str) -> Callable[[bytes], object]:
    script = client(url).namespace("production").script("shop")
    return lambda code: script.deploy({"index.js": code}, compatibility_date=DAY, keep_settings=False)


def bare(url: str) -> Callable[[bytes], object]:
    http = httpx.Client(headers={"Authorization": "Bearer none"})
    path = f"{url}/accounts/{ACCOUNT}/workers/dispatch/namespaces/production/scripts/shop"
    metadata = json.dumps({"main_module": "index.js", "compatibility_date": DAY, "bindings": []}).encode()

    def deploy(code: bytes) -> object:
        files: list[tuple[str, tuple[str | None, bytes, str]]] = [
            ("metadata", (None, metadata, "application/json")),
            ("index.js", ("index.js", code, "application/javascript+module")),
        ]
        return json.loads(http.put(path, params={"bindings_inherit": "strict"}, files=files).content)["result"]

    return deploy


def by_hand(folder: Path) -> list[tuple[str, str, int]]:
    with ThreadPoolExecutor(2) as threads:
        return [*threads.map(_hashed, (path for path in folder.rglob("*") if path.is_file()))]


def _hashed(path: Path) -> tuple[str, str, int]:
    from blake3 import blake3
    from pybase64 import b64encode

    content = path.read_bytes()
    digest = blake3(b64encode(content) + path.suffix[1:].encode()).hexdigest(length=16)
    return path.as_posix(), digest, len(content)


def _by_turns(first: Callable[[], object], second: Callable[[], object], times: int) -> dict[str, list[float]]:
    turns = [(_seconds(first), _seconds(second)) for _ in range(times + 1)]
    # The first one imports what is used for the first time, and connects.
    return {"bare": [bare for bare, _ in turns[1:]], "ours": [ours for _, ours in turns[1:]]}


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _status(name: str) -> float:
    """A line of what Linux says of this process, in MB."""
    with open("/proc/self/status", encoding="ascii") as status:
        kib = next(int(line.split()[1]) for line in status if line.startswith(name))
    return kib * 1024 / MB


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    work: dict[str, Callable[..., object]] = {"pair": pair, "peak": peak, "manifest": manifest, "pauses": pauses}
    print(json.dumps(work[what](*arguments)))
