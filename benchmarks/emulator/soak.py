"""`python -m benchmarks.emulator.soak [SCRIPTS]`: many tenants, deployed again and again while they are visited.

Among them are some that loop, take all memory, or fetch themselves. It fails where a connection is dropped, a good one
fails for another reason than its own redeploy, a bound does not hold at the end, or a process is left.
"""

import random
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil

import tenantry
from tenantry import bindings, models
from tenantry_emulator import Bounds, Emulator

SCRIPTS, REDEPLOYS, VISITORS, DEPLOYERS, PROCESSES = 300, 5, 4, 4, 24
NAMESPACE = "production"
GOOD = """
import { DurableObject } from "cloudflare:workers";
export class Counter extends DurableObject {
  async next() {
    const count = ((await this.ctx.storage.get("count")) ?? 0) + 1;
    await this.ctx.storage.put("count", count);
    return count;
  }
}
export default { fetch: async (request, env) => new Response(await env.COUNTER.getByName("all").next()) };
"""
BAD = {
    "loops": ("export default { fetch() { for (;;) {} } }", "Worker exceeded CPU time limit."),
    "takes-memory": (
        "export default { fetch() { const all = []; for (;;) all.push(new Array(1e6).fill(all.length + 0.5)) } }",
        "Worker exceeded memory limit.",
    ),
    "fetches-itself": ("export default { fetch: () => fetch('%s') }", "Error 1019: Compute server loop"),
}
# What visitors of a tenant may be told while it is deployed again.
UPDATED = "Durable Object reset because its code was updated."


class Soak:
    """One emulator, its tenants and its visitors."""

    def __init__(self, emulator: Emulator, namespace: tenantry.Namespace, scripts: int) -> None:
        self._emulator = emulator
        self._namespace = namespace
        self._names = [f"tenant-{number}" for number in range(scripts)]
        self._there: list[str] = []
        self._over = threading.Event()
        self.seen: Counter[str] = Counter()

    def run(self) -> None:
        """Deploy the bad ones, then all others with visitors about, each several times."""
        for name, (code, _) in BAD.items():
            source = code.replace("%s", self._emulator.script_url(name, NAMESPACE, "/"))
            limits = models.Limits(cpu_ms=1000)
            self._namespace.script(name).deploy({"index.js": source}, compatibility_date="2026-01-01", limits=limits)
        with ThreadPoolExecutor(VISITORS) as visitors, ThreadPoolExecutor(DEPLOYERS) as deployers:
            going = [visitors.submit(self._visit, random.Random(number)) for number in range(VISITORS)]
            try:
                for _ in deployers.map(self._deploy, self._names):
                    pass
            finally:
                self._over.set()
            for each in going:
                each.result()

    def _deploy(self, name: str) -> None:
        migrations = models.SingleStepMigrations(new_tag="v1", new_sqlite_classes=["Counter"])
        counter = [bindings.DurableObjectNamespace(name="COUNTER", class_name="Counter")]
        script, day = self._namespace.script(name), "2026-01-01"
        script.deploy({"index.js": GOOD}, compatibility_date=day, bindings=counter, migrations=migrations)
        self._there.append(name)
        for number in range(REDEPLOYS):
            script.deploy({"index.js": f"{GOOD}// {number}"}, compatibility_date=day, bindings=counter)

    def _visit(self, chance: random.Random) -> None:
        with httpx.Client(timeout=60, trust_env=False) as http:
            while not self._over.is_set():
                # The last ones are those that are being deployed.
                name = chance.choice([*self._there[-2 * DEPLOYERS :], chance.choice([*BAD])])
                self.seen[self._met(http, name)] += 1

    def _met(self, http: httpx.Client, name: str) -> str:
        try:
            answer = http.get(self._emulator.script_url(name, NAMESPACE, "/"))
        except httpx.HTTPError as error:
            return f"dropped: {type(error).__name__}"
        if name in BAD:
            return "held" if BAD[name][1] in answer.text else f"not held: {answer.status_code} {answer.text}"
        is_fine = answer.status_code == 200 or UPDATED in answer.text
        return "answered" if is_fine else f"failed: {answer.status_code} {answer.text}"

    def problems(self) -> list[str]:
        """What is wrong at the end."""
        wrong = [f"{times} times {what}" for what, times in self.seen.items() if what not in ("answered", "held")]
        with httpx.Client(timeout=60, trust_env=False) as http:
            wrong += [what for name in BAD if (what := self._met(http, name)) != "held"]
        return [*wrong, *self._emulator.failures]


def main() -> None:
    """Run it, and say what was wrong."""
    began, scripts = time.monotonic(), int(sys.argv[1]) if len(sys.argv) > 1 else SCRIPTS
    with Emulator(runs_workers=True, bounds=Bounds(processes=PROCESSES)) as emulator:
        emulator.create_namespace(NAMESPACE)
        with tenantry.Client(
            account_id=emulator.account_id, api_token=emulator.api_token, base_url=emulator.url, rate=None
        ) as client:
            soak = Soak(emulator, client.namespace(NAMESPACE), scripts)
            soak.run()
            problems = soak.problems()
    left = [each.pid for each in psutil.Process().children(recursive=True) if each.name() == "workerd"]
    problems += [f"{len(left)} processes are left"] if left else []
    print(f"{scripts} scripts in {time.monotonic() - began:.0f} s: {dict(soak.seen.most_common())}")
    sys.exit("\n".join(problems) or 0)


if __name__ == "__main__":
    main()
