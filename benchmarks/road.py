"""How long the road of a call is: the handwritten files and functions that one deploy passes through.

    python -m benchmarks.road [--list]

Counted is what Python enters on the calling thread while `deploy(keep_settings=False)` deploys code that is in memory.
Each function of `wrappers/` counts once, methods such as `__init__` too; lambdas, comprehensions, generator expressions
and the methods that attrs writes do not count, nor does what runs while modules are imported.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType

import httpx

import tenantry

HANDWRITTEN = Path(tenantry.__file__).parent
DEPLOYED = {"success": True, "errors": [], "messages": [], "result": {"id": "shop"}}


@dataclass
class Road:
    """The functions of each file, both in the order in which they were first called."""

    functions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def files(self) -> int:
        return len(self.functions)

    @property
    def named_functions(self) -> int:
        return sum(map(len, self.functions.values()))

    def note(self, code: CodeType) -> None:
        """Note the function if it is handwritten and has a name."""
        path = Path(code.co_filename)
        if "<" in code.co_name or not path.is_relative_to(HANDWRITTEN):
            return
        functions = self.functions.setdefault(path.relative_to(HANDWRITTEN).as_posix(), [])
        if code.co_qualname not in functions:
            functions.append(code.co_qualname)


def measure() -> Road:
    """Deploy once, so that all is imported, and once more, which is measured."""
    road = Road()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=DEPLOYED))
    with httpx.Client(transport=transport) as http_client:
        client = tenantry.Client(account_id="an-account", api_token="a-token", http_client=http_client)
        shop = client.namespace("production").script("shop")
        for profile in (Road(), road):
            with _noting(profile):
                shop.deploy(
                    {"index.js": "export default { fetch() {} }"}, compatibility_date="2026-11-01", keep_settings=False
                )
    return road


@contextmanager
def _noting(road: Road) -> Iterator[None]:
    def called(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            road.note(frame.f_code)

    sys.setprofile(called)
    try:
        yield
    finally:
        sys.setprofile(None)


def main() -> int:
    """Print the figures, and with `--list` the functions by their files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.road", description=__doc__)
    parser.add_argument("--list", action="store_true", help="list the functions of each file, as they are first called")
    options = parser.parse_args()
    road = measure()
    for file, functions in road.functions.items() if options.list else ():
        print(file, *(f"    {name}" for name in functions), sep="\n")
    print(f"A deploy passes through {road.files} handwritten files and {road.named_functions} named functions.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
