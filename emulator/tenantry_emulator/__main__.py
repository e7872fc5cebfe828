"""`python -m tenantry_emulator`: run the emulator until Ctrl-C."""

import argparse
import contextlib
import dataclasses
import gc
import json
import logging
import os
import queue
import re
import signal
import sys
import threading
import time
from importlib.metadata import version
from pathlib import Path
from typing import cast

from .context.guesses import Guesses
from .context.rate_limit import Limit
from .emulator import Emulator
from .errors import EmulatorError

# It is installed with the package; in the repository it is a link to the page in docs/.
DOCS = Path(__file__).resolve().with_name("emulator.md").resolve()
# Bytes of lines that are yet to be written.
MOST_WAITING = 16 * 1024 * 1024
# Characters that a terminal obeys, but for those that choose a colour.
OBEYED = re.compile(r"(?!\x1b\[[\d;]*m)[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def main(arguments: list[str] | None = None) -> int:
    """Start it, say where it is, wait for the signal, stop it."""
    options = _options(arguments)
    _show_logs(requests=options.log_requests)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        guesses = dataclasses.replace(Guesses(), **dict(options.guess))
        emulator = Emulator(
            port=options.port,
            state=options.state,
            guesses=guesses,
            limit=options.limit,
            runs_workers=options.workers,
            front_door=options.front_door,
            dispatcher=options.dispatcher,
            allow_network=options.allow_network,
        )
    except EmulatorError as error:
        print(f"tenantry_emulator: {error}", file=sys.stderr)
        return 1
    # What is there by now stays until the end. The garbage collector need not look at it again, while requests wait.
    gc.freeze()
    with emulator:
        try:
            _announce(emulator)
        except OSError as error:
            # Nobody reads it, be it for `| head -1`, or a disk is full: it is not written to again at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if not isinstance(error, BrokenPipeError):
                print(f"tenantry_emulator: its address cannot be written: {error.strerror}", file=sys.stderr)
                return 1
        stop.wait()
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tenantry_emulator",
        description="Cloudflare's Workers for Platforms API on this machine. For development and tests: it listens on\n"
        "loopback only, lets everyone in, and is never to be used with code you do not trust.",
        epilog=f"More is in {DOCS.as_uri()}",
        # The address stays in one piece.
        formatter_class=argparse.RawDescriptionHelpFormatter,
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
        type=limit,
        nargs="?",
        const=Limit(),
        metavar="N/SECONDS",
        help="hold clients to so many requests in so many seconds, 1200/300 as Cloudflare does if none is named "
        "(default: no limit)",
    )
    parser.add_argument(
        "--guess",
        type=guess,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="do otherwise where Cloudflare's docs are silent, such as page_size=5; the page below has the names",
    )
    parser.add_argument(
        "--workers",
        action=argparse.BooleanOptionalAction,
        help="run uploaded Workers, or do not (default: run them if the runtime, workerd, is found)",
    )
    _add_the_rest(parser)
    return parser.parse_args(arguments)


def _add_the_rest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dispatcher",
        type=Path,
        metavar="PATH",
        help="dispatch Worker that answers at the front door: the folder of its wrangler.jsonc, or that file "
        "(default: one that finds the script in the host name)",
    )
    parser.add_argument(
        "--allow-network", action="store_true", help="let Workers reach more than this machine (default: they do not)"
    )
    front_door = "port at which Workers answer (default: a free one)"
    parser.add_argument("--front-door", type=port, default=0, metavar="PORT", help=front_door)
    parser.add_argument("--log-requests", action="store_true", help="show each request of the API and its status")
    parser.add_argument("--version", action="version", version=f"tenantry_emulator {version('tenantry')}")


def limit(text: str) -> Limit:
    requests, _, seconds = text.partition("/")
    try:
        return Limit(requests=int(requests), seconds=int(seconds))
    except ValueError as error:
        raise argparse.ArgumentTypeError("a limit is written as 1200/300: requests, and seconds") from error


def port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= 65_535):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def guess(text: str) -> tuple[str, bool | int | str]:
    """The name and the value of a guess; a value of the type that the guess has."""
    name, _, written = text.partition("=")
    if name not in Guesses.__dataclass_fields__:
        raise argparse.ArgumentTypeError(f"{name!r} is not a guess; there are {', '.join(vars(Guesses()))}")
    default = getattr(Guesses(), name)
    try:
        value = written if isinstance(default, str) else json.loads(written)
    except ValueError:
        value = None
    if type(value) is not type(default):
        raise argparse.ArgumentTypeError(f"{name} takes a value such as {json.dumps(default)}")
    # Its type is one of the three by now.
    return name, cast(bool | int | str, value)


class _Stderr(logging.Handler):
    """Writes to stderr in a thread of its own: where nobody reads it, that thread waits, and not the emulator."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._waiting = 0
        threading.Thread(target=self._write, name="stderr", daemon=True).start()

    def emit(self, record: logging.LogRecord) -> None:
        """Take one more, unless too many wait: what Workers write can be read over HTTP all the same."""
        line = f"{self.format(record)}\n".encode(errors="backslashreplace")
        if self._waiting < MOST_WAITING:
            self._waiting += len(line)
            self._lines.put(line)

    def _write(self) -> None:
        # Without a buffer of Python's, whose lock would be held at the end, too.
        while True:
            line = rest = self._lines.get()
            # It may be closed, or a full disk; and Python has none where it was closed before.
            with contextlib.suppress(OSError, AttributeError):
                while rest:
                    rest = rest[os.write(sys.stderr.fileno(), rest) :]
            self.acquire()
            self._waiting -= len(line)
            self.release()

    def flush(self) -> None:
        """Let what waits be written, where somebody reads it."""
        end = time.monotonic() + 1
        while self._waiting and time.monotonic() < end:
            time.sleep(0.01)


class _Formatter(logging.Formatter):
    """Shows what a terminal would obey, but for colours: what Workers write, and paths of requests, may be anything."""

    def format(self, record: logging.LogRecord) -> str:
        return OBEYED.sub(lambda found: f"\\x{ord(found[0]):02x}", super().format(record))


def _show_logs(*, requests: bool) -> None:
    """Have what Workers write appear here, among our own warnings, and each request where that is wanted."""
    shown = _Stderr()
    shown.setFormatter(_Formatter("%(message)s"))
    ours = logging.getLogger("tenantry_emulator")
    logging.getLogger().addHandler(shown)
    ours.setLevel(logging.INFO)
    logging.getLogger("tenantry_emulator.requests").setLevel(logging.INFO if requests else logging.WARNING)


def _announce(emulator: Emulator) -> None:
    print(f"tenantry_emulator listens on {emulator.url}, for development and tests only. To use it:\n")
    print("# tenantry, the official SDK, and wrangler, which takes the last one")
    for name, value in emulator.environment.items():
        print(f"export {name}={value}")
    if emulator.front_door:
        port = emulator.front_door.rpartition(":")[2]
        print(f"\nWorkers run. They answer at http://<script>.<namespace>.localhost:{port}/ and at")
        print(f"{emulator.front_door}/<namespace>/<script>/, and what they log is shown here.")
    else:
        print(f"\nWorkers are not run: {emulator.no_runtime}.")
    print("\nCtrl-C stops it.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
