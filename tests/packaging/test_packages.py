"""What is built holds what is needed and nothing else, and works without the repository."""

import re
import zipfile
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from tests.test_readme import blocks

from .conftest import REPOSITORY, TYPED, Environment, built

# By package, as in `TYPED`.
ROOTS = ("wrappers", "generated", "emulator", "fleet", "cli")

DEPLOY = """
import tenantry
from tenantry_emulator import Emulator

with Emulator() as cloudflare, tenantry.Client(
    account_id=cloudflare.account_id, api_token=cloudflare.api_token, base_url=cloudflare.url
) as client:
    client.namespace("production").create()
    shop = client.namespace("production").script("shop")
    shop.deploy({"index.js": "export default { fetch() {} }"}, compatibility_date="2026-01-01")
    print(tenantry.__file__)
    print([script.name for script in client.namespace("production").list_scripts()], dict(shop.get_content()))
"""

TYPES = """
from typing import assert_type

import tenantry
from tenantry import models

production = tenantry.Client().namespace("production")
assert_type(production.get(), models.NamespaceInfo)
assert_type(production.get().script_count, int | None)
assert_type(production.list_scripts(), tenantry.Pages[tenantry.ScriptInfo])
"""
WRONG = """
import tenantry

tenantry.Client().namespace("production").get().no_such_field
"""


def contents(wheel: Path) -> dict[str, bytes]:
    """The files of a wheel, without the list of their hashes."""
    with zipfile.ZipFile(wheel) as packed:
        return {name: packed.read(name) for name in packed.namelist() if not name.endswith("/RECORD")}


def test_only_the_packages_are_installed(wheel: Path) -> None:
    folders = {name.partition("/")[0] for name in contents(wheel)}

    assert {folder for folder in folders if not folder.endswith(".dist-info")} == set(TYPED)
    assert len(folders) == len(TYPED) + 1


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    packages = [REPOSITORY / root / package for root, package in zip(ROOTS, TYPED, strict=True)]
    files = {
        file.relative_to(package.parent).as_posix(): file.read_bytes()
        for package in packages
        for file in package.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }

    assert {name: content for name, content in contents(wheel).items() if ".dist-info/" not in name} == files
    assert {f"{package}/py.typed" for package in TYPED} <= files.keys()
    assert {"tenantry_emulator/openapi.json", "tenantry_emulator/runtime/workers/platform.js"} <= files.keys()
    assert "tenantry_fleet/report/page.html" in files


