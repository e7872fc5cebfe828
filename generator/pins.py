"""That the tools whose output is committed have the versions that pyproject.toml pins."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator.failure import CannotGenerate

GROUP = "generate"


def check_pins(pyproject: Path) -> None:
    """Refuse to generate with anything but the pinned tools: every release of theirs changes the output."""
    pins = tomllib.loads(pyproject.read_text("utf-8"))["dependency-groups"][GROUP]
    wrong = [
        f"{name} {wanted} is pinned, {found} is installed"
        for name, wanted, found in map(_installed, pins)
        if wanted != found
    ]
    if wrong:
        raise CannotGenerate("; ".join(wrong) + ". `make setup` installs what pyproject.toml pins.")


def _installed(pin: str) -> tuple[str, str, str]:
    name, exact, wanted = pin.partition("==")
    if not exact:
        raise CannotGenerate(f"pyproject.toml, dependency group {GROUP}: `{pin}` is not an exact pin (name==version)")
    try:
        return name, wanted, version(name)
    except PackageNotFoundError:
        return name, wanted, "none"
