"""The package tenantry_api, from a spec: runs the generator and the formatter in a folder outside the repository."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from generator.drift import Files, files_in
from generator.facts import facts
from generator.failure import CannotGenerate
from generator.scratch import assemble, upstream_templates
from generator.spec import Object, bundled
from generator.tolerance import tolerant
from generator.unions import union_modules

HERE = Path(__file__).parent
RUNTIME = HERE / "runtime"
HEADER = b"# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.\n"

# What ruff reads from no file: the output must not depend on the settings of any folder around it.
RUFF = ["--isolated", "--no-cache", "--target-version=py311", "--line-length=120"]


def client_package(spec: Object) -> Files:
    """Every file of the package."""
    with tempfile.TemporaryDirectory(prefix="tenantry-generate-") as folder:
        scratch = Path(folder).resolve()
        (scratch / "openapi.json").write_bytes(bundled(tolerant(spec)))
        assemble(upstream_templates(), facts(spec), scratch / "templates")
        package = scratch / "tenantry_api"
        _generate(scratch, package)
        for module in RUNTIME.glob("*.py"):
            if module.name != "__init__.py":
                shutil.copyfile(module, package / module.name)
        (package / "unions").mkdir()
        for name, source in union_modules(spec):
            (package / "unions" / name).write_text(source, "utf-8")
        (package / "py.typed").touch()
        _run(scratch, "ruff", "check", "--fix-only", "--select=F,I", *RUFF, str(package))
        _run(scratch, "ruff", "format", *RUFF, str(package))
        return {name: HEADER + content for name, content in files_in(package).items()}


def _generate(scratch: Path, package: Path) -> None:
    _run(
        scratch,
        "openapi_python_client",
        "generate",
        f"--path={scratch / 'openapi.json'}",
        f"--config={HERE / 'config.yml'}",
        f"--custom-template-path={scratch / 'templates'}",
        f"--output-path={package}",
        "--meta=none",
        "--fail-on-warning",
    )


def _run(scratch: Path, module: str, *arguments: str) -> None:
    """Run a module of this Python; in `scratch`, because `python -m` looks for modules where it stands."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=scratch,
        env=os.environ | {"TYPER_STANDARD_TRACEBACK": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise CannotGenerate(f"{module} {arguments[0]} failed:\n{done.stdout}{done.stderr}".rstrip())