def test_the_source_distribution_makes_the_same_wheel(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    assert contents(built(sdist, tmp_path, "wheel")) == contents(wheel)


def test_the_source_distribution_has_what_its_tests_need(sdist: Path) -> None:
    needed = (
        "openapi.yaml",
        "generate.py",
        "Makefile",
        "emulator/package.json",
        "emulator/package-lock.json",
        "README.md",
        "LICENSE",
        "cassettes",
        "tests",
        "drift",
        "examples",
    )

    assert [name for name in needed if not (sdist / name).exists()] == []


def test_a_deploy_works_without_the_repository(installed: Environment) -> None:
    ran = installed.run(script=DEPLOY)

    where, what = ran.stdout.splitlines()
    assert (ran.stderr, what) == ("", "['shop'] {'index.js': b'export default { fetch() {} }'}")
    assert Path(where).is_relative_to(REPOSITORY) == (not Path(where).is_relative_to(installed.site_packages))


def test_the_page_that_the_help_names_is_there(installed: Environment) -> None:
    ran = installed.run("-m", "tenantry_emulator", "--help")

    (address,) = re.findall(r"file://\S+", ran.stdout)
    page = Path(url2pathname(urlsplit(address).path))
    assert page.read_bytes() == (REPOSITORY / "docs" / "emulator.md").read_bytes()
    assert page.is_relative_to(REPOSITORY) != page.is_relative_to(installed.site_packages)


def test_the_wheel_does_not_lean_on_the_repository(from_wheel: Environment) -> None:
    ran = from_wheel.run(script="import tenantry, sys; print(tenantry.__file__, *sys.path, sep='\\n')")

    where, *paths = ran.stdout.splitlines()
    assert (ran.stderr, Path(where).is_relative_to(from_wheel.site_packages)) == ("", True)
    assert str(REPOSITORY / "wrappers") not in paths


def test_mypy_sees_the_types(installed: Environment) -> None:
    assert checked(installed, TYPES, "mypy", "--strict") == 0
    assert checked(installed, WRONG, "mypy", "--strict") == 1


def test_pyright_sees_the_types(installed: Environment) -> None:
    assert checked(installed, TYPES, "pyright") == 0
    assert checked(installed, WRONG, "pyright") == 1


# A list of mixed bindings in a variable is in here: what all its items have in common is what the checker goes by.
MIXED = """
import tenantry
from tenantry import bindings

shop = tenantry.Client().namespace("production").script("shop")
mixed = [bindings.KvNamespace(name="CACHE", namespace_id="f"), bindings.SecretText(name="KEY", text="value")]
more = [*mixed, bindings.Ai(name="AI"), *shop.get_bindings()]
shop.deploy({"index.js": ""}, bindings=mixed)
shop.patch_settings(bindings=more)
"""


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
@pytest.mark.parametrize("page", ["README.md", "docs/results.md", None])
def test_what_we_show_type_checks(installed: Environment, page: str | None, checker: str) -> None:
    shown = "\n".join(blocks("python", page)) if page else MIXED
    assert checked(installed, shown, checker, *(["--strict"] if checker == "mypy" else [])) == 0


def test_a_base_install_brings_what_it_always_did(wheel: Path) -> None:
    (metadata,) = (text for name, text in contents(wheel).items() if name.endswith("/METADATA"))
    wanted = [line.partition(" ")[2] for line in metadata.decode().splitlines() if line.startswith("Requires-Dist:")]

    base = sorted(re.split("[<>=]", each)[0] for each in wanted if "extra ==" not in each)
    assert base == ["anyio", "attrs", "blake3", "httpcore", "httpx", "pybase64", "python-multipart"]


def test_the_import_loads_nothing_of_the_extras(from_wheel: Environment, wheel: Path) -> None:
    (metadata,) = (text for name, text in contents(wheel).items() if name.endswith("/METADATA"))
    extras = re.findall(r"^Requires-Dist: ([\w-]+).*extra ==", metadata.decode(), re.MULTILINE)
    modules = {each.replace("-", "_") for each in extras} | {"IPython", "fastapi", "pandas", "tenantry_emulator"}

    ran = from_wheel.run(script="import tenantry, sys; print(*{name.partition('.')[0] for name in sys.modules})")

    assert {"starlette", "uvicorn"} <= modules
    assert (ran.stderr, modules & {*ran.stdout.split()}) == ("", set())


def checked(environment: Environment, code: str, checker: str, *arguments: str) -> int:
    """What the checker returns for this code: 0 for no error, 1 for some."""
    file = environment.folder / "user.py"
    file.write_text(code, "utf-8")
    ran = environment.run("-m", checker, *arguments, str(file))
    assert ran.returncode in {0, 1}, ran.stdout + ran.stderr
    return ran.returncode


def test_without_the_emulators_dependencies_the_client_works_and_the_emulator_says_what_is_missing(
    from_wheel: Environment,
) -> None:
    hidden = "import sys; sys.modules.update(dict.fromkeys(['starlette', 'uvicorn', 'jsonschema_rs', 'psutil']))\n"

    assert from_wheel.run(script=f"{hidden}import tenantry; tenantry.Client").stderr == ""
    assert from_wheel.run(script=f"{hidden}from tenantry_emulator import same_upload").stderr == ""
    assert "tenantry[emulator]" in from_wheel.run(script=f"{hidden}from tenantry_emulator import Emulator").stderr


def test_without_its_dependencies_the_fleet_says_what_is_missing(from_wheel: Environment) -> None:
    hidden = "import sys; sys.modules['sqlalchemy'] = None\n"

    assert from_wheel.run(script=f"{hidden}import tenantry_fleet").stderr == ""
    assert "tenantry[fleet]" in from_wheel.run(script=f"{hidden}from tenantry_fleet import Fleet").stderr


def test_without_its_dependencies_the_command_says_what_is_missing(from_wheel: Environment) -> None:
    hidden = "import sys; sys.modules['cyclopts'] = None\nfrom tenantry_cli.__main__ import main\n"

    assert from_wheel.run(script=f"{hidden}print(main(['--version']))").stderr == ""
    ran = from_wheel.run(script=f"{hidden}print(main(['ls']))")
    assert (ran.stdout, ran.stderr.count("\n")) == ("1\n", 1)
    assert "tenantry[cli]" in ran.stderr
