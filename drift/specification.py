"""openapi.yaml as the checks need it: the document, and its lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from .document import SPEC, Document, parse
from .finding import CannotTell
from .lines import Lines


@dataclass(frozen=True)
class Specification:
    """A read openapi.yaml."""

    document: Document
    lines: Lines


def read(path: Path = SPEC) -> Specification:
    """The openapi.yaml in a file; CannotTell where it is none."""
    try:
        text = path.read_text(encoding="utf-8")
        return Specification(parse(text), Lines(text))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotTell(f"{path} cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise CannotTell(f"{path} is no YAML: {' '.join(str(error).split())}") from error
