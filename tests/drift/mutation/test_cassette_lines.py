"""Lines of cassettes are damaged: what differs from openapi.yaml is found, and what it allows is not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from drift.findings.finding import CannotTell
from drift.reality.cassettes import FOLDER, check_cassettes
from drift.spec.specification import load_specification

from .lines import Damage, damages
from .wire import is_as_described

SPEC = load_specification()
CASSETTES = sorted(FOLDER.glob("*.yaml"))
# Of each cassette; the ways in turn.
OFTEN = 24


def matters(damage: Damage) -> bool:
    """Whether what is left is not a cassette, or not as openapi.yaml says."""
    try:
        return not is_as_described(yaml.safe_load(damage.text))
    except yaml.YAMLError:
        return True


def is_reported(damage: Damage, folder: Path) -> bool:
    """Whether `drift cassettes` finds anything in it, or cannot read it."""
    (folder / "damaged.yaml").write_text(damage.text, encoding="utf-8")
    try:
        return bool(check_cassettes(SPEC, folder).findings)
    except CannotTell:
        return True


@pytest.mark.parametrize("cassette", CASSETTES, ids=lambda path: path.stem)
def test_what_matters_is_reported_and_nothing_else(cassette: Path, tmp_path: Path) -> None:
    damaged = [*damages(cassette.read_text(encoding="utf-8"), OFTEN, cassette.stem)]
    wrong = [each for each in damaged if is_reported(each, tmp_path) != matters(each)]

    assert [str(each) for each in wrong] == []


def test_without_damage_the_cassettes_are_as_described() -> None:
    assert [path.name for path in CASSETTES if not is_as_described(yaml.safe_load(path.read_bytes()))] == []


def test_much_of_the_damage_matters_and_much_does_not() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in CASSETTES[:3]}
    found = Counter(matters(each) for stem, text in texts.items() for each in damages(text, OFTEN, stem))

    assert min(found.values()) >= OFTEN / 2
