"""`python -m benchmarks`: install the contenders, run them in turns, print the table."""

import platform
from collections.abc import Iterator

from benchmarks.environments import ROOT, Environment, Missing, environment
from benchmarks.running import measured
from benchmarks.table import table


def main() -> None:
    contenders = dict(_contenders())
    titles = {name: _title(name, at) for name, at in contenders.items()}
    print(table(measured(contenders), titles))
    print(
        f"\nPython {platform.python_version()}, over loopback: the best of several turns, multiples of bare httpx. The "
        "official SDK has no list of\na namespace's scripts; its figure is the list of as many Workers of the account."
    )


def _contenders() -> Iterator[tuple[str, Environment]]:
    """Bare httpx runs where tenantry does, with the very same httpx."""
    ours = environment("tenantry", str(ROOT))
    yield from {"bare": ours, "ours": ours}.items()
    try:
        yield "official", environment("official", "cloudflare")
    except Missing as why:
        print(f"Without the official SDK, which could not be installed: {why}\n")


def _title(name: str, at: Environment) -> str:
    package = {"bare": "httpx", "ours": "tenantry", "official": "cloudflare"}[name]
    return f"{package} {at.version(package)}"


if __name__ == "__main__":
    main()
