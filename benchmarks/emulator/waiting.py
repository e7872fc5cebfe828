"""How long others wait at most while much code is deployed from another process."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from urllib.parse import urlsplit

import tenantry
from benchmarks.emulator.tenants import NAMESPACE, tenants
from benchmarks.emulator.visitor import Visitor, visiting

LARGE_BYTES, DEPLOYS, IDLE = 60_000_000, 5, 1000
# In a comment, as the runtime would take more memory than a Worker has for so much code.
LINE = "function f(x) { return x + 'some text of a bundle'.length }\n"
CODE = "export default { fetch: () => new Response('hello') }"


def longest() -> tuple[float, float]:
    """The slowest GET of the API: while nothing else is asked, and in a deploy, of several the best."""
    with (
        tenants(processes=10) as ground,
        ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as deployer,
        visiting(ground.emulator.url, Authorization=f"Bearer {ground.emulator.api_token}") as visitor,
    ):
        account = ground.emulator.account_id
        path = f"{urlsplit(ground.emulator.url).path}/accounts/{account}/workers/dispatch/namespaces"
        slowest = partial(_slowest, deployer, ground.emulator.environment, visitor, path)
        # The process is there once it has deployed something.
        slowest(0)
        idle = max(visitor.seconds(path) for _ in range(IDLE))
        return idle, min(slowest(LARGE_BYTES + number) for number in range(DEPLOYS))


def _slowest(
    deployer: ProcessPoolExecutor, environment: dict[str, str], visitor: Visitor, path: str, size: int
) -> float:
    deploying, slowest = deployer.submit(_deploy, environment, size), 0.0
    while not deploying.done():
        slowest = max(slowest, visitor.seconds(path))
    deploying.result()
    return slowest


def _deploy(environment: dict[str, str], size: int) -> None:
    account, token, url = (environment[f"CLOUDFLARE_{name}"] for name in ("ACCOUNT_ID", "API_TOKEN", "BASE_URL"))
    code = f"{CODE} /* {(LINE * (size // len(LINE) + 1))[:size]} */"
    with tenantry.Client(account_id=account, api_token=token, base_url=url, rate=None) as client:
        client.namespace(NAMESPACE).script("large").deploy({"index.js": code}, compatibility_date="2026-11-01")
