"""Generation stops rather than guess, and says where and why."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import generate
from generator.client_package import client_package
from generator.facts import facts
from generator.failure import CannotGenerate
from generator.patches import PATCHES, REPLACED
from generator.scratch import assemble, upstream_templates
from generator.spec import Object, read_spec


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


def with_one_that_nothing_keeps(spec: Object) -> None:
    spec["components"]["schemas"]["Circle"]["x-kept-by"] = "vars"


def with_one_kept_by_nothing_known(spec: Object) -> None:
    for name in ("Circle", "Square"):
        spec["components"]["schemas"][name]["x-kept-by"] = "shapes"


@pytest.mark.parametrize(
    ("spoiled", "complaint"),
    [
        (without_repeatable, "post_thing: a POST must say `x-repeatable`"),
        (with_two_media_types, "put_thing: only one media type"),
        (with_nothing_to_read, "put_thing: no success has a schema"),
        (with_an_id_twice, "`get_thing` is not in snake_case, or there are two"),
        (with_an_id_that_changes, "`putThing` is not in snake_case"),
        (with_one_that_nothing_keeps, "Square: its `x-kept-by` is None, not one of vars, secrets, bindings, never"),
        (with_one_kept_by_nothing_known, "Circle: its `x-kept-by` is shapes, not one of vars"),
        (with_a_dangling_reference, "#/components/schemas/Colour is referred to, and is not there"),
    ],
)
def test_a_spec_that_lacks_what_calls_need_stops_it(
    small: Object, spoiled: Callable[[Object], None], complaint: str
) -> None:
    spoiled(small)

    with pytest.raises(CannotGenerate, match=complaint):
        facts(small)
