"""An environment for each contender, below .cache/: what the developers' one has besides would be timed too.

httpx imports rich and click where they are installed, for example.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / ".cache" / "bench"


class Missing(Exception):
    """A contender that could not be installed, and why."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment."""

    path: Path

    @property
    def python(self) -> Path:
        return self.path / "bin" / "python"

    def pip(self, *arguments: str) -> str:
        """What pip prints."""
        command = [sys.executable, "-m", "pip", "--python", str(self.python), *arguments]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            raise Missing(done.stderr.strip().splitlines()[-1])
        return done.stdout

    def version(self, package: str) -> str:
        """The version of an installed package."""
        lines = self.pip("show", package).splitlines()
        return next(line.removeprefix("Version: ") for line in lines if line.startswith("Version: "))


def environment(name: str, *wanted: str) -> Environment:
    """The environment of this name, made where there is none, with the newest of what is wanted in it."""
    path = PLACE / name
    if not (path / "pyvenv.cfg").exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", path], check=True)
    made = Environment(path)
    made.pip("install", "--upgrade", *wanted)
    return made
