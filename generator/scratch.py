"""The folder of templates that one run of the generator gets: upstream's, patched, with ours in place of some."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from generator.failure import CannotGenerate
from generator.patches import PATCHES, REPLACED, check_replaced

OURS = Path(__file__).parent / "jinja"


def upstream_templates() -> Path:
    """The templates of the installed generator."""
    found = find_spec("openapi_python_client")
    if found is None or not found.submodule_search_locations:
        raise CannotGenerate("openapi-python-client is not installed. `make setup` installs it.")
    return Path(found.submodule_search_locations[0]) / "templates"


def assemble(upstream: Path, facts: str, into: Path) -> None:
    """Fill the folder `into`."""
    shutil.copytree(upstream, into)
    for file in REPLACED:
        check_replaced(file, _bytes(into, file))
    for patch in PATCHES:
        text = _bytes(into, patch.file).decode()
        (into / patch.file).write_bytes(patch.applied(text).encode())
    for template in OURS.glob("*.jinja"):
        shutil.copyfile(template, into / template.name)
    (into / "facts.jinja").write_text(facts, "utf-8")


def _bytes(folder: Path, file: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except FileNotFoundError:
        raise CannotGenerate(f"upstream has no template {file} any more; see generator/patches.py") from None
