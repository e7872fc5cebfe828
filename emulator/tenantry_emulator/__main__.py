"""`python -m tenantry_emulator`: run the emulator until Ctrl-C."""

import argparse
import dataclasses
import json
import signal
import sys
import threading
from pathlib import Path
from typing import cast

from .database import ForeignState
from .emulator import Emulator
from .guesses import Guesses
from .limit import Limit


def main(arguments: list[str] | None = None) -> int:
    """Start it, say where it is, wait for the signal, stop it."""
    options = _options(arguments)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        guesses = dataclasses.replace(Guesses(), **dict(options.guess))
        emulator = Emulator(port=options.port, state=options.state, guesses=guesses, limit=options.limit)
    except (OSError, ForeignState, ValueError) as error:
        print(f"tenantry_emulator: {error}", file=sys.stderr)
        return 1
    with emulator:
        _announce(emulator)
        stop.wait()
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tenantry_emulator",
        description="Cloudflare's Workers for Platforms API on this machine. For development and tests: it listens on "
        "loopback only, lets everyone in, and is never to be used with code you do not trust.",
    )
    parser.add_argument("--port", type=port, default=0, help="port to listen on (default: a free one)")
    parser.add_argument(
        "--state",
        type=Path,
        metavar="FILE",
        help="file that keeps the state, secrets too, in the clear (default: memory)",
    )
    parser.add_argument(
        "--limit",
        action="store_const",
        const=Limit(),
        help="hold clients to Cloudflare's limit: 1,200 requests in 5 minutes (default: no limit)",
    )
    parser.add_argument(
        "--guess",
        type=guess,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="do otherwise where Cloudflare's docs are silent, such as page_size=5; docs/emulator.md has the names",
    )
    return parser.parse_args(arguments)


def port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return number


def guess(text: str) -> tuple[str, bool | int | str]:
    """The name and the value of a guess; a value of the type that the guess has."""
    name, _, written = text.partition("=")
    if name not in Guesses.__dataclass_fields__:
        raise argparse.ArgumentTypeError(f"there is no guess {name!r}; there are {', '.join(vars(Guesses()))}")
    default = getattr(Guesses(), name)
    try:
        value = written if isinstance(default, str) else json.loads(written)
    except ValueError:
        value = None
    if type(value) is not type(default):
        raise argparse.ArgumentTypeError(f"{name} takes a value such as {json.dumps(default)}")
    # Its type is one of the three by now.
    return name, cast(bool | int | str, value)


def _announce(emulator: Emulator) -> None:
    print(f"tenantry_emulator listens on {emulator.url}, for development and tests only. To use it:\n")
    print("# tenantry, the official SDK, and wrangler, which takes the last one")
    for name, value in emulator.environment.items():
        print(f"export {name}={value}")
    print("\nCtrl-C stops it.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
