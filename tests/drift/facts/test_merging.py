"""Several pages about one operation: made one, as exact as any of them, with what they disagree about."""

from __future__ import annotations

from drift.facts.merging import merge_operations
from drift.facts.model import Contradiction, OperationFacts, Page, Topic
from tests.drift.flattened import tree
from tests.drift.sources import page, parse_page, text

CREATE_KETTLE = "POST /accounts/{account_id}/tea/kettles"


def whole(*pages: Page) -> OperationFacts:
    (described,) = (each for each in merge_operations(pages) if each.key == CREATE_KETTLE)
    return described


def described(contradictions: tuple[Contradiction, ...]) -> dict[tuple[str, str], dict[str, list[str]]]:
    return {
        (each.path, each.kind): {claim.text: [str(spot) for spot in claim.read_at] for claim in each.claims}
        for each in contradictions
    }


def between(old: str, new: str, name: str = "other.txt") -> dict[tuple[str, str], dict[str, list[str]]]:
    """What a page and a changed copy of it disagree about."""
    before = text("create_kettle.txt")
    changed = before.replace(old, new)
    assert before != changed
    return described(whole(page("create_kettle.txt"), parse_page(name, changed)).contradictions)


def test_four_pages_in_four_dialects_agree() -> None:
    pages = [page(name) for name in ("create_kettle.txt", "create_kettle.md", "kettles.md", "tea_house.txt")]

    merged = whole(*pages)

    assert len({each.dialect for each in pages}) == 4
    assert merged.contradictions == ()
    assert frozenset(Topic) == merged.topics


def test_each_fact_is_as_exact_as_any_page_has_it() -> None:
    facts = tree(whole(page("create_kettle.txt"), page("tea_house.txt")))

    assert facts["parameters/path/account_id"] == "string maxLength=32"
    assert facts["responses/200/result.uses"] == "integer optional"
    assert facts["responses/200/result.state"] == "union optional"
    assert facts["responses/200/success"] == "true"
    assert facts["responses/4XX/result"] == "unsaid {} unsaid-optional"


def test_the_order_of_pages_does_not_matter() -> None:
    pages = [page(name) for name in ("create_kettle.txt", "create_kettle.md", "tea_house.txt")]

    assert merge_operations(pages) == merge_operations(reversed(pages))


def test_a_fact_knows_every_page_that_says_it() -> None:
    merged = whole(page("create_kettle.txt"), page("create_kettle.md"), page("tea_house.txt"))

    (account,) = (each.field for each in merged.parameters)
    assert [str(spot) for spot in account.read_at] == ["create_kettle.md:5", "create_kettle.txt:19", "tea_house.txt:7"]


def test_the_first_page_is_believed_and_the_contradiction_told() -> None:
    merged = whole(
        page("create_kettle.txt"),
        parse_page("later.txt", text("create_kettle.txt").replace("maxLength64", "maxLength65")),
    )

    assert tree(merged)["requestBody/application/json/name"] == "string maxLength=64"
    assert described(merged.contradictions) == {
        ("requestBody/application/json/name", "constraint maxLength"): {
            "64": ["create_kettle.txt:29"],
            "65": ["later.txt:29"],
        }
    }


def test_a_constraint_of_one_page_alone_is_a_contradiction() -> None:
    found = between("maxLength64\n", "")

    assert found == {
        ("requestBody/application/json/name", "constraint maxLength"): {
            "64": ["create_kettle.txt:29"],
            "absent": ["other.txt:25"],
        }
    }


def test_another_type_is_a_contradiction() -> None:
    found = between("top: number", "top: string")

    assert found == {
        ("requestBody/application/json/handles<Top>.top", "type"): {
            "numeric": ["create_kettle.txt:37"],
            "string": ["other.txt:37"],
        }
    }


def test_another_optionality_is_a_contradiction() -> None:
    found = between("filled: optional boolean", "filled: boolean")

    assert [*found] == [("responses/2XX/result.filled", "optionality")]
    assert found["responses/2XX/result.filled", "optionality"] == {
        "true": ["create_kettle.txt:48"],
        "false": ["other.txt:48"],
    }


def test_a_mark_of_deprecation_on_one_page_alone_is_a_contradiction() -> None:
    assert [*between("filled: opt", "Deprecatedfilled: opt")] == [("responses/2XX/result.filled", "deprecation")]


def test_a_field_of_one_page_alone_is_a_contradiction() -> None:
    found = between("success: true\n", "extra: optional string\nsuccess: true\n")

    assert found == {
        ("responses/2XX/extra", "field"): {"absent": ["create_kettle.txt:38"], "present": ["other.txt:62"]}
    }


def test_an_enum_value_of_one_page_alone_is_a_contradiction() -> None:
    found = between('"hot"', '"boiling"')

    assert [*found] == [
        ('responses/2XX/result.state<"boiling">', "variant"),
        ('responses/2XX/result.state<"hot">', "variant"),
    ]


def test_other_permissions_and_schemes_are_contradictions() -> None:
    assert between("Tea House Write", "Kitchen Write") == {
        ("permissions", "permission"): {"Tea House Write": ["create_kettle.txt:6"], "Kitchen Write": ["other.txt:6"]}
    }
    assert [*between("\nAPI Token\n", "\nKitchen Token\n")] == [("security", "security")]


def test_a_parameter_of_one_page_alone_is_a_contradiction() -> None:
    found = between(
        "Body ParametersJSON", "Query ParametersExpand Collapse\nforce: optional boolean\nBody ParametersJSON"
    )

    assert [*found] == [("parameters/query/force", "parameter")]


def test_a_page_that_agrees_with_one_side_stands_beside_it() -> None:
    changed = text("create_kettle.txt").replace("top: number", "top: string")
    merged = whole(page("create_kettle.txt"), parse_page("later.txt", changed), parse_page("last.txt", changed))

    (contradiction,) = merged.contradictions
    assert {claim.text: [str(spot) for spot in claim.read_at] for claim in contradiction.claims} == {
        "numeric": ["create_kettle.txt:37"],
        "string": ["last.txt:37", "later.txt:37"],
    }


def test_what_a_page_has_no_words_for_contradicts_nothing() -> None:
    with_query = text("create_kettle.txt").replace(
        "Body ParametersJSON", "Query ParametersExpand Collapse\nforce: optional boolean\nBody ParametersJSON"
    )
    merged = whole(parse_page("create_kettle.txt", with_query), page("tea_house.txt"))

    assert merged.contradictions == ()
    assert tree(merged)["parameters/query/force"] == "boolean optional"
