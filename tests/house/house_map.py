"""The map of the house, made from the first sentence of each folder and from the import contracts.

`python -m tests.house.house_map` writes it into CONTRIBUTING.md anew.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.house.packages import PACKAGES, ROOT, sentence

CONTRIBUTING = ROOT / "CONTRIBUTING.md"
BEGIN, END = "<!-- the map begins -->\n", "<!-- the map ends -->\n"

# The names of each layer, the topmost layer first.
Layers = Sequence[Sequence[str]]


def contracts() -> Mapping[str, Layers]:
    """The layers of every package that has some, by its dotted name."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return {
        container: [layer.split(" | ") for layer in contract["layers"]]
        for contract in contracts
        if contract["type"] == "layers"
        for container in contract["containers"]
    }


def house_map() -> str:
    """The text between the two marks."""
    return "\n".join(line for package in PACKAGES for line in (*_table(package), ""))


def _table(package: str) -> Iterator[str]:
    yield f"**`{PACKAGES[package].relative_to(ROOT).as_posix()}/`**\n"
    yield "| layer | | what it is for |"
    yield "| --- | --- | --- |"
    yield from _rows(package, PACKAGES[package], "", "")


def _rows(package: str, folder: Path, prefix: str, above: str) -> Iterator[str]:
    layers = contracts().get(package)
    for number, layer in enumerate(layers or [_subfolders(folder)], 1):
        place = f"{above}{number}" if layers else ""
        for name in layer:
            path = folder / name if (folder / name).is_dir() else folder / f"{name}.py"
            yield f"| {place} | `{prefix}{name}` | {sentence(path)} |"
            if path.is_dir():
                yield from _rows(f"{package}.{name}", path, f"{prefix}{name}/", f"{number}.")


def _subfolders(folder: Path) -> list[str]:
    return sorted(init.parent.name for init in folder.glob("*/__init__.py"))


def parts() -> tuple[str, str, str]:
    """CONTRIBUTING.md: what stands before the map, the map, and what stands behind it."""
    before, _, rest = CONTRIBUTING.read_text("utf-8").partition(BEGIN)
    found, _, after = rest.partition(END)
    return before + BEGIN, found, END + after


if __name__ == "__main__":
    before, _, after = parts()
    CONTRIBUTING.write_text(before + house_map() + after, "utf-8")
