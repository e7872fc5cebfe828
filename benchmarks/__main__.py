"""`python -m benchmarks`: install the contenders, run them in turns, print the table, and write it as JSON."""

import json
import platform
from collections.abc import Iterator

from benchmarks.environments import PLACE, ROOT, Environment, Missing, environment
from benchmarks.running import measured
from benchmarks.table import summary, table

FIGURES = PLACE / "figures.json"


def main() -> None:
    contenders = dict(_contenders())
    titles = {name: _title(name, at) for name, at in contenders.items()}
    found = measured(contenders)
    print(table(found, titles))
    print(
        f"\nPython {platform.python_version()}, over loopback, time of the processor: medians of several turns, and of "
        "their multiples of bare httpx (the middle\nhalf of these). The official SDK has no list of a namespace's "
        f"scripts; its figure is the list of as many Workers of the account.\nAll of it as JSON: {FIGURES}"
    )
    FIGURES.write_text(json.dumps({"titles": titles, "figures": summary(found), "turns": found}, indent=1), "utf-8")


def _contenders() -> Iterator[tuple[str, Environment]]:
    """Bare httpx runs where tenantry does, with the very same httpx."""
    ours = environment("tenantry", str(ROOT))
    yield from {"bare": ours, "ours": ours, "fast": environment("fast", f"{ROOT}[fast]")}.items()
    try:
        yield "official", environment("official", "cloudflare")
    except Missing as why:
        print(f"Without the official SDK, which could not be installed: {why}\n")


def _title(name: str, at: Environment) -> str:
    package = {"bare": "httpx", "ours": "tenantry", "fast": "tenantry", "official": "cloudflare"}[name]
    return f"{package} {at.version(package)}" + (", [fast]" if name == "fast" else "")


if __name__ == "__main__":
    main()
