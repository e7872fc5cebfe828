"""What differs between two types is found, with its kind and place; what may be the same is not."""

from __future__ import annotations

import pytest

from drift.comparison.types import TypeComparison
from drift.facts.model import (
    Array,
    Constant,
    Constraint,
    Field,
    Map,
    Model,
    Object,
    Scalar,
    Spot,
    Type,
    Union,
    Unknown,
    Unsaid,
    Variant,
)
from drift.facts.paths import sorted_fields, sorted_union

TEXT, NUMBER, INTEGER, TRUTH = Scalar("string"), Scalar("number"), Scalar("integer"), Scalar("boolean")
NULL = Constant("null")


def enum(*texts: str) -> Union:
    return union(*(Constant(f'"{text}"') for text in texts))


def union(*types: Type) -> Union:
    return sorted_union(Variant(each) for each in types)


def record(**fields: Type) -> Object:
    return Object(sorted_fields(Field(name, each) for name, each in fields.items()))


def differences(theirs: Type, ours: Type, *, strict: bool = False) -> list[tuple[str, str, str, str]]:
    found = TypeComparison(strict).differences(theirs, ours, (), ())
    return sorted((each.kind.value, "/".join(each.steps), each.theirs, each.ours) for each in found)


def of_fields(their: Field, our: Field) -> list[tuple[str, str, str]]:
    found = TypeComparison().field_differences(their, our, ("a",), ())
    return sorted((each.kind.value, each.theirs, each.ours) for each in found)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (TEXT, TEXT),
        (Scalar("numeric"), INTEGER),
        (Scalar("numeric"), NUMBER),
        (Scalar("string", broad=True), enum("a", "b")),
        (Scalar("boolean", broad=True), Constant("true")),
        (Unsaid("{}"), record(a=TEXT)),
        (Unsaid("null"), Array(TEXT)),
        (Unknown(), Unknown()),
        (TEXT, union(TEXT, NULL)),
        (enum("a", "b"), union(Constant('"b"'), Constant('"a"'), NULL)),
        (Model("Elsewhere"), record(a=TEXT)),
        (union(Constant("true"), Constant("false")), TRUTH),
        (union(record(a=TEXT), record(b=TEXT)), union(record(b=TEXT), record(a=TEXT))),
    ],
)
def test_what_may_be_the_same_is_no_difference(theirs: Type, ours: Type) -> None:
    assert differences(theirs, ours) == []


@pytest.mark.parametrize(
    ("theirs", "ours", "texts"),
    [
        (TEXT, INTEGER, ("string", "integer")),
        (NUMBER, INTEGER, ("number", "integer")),
        (Scalar("numeric"), TEXT, ("numeric", "string")),
        (TEXT, enum("a"), ("string", '"a"')),
        (enum("a"), TEXT, ('"a"', "string")),
        (Scalar("integer", broad=True), enum("a"), ("integer", '"a"')),
        (Array(TEXT), TEXT, ("array of string", "string")),
        (Map(TEXT), record(a=TEXT), ("map[string]", "{a}")),
        (record(a=TEXT), Unknown(), ("{a}", "unknown")),
        (union(record(a=TEXT), record(b=TEXT)), TEXT, ("{a} or {b}", "string")),
    ],
)
def test_another_type_is_found(theirs: Type, ours: Type, texts: tuple[str, str]) -> None:
    assert [("type", "", *texts)] == differences(theirs, ours)


def test_a_difference_is_found_at_any_depth() -> None:
    theirs = record(a=Array(Map(union(record(b=TEXT), NULL))))
    ours = record(a=Array(Map(union(record(b=INTEGER), NULL))))

    assert differences(theirs, ours) == [("type", "a/[]/{}/b", "string", "integer")]


def test_fields_are_compared_both_ways() -> None:
    assert differences(record(a=TEXT, b=TEXT), record(a=TEXT, c=TEXT)) == [
        ("extra-field", "c", "absent", "string"),
        ("missing-field", "b", "string", "absent"),
    ]


def test_an_object_of_which_only_a_part_is_told_has_no_extra_fields() -> None:
    partial = Object(record(a=TEXT).fields, partial=True)

    assert differences(partial, record(a=TEXT, b=TEXT)) == []
    assert differences(partial, record(b=TEXT)) == [("missing-field", "a", "string", "absent")]


