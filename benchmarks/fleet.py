"""`python -m benchmarks.fleet`: what a rollout costs beside bare httpx, and whether it keeps its rate and gives way.

With `cost` it is the first of these alone.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

import tenantry
from tenantry_emulator import Emulator
from tenantry_fleet import Fleet, put_content

SCRIPTS = 600
# Calls a second: as many as need no rest to be reached, and not so many that the emulator is what is measured.
RATE = 20.0
# Milliseconds of the processor for each script, at most.
COST = 2.0
ROOT = Path(__file__).resolve().parents[1]


def code(text: str) -> dict[str, bytes | str]:
    return {"index.js": f'export default {{ fetch() {{ return new Response("{text}") }} }}'}


def main(*, cost_alone: bool) -> None:
    """Each is measured in a process of its own, and the emulator in this one."""
    with Emulator(runs_workers=False) as cloudflare:
        environment = {**os.environ, **cloudflare.environment}
        with tenantry.Client(**_options(cloudflare)) as client:
            production = client.namespace("production")
            production.create()
            for number in range(SCRIPTS):
                production.script(f"shop-{number}").deploy(code("old"), compatibility_date="2026-01-01")
        bare, ours = (_measured(["cpu", kind], environment)["seconds"] for kind in ("bare", "ours"))
        cost = (ours - bare) / SCRIPTS * 1000
        print(f"CPU of the client for each script of a rollout, beyond httpx's own: {cost:.2f} ms   aim: ≤ {COST:g}")
        if cost_alone:
            return
        paced = _measured(["rate"], environment)
        print(f"Of {RATE:g} calls a second it makes {paced['rate'] / RATE:.1%}")
        print(f"Meanwhile an interactive call takes {paced['p99'] * 1000:.0f} ms (p99 of {paced['calls']})")


# Any: the arguments of a client, and what a process says.
def _options(cloudflare: Emulator) -> dict[str, Any]:
    return {
        "account_id": cloudflare.account_id,
        "api_token": cloudflare.api_token,
        "base_url": cloudflare.url,
        "rate": None,
    }


def _measured(arguments: Sequence[str], environment: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.fleet", *arguments]
    ran = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    said: dict[str, Any] = json.loads(ran.stdout)
    return said


def cpu(kind: str) -> dict[str, float]:
    """The processor's time that it takes to give all scripts new code."""
    with ExitStack() as closing:
        client = closing.enter_context(tenantry.Client(rate=None))
        production = client.namespace("production")
        fleet = closing.enter_context(_fleet(closing, production))
        plan = fleet.select().plan(put_content(code(kind)), reason="a benchmark")
        begun = time.process_time()
        if kind == "ours":
            plan.start(canary=0, waves=["100%"])
        else:
            _bare(client)
        return {"seconds": time.process_time() - begun}


def _bare(client: tenantry.Client) -> None:
    """The same requests by httpx alone, which reads the answers and nothing in them."""
    base, token = os.environ["CLOUDFLARE_BASE_URL"], os.environ["CLOUDFLARE_API_TOKEN"]
    folder = f"{base}/accounts/{client.account_id}/workers/dispatch/namespaces/production/scripts"
    module = ("index.js", code("bare")["index.js"], "application/javascript+module")
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}) as http:
        for number in range(SCRIPTS):
            metadata = (None, json.dumps({"main_module": "index.js"}), "application/json")
            files = {"metadata": metadata, "index.js": module}
            http.put(f"{folder}/shop-{number}/content", files=files).raise_for_status().json()


def rate() -> dict[str, float]:
    """How fast a rollout goes beside its pace, and how long an interactive call of the same process takes meanwhile."""
    took: list[float] = []
    ended = threading.Event()
    with ExitStack() as closing:
        client = closing.enter_context(tenantry.Client(rate=RATE))
        production = client.namespace("production")

        def visit() -> None:
            while not ended.wait(0.25):
                begun = time.monotonic()
                production.get()
                took.append(time.monotonic() - begun)

        visitor = threading.Thread(target=visit)
        plan = (
            closing.enter_context(_fleet(closing, production)).select().plan(put_content(code("rate")), reason="pace")
        )
        visitor.start()
        begun = time.monotonic()
        plan.start(canary=0, waves=["100%"])
        seconds = time.monotonic() - begun
        ended.set()
        visitor.join()
    # Two listings before, one after, and a backup; the burst after a rest is not a part of the rate.
    calls = SCRIPTS + len(took) + 4
    return {"rate": (calls - 20) / seconds, "p99": sorted(took)[int(len(took) * 0.99)], "calls": len(took)}


def _fleet(closing: ExitStack, production: tenantry.Namespace) -> Fleet:
    folder = closing.enter_context(TemporaryDirectory())
    return Fleet(production, journal=Path(folder) / "rollouts.db")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["cpu", kind]:
            print(json.dumps(cpu(kind)))
        case ["rate"]:
            print(json.dumps(rate()))
        case arguments:
            main(cost_alone=arguments == ["cost"])
