"""openapi.yaml as the checks need it: the document, its lines, its facts, and the differences that it accepts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from drift.facts.model import OperationFacts
from drift.findings.finding import CannotTell, Problem

from .accepted_differences import AcceptedDifference, accepted_differences
from .as_facts import SpecFacts
from .closed_schemas import ClosedSchemas
from .document import SPEC, Document, parse
from .line_numbers import LineNumbers


@dataclass(frozen=True)
class Specification:
    """A loaded openapi.yaml."""

    document: Document
    lines: LineNumbers

    @cached_property
    def accepted(self) -> tuple[AcceptedDifference, ...]:
        return tuple(accepted_differences(self.document.raw))

    @cached_property
    def operations(self) -> tuple[OperationFacts, ...]:
        return tuple(map(SpecFacts(self.document).operation, self.document.operations))


def load_specification(path: Path = SPEC) -> Specification:
    """The openapi.yaml in a file; CannotTell where it cannot be read, or lacks what the checks need."""
    try:
        text = path.read_text(encoding="utf-8")
        specification = Specification(parse(text), LineNumbers(text))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotTell(Problem(f"{path} cannot be read: {error}", str(path))) from error
    except yaml.YAMLError as error:
        raise CannotTell(Problem(f"{path} is not YAML: {' '.join(str(error).split())}", str(path))) from error
    must_be_usable(specification, path)
    return specification


def must_be_usable(specification: Specification, path: Path = SPEC) -> None:
    """CannotTell unless all is there that the checks need."""
    try:
        tuple(specification.operations)
        ClosedSchemas(specification.document).must_be_schemas()
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        why = f"{type(error).__name__} {' '.join(str(error).split())}"
        raise CannotTell(Problem(f"{path} is not OpenAPI as it is written here: {why}", str(path))) from error
