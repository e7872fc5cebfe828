"""openapi.yaml keeps its conventions, and each convention can be broken."""

from __future__ import annotations

import pytest

from drift.spec.document import committed

from .rules import RULES
from .wrong import WRONG
from .wrong.change import Wrong


@pytest.mark.parametrize("rule", RULES)
def test_openapi_yaml_keeps_the_rule(rule: str) -> None:
    assert list(RULES[rule](committed())) == []


@pytest.mark.parametrize("example", WRONG, ids=lambda example: f"{example.rule}: {example.at}")
def test_a_document_that_breaks_the_rule_is_found(example: Wrong) -> None:
    assert example.found in list(RULES[example.rule](example.document()))


def test_every_rule_has_an_example_that_breaks_it() -> None:
    assert RULES.keys() == {example.rule for example in WRONG}
