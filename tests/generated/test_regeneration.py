"""generate.py names every file that is not what it would write, and mends it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import generate
from generator.drift import files_in
from generator.spec import Object

PACKAGE = "generated/tenantry_api"


def test_the_repository_is_as_generated_wherever_it_is_asked(tmp_path: Path) -> None:
    for trap in ("ruff.py", "openapi_python_client.py", "json.py"):
        (tmp_path / trap).write_text("raise SystemExit('found in the working directory')")
    (tmp_path / "ruff.toml").write_text("line-length = 40")

    command = [sys.executable, str(generate.ROOT / "generate.py"), "--check"]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PATH": "/usr/bin:/bin"}, capture_output=True, encoding="utf-8", check=False
    )

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def edit_spec(root: Path, edit: Callable[[Object], None]) -> None:
    yaml = YAML()
    spec = yaml.load(root / "openapi.yaml")
    edit(spec)
    yaml.dump(spec, root / "openapi.yaml")


def contents(root: Path) -> dict[str, bytes]:
    return files_in(root)


def spoil(root: Path) -> None:
    """Everything that can go wrong with generated files, at once."""

    def one_operation_more_and_one_less(spec: Object) -> None:
        thing = spec["paths"]["/things/{name}"]
        thing["delete"] = thing.pop("put") | {"operationId": "drop_thing"}

    edit_spec(root, one_operation_more_and_one_less)
    package = root / PACKAGE
    with (package / "client.py").open("a") as edited:
        edited.write("\n")
    truncated = package / "models" / "thing.py"
    truncated.write_bytes(truncated.read_bytes()[:100])
    (package / "models" / "left_over.py").write_text("")
    (package / "models" / "colour.py").unlink()
    (package / "models" / "__pycache__").mkdir()
    (package / "models" / "__pycache__" / "thing.pyc").write_text("")


def test_the_check_names_every_difference_and_how_to_mend_it(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(repository)
    before = contents(repository)

    assert generate.main(["--check"], repository) == 1

    *named, advice = capsys.readouterr().out.splitlines()
    assert [
        "changed emulator/tenantry_emulator/openapi.json",
        f"changed {PACKAGE}/api/things/__init__.py",
        f"changed {PACKAGE}/client.py",
        f"changed {PACKAGE}/models/thing.py",
        f"missing {PACKAGE}/api/things/drop_thing.py",
        f"missing {PACKAGE}/models/colour.py",
        f"stale {PACKAGE}/api/things/put_thing.py",
        f"stale {PACKAGE}/models/left_over.py",
    ] == sorted(named)
    assert "make generate" in advice
    assert before == contents(repository)


def test_generating_mends_every_difference(repository: Path) -> None:
    spoil(repository)

    assert generate.main([], repository) == 0
    assert generate.main(["--check"], repository) == 0
    assert not (repository / PACKAGE / "models" / "left_over.py").exists()


def test_what_is_as_it_should_be_is_not_written_again(repository: Path) -> None:
    file = repository / PACKAGE / "types.py"
    os.utime(file, (1, 1))

    assert generate.main([], repository) == 0
    assert file.stat().st_mtime == 1


def test_every_module_says_in_its_first_line_that_it_is_generated() -> None:
    modules = files_in(generate.ROOT / PACKAGE)

    assert "client.py" in modules
    for name, content in modules.items():
        assert content.startswith(b"# Made by generate.py from openapi.yaml. Do not edit"), name


def test_the_oddities_of_a_spec_come_out_right(generated: Path) -> None:
    script = """
import json
from tenantry_api import models
from tenantry_api.api.things import get_thing, put_thing

told = {"d": "D", "when": "2026-01-01T00:00:00+00:00", "either": ["red", "blue"], "shape": {"kind": "square"}}
thing = models.Thing.from_dict(told | {"password": "hunter2"})
assert "hunter2" == thing.password
assert "hunter2" not in repr(thing)
assert [models.Colour.RED, "blue"] == thing.either
assert models.OtherShape(kind="square") == thing.shape
assert told | {"password": "hunter2"} == thing.to_dict()
assert models.Square(side=2) == models.decode_shape({"kind": "square", "side": 2})
assert "text" == models.Thing.from_dict(told | {"either": "text"}).either
assert None is models.Thing.from_dict(told | {"either": None}).either
assert 'It says "quoted"' in get_thing.request.__doc__

assert {"base64": True} == get_thing.request("a", base64=True).arguments["params"]
assert ("Read", "Write") == get_thing.request("a", base64=True).permissions
nothing = put_thing.request("a").arguments
assert {"method": "put", "url": "/things/a"} == nothing, nothing
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(generated / "generated")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.stderr, done.returncode) == ("", 0)
