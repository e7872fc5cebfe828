"""CONTRIBUTING.md shows the house as it is, and names no more words of ours than one can learn."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.house_map import CONTRIBUTING, contracts, house_map, parts
from tests.house.packages import PACKAGES, all_handwritten, folders, sentence

GLOSSARY = re.compile(r"^\| \*([^*]+)\* \|", re.MULTILINE)


def test_the_map_is_made_from_sentences_and_contracts() -> None:
    assert parts()[1] == house_map(), "python -m tests.house.house_map writes it anew"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_layers_of_a_package_name_all_that_is_in_it(package: str) -> None:
    named = {name for layer in contracts()[package] for name in layer}
    there = {
        path.stem for path in PACKAGES[package].iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert there - named <= {"__init__", "__main__"}
    assert named <= there


@pytest.mark.parametrize("folder", [*folders()], ids=lambda folder: "/".join(folder.parts[-2:]))
def test_a_folder_says_in_one_sentence_what_it_is_for(folder: Path) -> None:
    said = ast.parse((folder / "__init__.py").read_text("utf-8"))

    assert sentence(folder).count(". ") == 0 < len(sentence(folder))
    assert len(said.body) == 1, "a folder exports nothing"


def test_the_glossary_is_short_and_its_words_are_used() -> None:
    words = GLOSSARY.findall(CONTRIBUTING.read_text("utf-8"))

    assert 0 < len(words) <= 15


def test_sentences_say_what_something_is_not_plainly() -> None:
    """`X is not a Y`, for it reads faster than the other way to say it."""
    texts = [path.read_text("utf-8") for path in all_handwritten()]

    assert len(texts) > 500
    assert sum(text.count("is no ") for text in texts) <= 10
