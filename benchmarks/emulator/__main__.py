"""`python -m benchmarks.emulator`: measure, and print the table."""

import sys

from benchmarks.emulator import waiting
from benchmarks.emulator.measuring import (
    LIVE,
    REDEPLOYS,
    Pair,
    after_deploy,
    beside_large_deploys,
    cold,
    live,
    redeploys,
    warm,
)
from tenantry_emulator.runtime.processes import binary

MS, GB = 1e-3, 1e9
COLD_AIM, WARM_AIM, LIVE_AIM, BESIDE_AIM, WAIT_AIM = 60 * MS, 3 * MS, 1.2 * GB, 50 * MS, 10 * MS


def main() -> None:
    """Print each figure as soon as it is there."""
    try:
        workerd = binary.found()
    except binary.NoRuntime as error:
        sys.exit(f"There is nothing to measure: {error}")
    print(f"{'':44}{f'workerd {workerd.newest_date}':>20}{'emulator':>12}{'':>9}{'aim':>12}")
    _time("first answer of a tenant that does not run", cold(workerd.path), f"≤ {COLD_AIM / MS:.0f} ms", COLD_AIM)
    _after_deploy()
    _warm(warm(workerd.path))
    _memory(live(workerd.path))
    _redeploys()
    _beside_large_deploys()
    _longest_wait()
    print(
        "\nOver loopback; the median of each turn, and the best of all turns. Bare workerd is a process for each"
        "\nWorker, with the same Worker and a port of its own. Memory is proportional: what processes share"
        "\ncounts once. The emulator's includes the front door."
    )


def _time(what: str, found: Pair, aim: str, limit: float) -> None:
    figures = f"{found.bare / MS:>17.2f} ms{found.ours / MS:>9.2f} ms{f'x {found.ours / found.bare:.2f}':>9}"
    _print(what, figures, aim, met=found.ours <= limit)


def _after_deploy() -> None:
    _print("  of one that was just deployed", f"{'':20}{after_deploy() / MS:>9.2f} ms{'':9}", "", met=True)


def _warm(found: Pair) -> None:
    _time("an answer of a tenant that runs", found, f"≤ + {WARM_AIM / MS:.0f} ms", found.bare + WARM_AIM)


def _memory(found: Pair) -> None:
    figures = f"{found.bare / GB:>17.2f} GB{found.ours / GB:>9.2f} GB{f'x {found.ours / found.bare:.2f}':>9}"
    _print(f"memory of {LIVE} live tenants", figures, f"≤ {LIVE_AIM / GB} GB", met=found.ours <= LIVE_AIM)


def _redeploys() -> None:
    found = redeploys()
    _print(f"stale answers after {REDEPLOYS} redeploys", f"{'':20}{found.stale:>12}{'':9}", "0", met=found.stale == 0)
    what = f"  lost, of {found.under_way} of another visitor meanwhile"
    _print(what, f"{'':20}{found.lost:>12}{'':9}", "0", met=found.lost == 0)


def _beside_large_deploys() -> None:
    idle, busy = beside_large_deploys()
    figures = f"{idle / MS:>17.2f} ms{busy / MS:>9.2f} ms{'':9}"
    _print(
        "p99 of GETs, idle and in deploys of 12 MB",
        figures,
        f"≤ + {BESIDE_AIM / MS:.0f} ms",
        met=busy <= idle + BESIDE_AIM,
    )


def _longest_wait() -> None:
    idle, busy = waiting.longest()
    figures = f"{idle / MS:>17.2f} ms{busy / MS:>9.2f} ms{'':9}"
    _print(
        "slowest GET, idle and in a deploy of 60 MB",
        figures,
        f"≤ + {WAIT_AIM / MS:.0f} ms",
        met=busy <= idle + WAIT_AIM,
    )


def _print(what: str, figures: str, aim: str, *, met: bool) -> None:
    print(f"{what:44}{figures}{aim:>12}{'' if met else '  MISSED'}", flush=True)


if __name__ == "__main__":
    main()
