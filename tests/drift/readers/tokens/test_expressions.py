"""Type expressions of API pages."""

from __future__ import annotations

import pytest

from drift.facts.model import Constant, Model, Scalar, Unknown
from drift.readers.tokens.expressions import (
    ArrayOf,
    Choice,
    Expression,
    Header,
    MapOf,
    NotAType,
    Shape,
    Summary,
    declaration,
    expression,
    header,
    loosened,
)

STRING = Scalar("string")
NUMBER = Scalar("numeric")
READ = {
    "string": STRING,
    "number": NUMBER,
    "file": Scalar("file"),
    "unknown": Unknown(),
    "true": Constant("true"),
    "null": Constant("null"),
    '"a or b"': Constant('"a or b"'),
    "-1.5": Constant("-1.5"),
    "Script": Model("Script"),
    "object": Shape(),
    "object {}": Shape(Summary(())),
    "object { a, b-c, $d }": Shape(Summary(("a", "b-c", "$d"))),
    "object {a, b, 12 more }": Shape(Summary(("a", "b"), 12)),
    "{ a }": Shape(Summary(("a",))),
    "Part { name }": Shape(Summary(("name",)), "Part"),
    "Part object { name }": Shape(Summary(("name",)), "Part"),
    "array of array of string": ArrayOf(ArrayOf(STRING)),
    "map[string]": MapOf(STRING),
    "map[map[object { a }]]": MapOf(MapOf(Shape(Summary(("a",))))),
    "map[string or number]": MapOf(Choice((STRING, NUMBER))),
    '"a" or "b" or 3 more': Choice((Constant('"a"'), Constant('"b"')), 3),
    "object { a }  or object { b }": Choice((Shape(Summary(("a",))), Shape(Summary(("b",))))),
    "string or null": Choice((STRING,), null=True),
    "string or number or 2 more or null": Choice((STRING, NUMBER), 2, null=True),
    # Items are of both kinds; but it is the array that may be null.
    "array of string or number": ArrayOf(Choice((STRING, NUMBER))),
    "array of string or null": Choice((ArrayOf(STRING),), null=True),
    "map[array of string or null]": MapOf(Choice((ArrayOf(STRING),), null=True)),
}


@pytest.mark.parametrize("text", READ)
def test_an_expression_is_read(text: str) -> None:
    assert READ[text] == expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "text",
        "strin",
        "array",
        "array string",
        "map[string",
        "object { a, b",
        "object { a a }",
        "object { a, a }",
        "string or",
        "string string",
        '"a',
        '"\\q"',
        '"a" or 2 more or "b"',
        "Filter scripts by tags.",
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(NotAType):
        expression(text)


def test_an_array_before_a_union_can_be_one_of_its_variants() -> None:
    assert Choice((ArrayOf(STRING), NUMBER)) == loosened(expression("array of string or number"))


def test_a_declaration_has_a_name_and_says_what_may_be_left_out() -> None:
    described = declaration("CF-Part: optional string")

    assert described is not None
    assert (described.name, described.expression, described.optional) == ("CF-Part", STRING, True)


@pytest.mark.parametrize("text", ["string", "A sentence: of prose here", "Format as described. More: string"])
def test_what_has_no_name_before_its_colon_declares_nothing(text: str) -> None:
    assert declaration(text) is None


@pytest.mark.parametrize(
    ("text", "name", "described"),
    [
        ("Region = object { region }", "Region", Shape(Summary(("region",)))),
        ("Region object { region }", "Region", Shape(Summary(("region",)))),
        ("object { region }", None, Shape(Summary(("region",)))),
        ("NamespaceDeleteResponse = unknown", "NamespaceDeleteResponse", Unknown()),
        ('"SUCCESS"', None, Constant('"SUCCESS"')),
    ],
)
def test_a_variant_has_a_name_with_and_without_an_equals_sign(
    text: str, name: str | None, described: Expression
) -> None:
    assert Header(name, described) == header(text)
