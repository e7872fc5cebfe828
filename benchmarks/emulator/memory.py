"""What processes take of the memory, what they share counted once."""

from collections.abc import Iterable
from pathlib import Path

import psutil


def proportional(pids: Iterable[int]) -> float:
    """Sum of their proportional set sizes, in bytes; nan where the system does not tell."""
    try:
        return float(sum(_pss(pid) for pid in pids))
    except FileNotFoundError:
        return float("nan")


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def runtimes() -> list[int]:
    """All processes of workerd that this one has started, the front door's included."""
    return [child.pid for child in psutil.Process().children() if child.name() == "workerd"]
