"""openapi.yaml as the checks need it: the document, and its lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from drift.findings.finding import CannotTell

from .as_facts import Specified
from .document import SPEC, Document, parse
from .line_numbers import Lines


@dataclass(frozen=True)
class Specification:
    """A read openapi.yaml."""

    document: Document
    lines: Lines


def read(path: Path = SPEC) -> Specification:
    """The openapi.yaml in a file; CannotTell where it is none."""
    try:
        text = path.read_text(encoding="utf-8")
        document = parse(text)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotTell(f"{path} cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise CannotTell(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    _check(path, document)
    return Specification(document, Lines(text))


def _check(path: Path, document: Document) -> None:
    """Whatever the checks need of a document must be there, before they begin."""
    try:
        tuple(map(Specified(document).operation, document.operations))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise CannotTell(f"{path} is not OpenAPI as it is written here: {type(error).__name__} {error}") from error
