"""The packages whose folders show the plan, and the handwritten files in them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PACKAGES = {
    "tenantry": ROOT / "wrappers" / "tenantry",
    "tenantry_emulator": ROOT / "emulator" / "tenantry_emulator",
    "tenantry_fleet": ROOT / "fleet" / "tenantry_fleet",
    "tenantry_cli": ROOT / "cli" / "tenantry_cli",
    "drift": ROOT / "drift",
}
# Made by generate.py.
MADE = {PACKAGES["tenantry"] / "_async"}


def folders() -> Iterator[Path]:
    """Every folder of Python below a package, without the packages themselves."""
    for package in PACKAGES.values():
        yield from (init.parent for init in sorted(package.rglob("__init__.py")) if init.parent != package)


def handwritten() -> Iterator[Path]:
    """Every file of Python in the packages that a person wrote."""
    for package in PACKAGES.values():
        yield from (path for path in sorted(package.rglob("*.py")) if not MADE & {*path.parents})


def all_handwritten() -> Iterator[Path]:
    """Every file of Python and JavaScript in the repository that a person wrote."""
    for folder in ("wrappers", "emulator", "fleet", "cli", "drift", "generator", "examples", "benchmarks", "tests"):
        paths = (path for kind in ("*.py", "*.js") for path in (ROOT / folder).rglob(kind))
        yield from (path for path in paths if not MADE & {*path.parents} and "node_modules" not in path.parts)


def sentence(path: Path) -> str:
    """The first paragraph of a module's docstring, in one line; of a folder, that of its `__init__`."""
    source = path / "__init__.py" if path.is_dir() else path
    doc = ast.get_docstring(ast.parse(source.read_text("utf-8"))) or ""
    return " ".join(doc.partition("\n\n")[0].split())
