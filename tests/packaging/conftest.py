"""The packages as they are built, and environments outside the repository that they are installed into."""

import os
import site
import subprocess
import sys
import sysconfig
import tarfile
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
TYPED = ("tenantry", "tenantry_api", "tenantry_emulator", "tenantry_fleet", "tenantry_cli")


@dataclass(frozen=True)
class Environment:
    """A Python of its own, with what tenantry depends on, and a folder to stand in that is not the repository."""

    python: Path
    folder: Path

    def run(self, *arguments: str, script: str = "") -> subprocess.CompletedProcess[str]:
        """Run this Python; nothing of the environment of the tests is in its own."""
        env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CLOUDFLARE"))}
        env["PATH"] = f"{self.python.parent}{os.pathsep}{os.environ['PATH']}"
        command = [str(self.python), *(arguments or ("-W", "error", "-"))]
        return subprocess.run(
            command, input=script, cwd=self.folder, env=env, capture_output=True, encoding="utf-8", check=False
        )

    @property
    def site_packages(self) -> Path:
        (found,) = self.python.parents[1].glob("lib/python*/site-packages")
        return found


def built(source: Path, into: Path, kind: str) -> Path:
    """A wheel or an sdist, by the build backend that the project names."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(into)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (made,) = into.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built in the repository."""
    return built(REPOSITORY, tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, unpacked."""
    archive = built(REPOSITORY, tmp_path_factory.mktemp("sdist"), "sdist")
    into = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archive) as packed:
        packed.extractall(into, filter="data")
    (root,) = into.iterdir()
    return root


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Environment]:
    """Makes an environment of a name, with tenantry installed as `pip install` is told."""

    def make(name: str, *install: str) -> Environment:
        root = tmp_path_factory.mktemp(name)
        venv.create(root / "venv", with_pip=False, symlinks=True)
        made = Environment(root / "venv" / "bin" / "python", root)
        # The dependencies are those of the environment that the tests run in: a path in a .pth file brings packages,
        # and no .pth file of theirs, so that tenantry itself is not among them.
        (made.site_packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
        pip = ["-m", "pip", "--disable-pip-version-check", "--python", str(made.python), "install", "--quiet"]
        subprocess.run(
            [sys.executable, *pip, "--no-deps", "--no-build-isolation", "--no-index", *install],
            cwd=root,
            check=True,
            capture_output=True,
        )
        return made

    assert site.ENABLE_USER_SITE is False
    return make


@pytest.fixture(scope="session")
def from_wheel(environment: Callable[[str, str], Environment], wheel: Path) -> Environment:
    return environment("from-wheel", str(wheel))


@pytest.fixture(scope="session")
def editable(environment: Callable[..., Environment]) -> Environment:
    return environment("editable", "--editable", str(REPOSITORY))


@pytest.fixture(params=["from_wheel", "editable"])
def installed(request: pytest.FixtureRequest) -> Environment:
    """tenantry from a wheel, and as it is installed for those who work on it."""
    found: Environment = request.getfixturevalue(request.param)
    return found
