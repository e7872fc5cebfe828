"""generate.py: names every file that is not what it would write, mends it, and stops rather than guess."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import generate
import pytest
from generator.client_package import client_package
from generator.drift import files_in
from generator.facts import facts
from generator.failure import CannotGenerate
from generator.patches import PATCHES, REPLACED
from generator.scratch import assemble, upstream_templates
from generator.spec import Object, read_spec
from ruamel.yaml import YAML

SMALL = Path(__file__).parent / "small.yaml"
PACKAGE = "generated/tenantry_api"
SURFACE = "wrappers/tenantry/_surface.py"


def test_the_repository_is_as_generated_wherever_it_is_asked(tmp_path: Path) -> None:
    for trap in ("ruff.py", "openapi_python_client.py", "json.py"):
        (tmp_path / trap).write_text("raise SystemExit('found in the working directory')")
    (tmp_path / "ruff.toml").write_text("line-length = 40")

    command = [sys.executable, str(generate.ROOT / "generate.py"), "--check"]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PATH": "/usr/bin:/bin"}, capture_output=True, encoding="utf-8", check=False
    )

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


# --- drift --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the small spec, as generate.py leaves it; tests copy it."""
    root = tmp_path_factory.mktemp("repository")
    shutil.copy(generate.ROOT / "pyproject.toml", root)
    shutil.copy(SMALL, root / "openapi.yaml")
    (root / SURFACE).parent.mkdir(parents=True)
    shutil.copy(generate.ROOT / SURFACE, root / SURFACE)
    assert generate.main([], root) == 0
    return root


@pytest.fixture
def repository(generated: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(generated, tmp_path / "repository"))


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

    generate.main([], repository)

    assert file.stat().st_mtime == 1


def test_every_module_says_in_its_first_line_that_it_is_generated() -> None:
    for name, content in files_in(generate.ROOT / PACKAGE).items():
        assert content.startswith(b"# Made by generate.py from openapi.yaml. Do not edit"), name


# --- what stops it ------------------------------------------------------------------------------------


@pytest.fixture
def small(generated: Path) -> Object:
    """The small spec, for a test to spoil."""
    return read_spec(generated)


def test_an_upstream_template_without_an_anchor_stops_it(tmp_path: Path) -> None:
    upstream = Path(shutil.copytree(upstream_templates(), tmp_path / "upstream"))
    [file] = {patch.file for patch in PATCHES}
    (upstream / file).write_text((upstream / file).read_text().replace("AuthenticatedClient", "TokenClient"))

    with pytest.raises(CannotGenerate, match=rf"(?s){file} has the anchor of a patch 0 times.*AuthenticatedClient"):
        assemble(upstream, "", tmp_path / "templates")


def test_an_upstream_template_with_an_anchor_twice_stops_it(tmp_path: Path) -> None:
    upstream = Path(shutil.copytree(upstream_templates(), tmp_path / "upstream"))
    [file] = {patch.file for patch in PATCHES}
    (upstream / file).write_text((upstream / file).read_text() * 2)

    with pytest.raises(CannotGenerate, match=f"{file} has the anchor of a patch 2 times"):
        assemble(upstream, "", tmp_path / "templates")


@pytest.mark.parametrize("file", REPLACED)
def test_a_change_in_a_template_that_ours_replaces_stops_it(tmp_path: Path, file: str) -> None:
    upstream = Path(shutil.copytree(upstream_templates(), tmp_path / "upstream"))
    with (upstream / file).open("a") as changed:
        changed.write("\n")

    with pytest.raises(CannotGenerate, match=f"upstream's {file} is not the one"):
        assemble(upstream, "", tmp_path / "templates")


def test_a_template_that_upstream_has_no_more_stops_it(tmp_path: Path) -> None:
    upstream = Path(shutil.copytree(upstream_templates(), tmp_path / "upstream"))
    (upstream / "model.py.jinja").unlink()

    with pytest.raises(CannotGenerate, match=r"no template model\.py\.jinja any more"):
        assemble(upstream, "", tmp_path / "templates")


def test_a_warning_of_the_generator_stops_it(small: Object) -> None:
    small["components"]["schemas"]["Thing"]["properties"]["odd"] = {"type": "array"}

    with pytest.raises(CannotGenerate, match="type array must have items"):
        client_package(small)


def test_a_model_that_the_facts_do_not_know_stops_it(small: Object) -> None:
    inline = {"type": "object", "properties": {"x": {"type": "string"}}}
    small["components"]["schemas"]["Thing"]["properties"]["inline"] = inline

    with pytest.raises(CannotGenerate, match="ThingInline"):
        client_package(small)


def test_a_tool_of_another_version_stops_it(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pins = repository / "pyproject.toml"
    pins.write_text(pins.read_text().replace('"ruff==', '"ruff==9.'))

    assert generate.main(["--check"], repository) == 2
    assert "ruff 9." in capsys.readouterr().err


@pytest.mark.parametrize("entry", ["ruff>=0.17", "ruff"])
def test_a_pin_that_is_not_exact_stops_it(repository: Path, capsys: pytest.CaptureFixture[str], entry: str) -> None:
    (repository / "pyproject.toml").write_text(f'[dependency-groups]\ngenerate = ["{entry}"]\n')

    assert generate.main(["--check"], repository) == 2
    assert f"`{entry}` is not an exact pin" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("openapi: [", "openapi.yaml is not YAML"),
        ("text", "openapi.yaml is not a mapping"),
        ("info: {version: 2026-01-01}", "#/info/version is a date"),
        ("responses: {200: no}", "the key 200 of #/responses is a int"),
    ],
)
def test_what_json_cannot_hold_stops_it(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "openapi.yaml").write_text(text)

    with pytest.raises(CannotGenerate, match=complaint):
        read_spec(tmp_path)


def put(spec: Object) -> Object:
    operation: Object = spec["paths"]["/things/{name}"]["put"]
    return operation


def without_repeatable(spec: Object) -> None:
    spec["paths"]["/things/{name}"]["post"] = put(spec) | {"operationId": "post_thing"}


def with_two_media_types(spec: Object) -> None:
    put(spec)["requestBody"]["content"]["application/xml"] = {}


def with_nothing_to_read(spec: Object) -> None:
    del put(spec)["responses"]["200"]["content"]


def with_an_id_twice(spec: Object) -> None:
    put(spec)["operationId"] = "get_thing"


def with_an_id_that_changes(spec: Object) -> None:
    put(spec)["operationId"] = "putThing"


def with_a_dangling_reference(spec: Object) -> None:
    del spec["components"]["schemas"]["Colour"]


@pytest.mark.parametrize(
    ("spoiled", "complaint"),
    [
        (without_repeatable, "post_thing: a POST must say `x-repeatable`"),
        (with_two_media_types, "put_thing: only one media type"),
        (with_nothing_to_read, "put_thing: no success has a schema"),
        (with_an_id_twice, "`get_thing` is not in snake_case, or there are two"),
        (with_an_id_that_changes, "`putThing` is not in snake_case"),
        (with_a_dangling_reference, "#/components/schemas/Colour is referred to, and is not there"),
    ],
)
def test_a_spec_that_lacks_what_calls_need_stops_it(
    small: Object, spoiled: Callable[[Object], None], complaint: str
) -> None:
    spoiled(small)

    with pytest.raises(CannotGenerate, match=complaint):
        facts(small)


# --- what it makes of a spec --------------------------------------------------------------------------


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
