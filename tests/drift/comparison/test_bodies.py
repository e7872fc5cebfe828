"""Whether a request may lack its body is compared, both ways, with all that the docs say of it."""

from __future__ import annotations

import pytest

from drift.comparison.operations import OperationComparison
from drift.comparison.types import TypeComparison
from drift.facts.model import Body, Field, Object, OperationFacts, Scalar, Topic, Type, Union, Variant
from drift.findings.finding import Kind

TEXT = Scalar("string")
REQUIRED = Object((Field("name", TEXT, optional=False), Field("tag", TEXT, optional=True)))
OPTIONAL = Object((Field("tag", TEXT, optional=True),))
UNSAID = Object((Field("tag", TEXT),))


def either(*types: Type) -> Union:
    return Union(tuple(map(Variant, types)))


def sends(body: Type, optional: bool | None) -> OperationFacts:
    bodies = (Body("application/json", body, optional),)
    return OperationFacts("PUT", "/a", "A title", frozenset({Topic.BODY}), bodies=bodies)


def differences(body: Type, theirs: bool | None, ours: bool | None, *, strict: bool) -> list[tuple[str, str, str]]:
    found = OperationComparison(TypeComparison(strict)).differences(sends(body, theirs), sends(body, ours))
    return [("/".join(each.steps), each.theirs, each.ours) for each in found if each.kind is Kind.OPTIONALITY]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("body", [TEXT, REQUIRED, OPTIONAL, either(REQUIRED, REQUIRED)])
def test_what_both_say_is_compared_both_ways(body: Type, strict: bool) -> None:
    assert differences(body, True, False, strict=strict) == [("requestBody", "optional", "required")]
    assert differences(body, False, True, strict=strict) == [("requestBody", "required", "optional")]
    assert differences(body, True, True, strict=strict) == []
    assert differences(body, False, False, strict=strict) == []


@pytest.mark.parametrize("body", [REQUIRED, either(REQUIRED, REQUIRED)])
def test_a_field_that_it_must_have_makes_a_body_required(body: Type) -> None:
    assert differences(body, None, True, strict=False) == [("requestBody", "required", "optional")]
    assert differences(body, None, False, strict=False) == []


@pytest.mark.parametrize("body", [TEXT, OPTIONAL, UNSAID, either(REQUIRED, OPTIONAL), either(REQUIRED, TEXT), either()])
def test_without_such_a_field_the_docs_say_nothing(body: Type) -> None:
    assert differences(body, None, True, strict=False) == []
    assert differences(body, None, False, strict=False) == []
