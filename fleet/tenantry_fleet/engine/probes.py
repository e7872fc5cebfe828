"""Asks whether all is well: a function, a command or a URL."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence

import httpx

from tenantry import NotSent
from tenantry_fleet.options import Check, Gate

# Seconds after which who has not answered is unwell.
_PATIENCE = 10.0
# Who has a script's name, and says what is wrong with it.
Probe = Callable[[str], str | None]


def check_probe(check: Check | None) -> Probe | None:
    """Says what is wrong with a script; None where it is well."""
    if check is None:
        return None
    if isinstance(check, str):
        if "{name}" not in check:
            raise NotSent("check= is a function, or a URL in which {name} stands for the script.")
        return lambda name: _get(check.replace("{name}", name))
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
    if not isinstance(gate, Sequence) or not gate:
        raise NotSent("gate= is a function, a command as a list, or a URL.")
    return lambda: _run([*gate])


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
        status = httpx.get(url, timeout=_PATIENCE).status_code
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"{url}: {type(error).__name__}: {error}"
    return f"{url} answered {status}." if status >= 400 else None


def _run(command: list[str]) -> str | None:
    try:
        ran = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{command[0]}: {error}"
    return f"{command[0]} returned {ran.returncode}." if ran.returncode else None
