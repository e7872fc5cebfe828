"""What a terminal shows while a command runs. `python -m tests.cli.picture` makes docs/rollout.svg of a rollout."""

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import tempfile
import termios
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyte
from rich.console import Console
from rich.text import Text

import tenantry
from tenantry_emulator import Emulator, Fault
from tests.fleet.tenants import deploy

from .running import TENANTRY

PICTURE = Path(__file__).parents[2] / "docs" / "rollout.svg"
SIZE = (80, 14)
# Of a few seconds, in the middle of which the picture is taken.
SCRIPTS, RATE = 1_500, 400
_COLOURS = {"default": "", "brown": "yellow"}


def screens(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, size: tuple[int, int]
) -> Iterator[pyte.Screen]:
    """Runs a command on a terminal; its screen after each piece of output."""
    columns, lines = size
    screen = pyte.Screen(columns, lines)
    stream = pyte.ByteStream(screen)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    environment = {"TERM": "xterm-256color", **environment}
    options = {"stdin": theirs, "stdout": theirs, "stderr": theirs, "env": environment, "cwd": folder}
    with subprocess.Popen(command, start_new_session=True, **options) as process:  # type: ignore[call-overload]
        os.close(theirs)
        try:
            while piece := _read(ours):
                stream.feed(piece)
                yield screen
        finally:
            process.kill()
            os.close(ours)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:
        # So Linux says that the other side is closed.
        return b""


def lines(screen: pyte.Screen) -> list[str]:
    """What stands on it."""
    return [line for line in map(str.rstrip, screen.display) if line]


def drawn(screen: pyte.Screen) -> str:
    """The screen as SVG, which asks nobody for fonts."""
    console = Console(record=True, width=screen.columns, file=io.StringIO(), force_terminal=True)
    for row in range(len(lines(screen))):
        text = Text(no_wrap=True)
        for column in range(screen.columns):
            cell = screen.buffer[row][column]
            colour = _COLOURS.get(cell.fg, f"#{cell.fg}" if re.fullmatch("[0-9a-f]{6}", cell.fg) else cell.fg)
            text.append(cell.data, f"{'bold' if cell.bold else ''} {colour}".strip())
        console.print(text, soft_wrap=True)
    svg = console.export_svg(title="tenantry", unique_id="rollout")
    return re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->", "", svg, flags=re.DOTALL)


def prepare(cloudflare: Emulator, folder: Path, scripts: int) -> None:
    """So many tenants, and new code for them in `dist`."""
    options = {"account_id": cloudflare.account_id, "api_token": cloudflare.api_token, "base_url": cloudflare.url}
    with tenantry.Client(**options, rate=None) as client:  # type: ignore[arg-type]
        production = client.namespace("production")
        production.ensure()
        deploy(production, scripts, builds=3, tags=lambda _: ["plan-pro"])
    (folder / "dist").mkdir()
    (folder / "dist/index.js").write_text('export default { fetch() { return new Response("4.2") } }\n', "utf-8")


def main() -> None:
    with Emulator(runs_workers=False) as cloudflare, tempfile.TemporaryDirectory() as folder:
        prepare(cloudflare, Path(folder), SCRIPTS)
        cloudflare.faults.add(Fault("refuse", operation="put_content", status=400, code=10021, skip=400))
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        more = {"TENANTRY_NAMESPACE": "production", "TENANTRY_JOURNAL": "rollouts.db"}
        environment = {**kept, **cloudflare.environment, **more, "PATH": f"{TENANTRY.parent}:{kept['PATH']}"}
        plan = 'tenantry rollout plan put-content dist/ --tag plan-pro --reason "shim 4.2"'
        script = f"""
            printf '$ %s\\n' {plan!r}; {plan}
            ID=$(tenantry rollout status --fields id)
            printf '$ tenantry rollout start %s\\n' $ID; tenantry rollout start $ID --rate {RATE}
        """
        for screen in screens(["bash", "-c", script], environment, Path(folder), SIZE):
            done = re.search(r"([\d,]+) done", "\n".join(lines(screen)))
            if done and int(done[1].replace(",", "")) > SCRIPTS // 2:
                PICTURE.write_text(drawn(screen), "utf-8")
                print("\n".join(lines(screen)))
                return


if __name__ == "__main__":
    main()
