"""`python -m tenantry_emulator`: run the emulator until Ctrl-C."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from .emulator import Emulator
from .store import ForeignState


def main(arguments: list[str] | None = None) -> int:
    """Start it, say where it is, wait for the signal, stop it."""
    options = _options(arguments)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        emulator = Emulator(port=options.port, state=options.state)
    except (OSError, ForeignState) as error:
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
    return parser.parse_args(arguments)


def port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return number


def _announce(emulator: Emulator) -> None:
    print(f"tenantry_emulator listens on {emulator.url}, for development and tests only. To use it:\n")
    for name, value in emulator.environment.items():
        print(f"export {name}={value}")
    print("\nCtrl-C stops it.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
