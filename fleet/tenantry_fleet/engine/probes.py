"""Asks whether all is well: a function, a command or a URL."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future, wait
from urllib.parse import quote

import httpx

from tenantry import NotSent
from tenantry_fleet.options import Check, Gate

# Seconds after which a command, or a server that sends nothing, is unwell.
_PATIENCE = 10.0
# Seconds after which whoever else is asked is unwell, if none has answered: threads cannot be ended.
SILENCE = 60.0
# Seconds between two looks at what else is asked for meanwhile.
_LISTEN = 0.5
# Who has a script's name, and says what is wrong with it.
Probe = Callable[[str], str | None]


def check_probe(check: Check | None) -> Probe | None:
    """Says what is wrong with a script; None where it is well."""
    if check is None:
        return None
    if isinstance(check, str):
        if "{name}" not in check:
            raise NotSent("check= is a function, or a URL in which {name} stands for the script.")
        return lambda name: _get(check.replace("{name}", quote(name, safe="")))
    if not callable(check):
        raise NotSent("check= is a function, or a URL in which {name} stands for the script.")
    return lambda name: _said(lambda: check(name))


def gate_probe(gate: Gate | None) -> Callable[[], str | None] | None:
    """Says why to stop; None where all is well."""
    if gate is None:
        return None
    if isinstance(gate, str):
        return lambda: _get(gate)
    if callable(gate):
        return lambda: _said(gate)
    if not isinstance(gate, list | tuple) or not gate or not all(isinstance(each, str) for each in gate):
        raise NotSent("gate= is a function, a command as a list of texts, or a URL.")
    return lambda: _run([*gate])


def answers(asked: Collection[Future[str | None]], listen: Callable[[], None]) -> list[str | None]:
    """What each said, in their order. It listens meanwhile, which may raise."""
    left, last = {*asked}, time.monotonic()
    while left:
        before = len(left)
        left = wait(left, timeout=_LISTEN).not_done
        if left:
            listen()
        now = time.monotonic()
        if len(left) < before:
            last = now
        elif now - last >= SILENCE:
            break
    return [silent() if future in left else future.result() for future in asked]


def silent() -> str:
    """What is wrong with who does not answer."""
    return f"It has not answered for {SILENCE:.0f} s."


def _said(ask: Callable[[], bool | str]) -> str | None:
    try:
        answer = ask()
    except Exception as error:  # noqa: BLE001
        # Whatever the user's function raises says that it found something.
        return f"{type(error).__name__}: {error}"
    if answer is True:
        return None
    return answer if isinstance(answer, str) else "It said no."


def _get(url: str) -> str | None:
    try:
        # What follows the status is of any length.
        with httpx.stream("GET", url, timeout=_PATIENCE) as response:
            status = response.status_code
    except Exception as error:  # noqa: BLE001
        # A proxy or certificates that cannot be used are told by errors of many kinds.
        return f"{url}: {type(error).__name__}: {error}"
    return f"{url} answered {status}." if status >= 400 else None


def _run(command: list[str]) -> str | None:
    try:
        # A pipe would be waited for as long as anything that the command has started holds it.
        none = subprocess.DEVNULL
        ran = subprocess.run(command, stdin=none, stdout=none, stderr=none, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{command[0]}: {error}"
    return f"{command[0]} returned {ran.returncode}." if ran.returncode else None