def test_values_of_an_enum_are_compared_both_ways() -> None:
    assert differences(enum("a", "b"), enum("a", "c")) == [
        ("extra-enum-value", "", "absent", '"c"'),
        ("missing-enum-value", "", '"b"', "absent"),
    ]


def test_a_constant_is_one_of_the_two_booleans() -> None:
    assert differences(Constant("true"), TRUTH) == [("extra-enum-value", "", "absent", "false")]
    assert differences(TRUTH, Constant("true")) == [("missing-enum-value", "", "false", "absent")]


def test_a_null_that_we_do_not_have_is_found() -> None:
    assert differences(union(TEXT, NULL), TEXT) == [("type", "", "or null", "never null")]


def test_between_two_pages_each_null_counts() -> None:
    assert differences(TEXT, union(TEXT, NULL), strict=True) == [("type", "", "never null", "or null")]


def test_variants_are_compared_both_ways_and_inside() -> None:
    tagged = [record(kind=Constant(f'"{name}"'), size=TEXT) for name in ("a", "b", "c")]
    other = record(kind=Constant('"c"'), size=INTEGER)

    assert differences(union(tagged[0], tagged[2]), union(tagged[1], other)) == [
        ("extra-variant", "", "absent", '{kind="b", size}'),
        ("missing-variant", "", '{kind="a", size}', "absent"),
        ("type", '<{kind="c", size}>/size', "string", "integer"),
    ]


def test_several_objects_where_we_have_one_are_variants_and_their_fields_are_still_compared() -> None:
    theirs = union(record(mode=Constant('"a"'), x=TEXT), record(mode=Constant('"b"'), y=TEXT))

    assert differences(theirs, record(mode=enum("a", "b"), x=TEXT)) == [
        ("missing-field", "y", "optional string", "absent"),
        ("missing-variant", "", '{mode="a", x}', "absent"),
        ("missing-variant", "", '{mode="b", y}', "absent"),
    ]


def test_an_object_where_we_have_several_is_none_of_them_alone() -> None:
    assert differences(record(x=TEXT), union(record(x=TEXT), record(y=TEXT))) == [
        ("extra-field", "y", "absent", "optional string"),
        ("extra-variant", "", "absent", "{x}"),
        ("extra-variant", "", "absent", "{y}"),
    ]


@pytest.mark.parametrize(
    ("their", "our", "found"),
    [
        (Field("a", TEXT, True), Field("a", TEXT, False), ("optionality", "optional", "required")),
        (Field("a", TEXT, False), Field("a", TEXT, True), ("optionality", "required", "optional")),
        (Field("a", TEXT, None, True), Field("a", TEXT, None, False), ("deprecation", "deprecated", "not deprecated")),
    ],
)
def test_what_is_said_of_a_field_is_compared(their: Field, our: Field, found: tuple[str, str, str]) -> None:
    assert [found] == of_fields(their, our)


def test_constraints_are_compared_both_ways() -> None:
    theirs = (Constraint("format", "uuid"), Constraint("maxLength", "32"), Constraint("minimum", "1"))
    ours = (Constraint("maxLength", "36"), Constraint("minimum", "1"), Constraint("minLength", "1"))

    assert of_fields(Field("a", TEXT, constraints=theirs), Field("a", TEXT, constraints=ours)) == [
        ("constraint", "maxLength 32", "maxLength 36"),
        ("constraint", "no minLength", "minLength 1"),
        ("format", "format uuid", "no format"),
    ]


def test_what_one_side_cannot_say_is_not_held_against_the_other() -> None:
    silent = Field("a", TEXT)
    talkative = Field("a", TEXT, True, True, (Constraint("maxLength", "32"),))

    assert of_fields(silent, talkative) == []
    assert of_fields(talkative, silent) == []


def test_a_model_that_is_told_elsewhere_is_looked_up_once() -> None:
    node = record(name=TEXT, next=Model("Node"))
    types = TypeComparison(False, {"Node": node})

    (found,) = types.differences(Model("Node"), record(name=TEXT, next=Model("Node"), size=INTEGER), (), ())
    assert (found.kind, found.steps) == ("extra-field", ("size",))


def test_a_difference_is_read_where_the_nearest_line_says_it() -> None:
    theirs = Object((Field("a", TEXT, read_at=(Spot("page", 7),)),))

    (found,) = TypeComparison().differences(theirs, record(a=INTEGER), (), (Spot("page", 1),))
    assert (Spot("page", 7),) == found.read_at
