"""Regenerate everything that is made from openapi.yaml; with --check, only say what would change."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.async_surface import async_surface
from generator.client_package import client_package
from generator.drift import Files, differences, write
from generator.failure import CannotGenerate
from generator.pins import check_pins
from generator.spec import bundled, read_spec

ROOT = Path(__file__).resolve().parent

DRIFT, FAILED = 1, 2

# What is made, by its path in the repository: a file, or a folder of which every file is made.
PRODUCTS: dict[str, Callable[[Path], Files]] = {
    "generated/tenantry_api": lambda root: client_package(read_spec(root)),
    "emulator/tenantry_emulator/openapi.json": lambda root: {"": bundled(read_spec(root))},
    "wrappers/tenantry/_async": async_surface,
}


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Run the command; what it returns is the exit code."""
    parser = argparse.ArgumentParser(prog="generate.py", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if anything would change")
    check = parser.parse_args(arguments).check
    try:
        check_pins(root / "pyproject.toml")
        made = {root / path: make(root) for path, make in PRODUCTS.items()}
    except CannotGenerate as failure:
        print(f"generate.py: {failure}", file=sys.stderr)
        return FAILED
    drift = [(word, path) for place, files in made.items() for word, path in differences(place, files)]
    for word, path in drift:
        print(f"{word} {path.relative_to(root).as_posix()}")
    if not check:
        for place, files in made.items():
            write(place, files)
    elif drift:
        print("Generated files do not match what they are made from. `make generate` mends that.")
        return DRIFT
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
