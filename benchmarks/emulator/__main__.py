"""`python -m benchmarks.emulator`: measure, and print the table."""

import sys

from benchmarks.emulator.measuring import LIVE, REDEPLOYS, Pair, after_deploy, cold, live, redeploys, warm
from tenantry_emulator.runtime import binary

MS, GB = 1e-3, 1e9
COLD_AIM, WARM_AIM, LIVE_AIM = 60 * MS, 3 * MS, 1.2 * GB


def main() -> int:
    """Print each figure as soon as it is there; the status says whether all aims were met."""
    try:
        workerd = binary.found()
    except binary.NoRuntime as error:
        print(f"There is nothing to measure: {error}")
        return 1
    print(f"{'':44}{f'workerd {workerd.newest_date}':>20}{'emulator':>12}{'':>9}{'aim':>12}")
    met = [
        _time("first answer of a tenant that does not run", cold(workerd.path), f"≤ {COLD_AIM / MS:.0f} ms", COLD_AIM),
        _after_deploy(),
        _warm(warm(workerd.path)),
        _memory(live(workerd.path)),
        _redeploys(),
    ]
    print(
        "\nOver loopback, medians. Bare workerd is a process for each Worker with a port of its own, and the same Worker in "
        "it. Memory is\nproportional: what processes share counts once. The front door's process is in the emulator's."
    )
    return 0 if all(met) else 1


def _time(what: str, found: Pair, aim: str, limit: float) -> bool:
    figures = f"{found.bare / MS:>17.2f} ms{found.ours / MS:>9.2f} ms{f'x {found.ours / found.bare:.2f}':>9}"
    return _line(what, figures, aim, found.ours <= limit)


def _after_deploy() -> bool:
    return _line("  of one that was just deployed", f"{'':20}{after_deploy() / MS:>9.2f} ms{'':9}", "", True)


def _warm(found: Pair) -> bool:
    return _time("an answer of a tenant that runs", found, f"≤ + {WARM_AIM / MS:.0f} ms", found.bare + WARM_AIM)


def _memory(found: Pair) -> bool:
    figures = f"{found.bare / GB:>17.2f} GB{found.ours / GB:>9.2f} GB{f'x {found.ours / found.bare:.2f}':>9}"
    return _line(f"memory of {LIVE} live tenants", figures, f"≤ {LIVE_AIM / GB} GB", found.ours <= LIVE_AIM)


def _redeploys() -> bool:
    found = redeploys()
    _line(f"stale answers after {REDEPLOYS} redeploys", f"{'':20}{found.stale:>12}{'':9}", "0", found.stale == 0)
    what = f"  lost, of {found.under_way} of another visitor meanwhile"
    return _line(what, f"{'':20}{found.lost:>12}{'':9}", "0", found.lost == 0) and found.stale == 0


def _line(what: str, figures: str, aim: str, met: bool) -> bool:
    print(f"{what:44}{figures}{aim:>12}{'' if met else '  MISSED'}", flush=True)
    return met


if __name__ == "__main__":
    sys.exit(main())
