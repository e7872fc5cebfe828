"""Runs the installed command: with pipes, as a program does, and on a terminal of 80 by 24, as a person does."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

TENANTRY = Path(sys.executable).with_name("tenantry")
# Beyond any command here; a prompt that nobody expects would wait for ever.
PATIENCE = 60.0


@frozen
class Ran:
    """What became of it. On a terminal, what went to stderr is in `out`, too."""

    code: int
    out: str
    err: str = ""


def off_terminal(
    arguments: Sequence[str], environment: Mapping[str, str], *, typed: str | bytes = b"", folder: Path | None = None
) -> Ran:
    """Pipes on all three sides."""
    given = typed.encode() if isinstance(typed, str) else typed
    ran = subprocess.run(
        [TENANTRY, *arguments],
        input=given,
        capture_output=True,
        env=dict(environment),
        cwd=folder,
        timeout=PATIENCE,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def on_terminal(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    *,
    typed: str = "",
    folder: Path | None = None,
    size: tuple[int, int] = (24, 80),
    command: Sequence[str | Path] = (TENANTRY,),
) -> Ran:
    """A pseudo-terminal on all three sides; `typed` is what the person types, once it is asked for something."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    with subprocess.Popen(
        [*command, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={"TERM": "xterm-256color", **environment},
        cwd=folder,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        try:
            out = _conversation(ours, typed)
            process.wait(PATIENCE)
        except BaseException:
            process.kill()
            raise
        finally:
            os.close(ours)
    return Ran(process.returncode, out.replace("\r\n", "\n"))


def _conversation(terminal: int, typed: str) -> str:
    """All that is shown until the command ends; the answer is typed when a line is left open."""
    shown, left = b"", typed.encode()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if not select.select([terminal], [], [], PATIENCE)[0]:
            break
        try:
            piece = os.read(terminal, 65_536)
        except OSError:
            # So Linux says that the other side is closed.
            return shown.decode()
        if not piece:
            return shown.decode()
        shown += piece
        if left and shown.endswith(b": "):
            os.write(terminal, left + b"\n")
            left = b""
    raise TimeoutError(f"the command did not end; it showed {shown.decode()!r}")
