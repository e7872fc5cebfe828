"""What a hasty reader of these pages would stumble over."""

from __future__ import annotations

import pytest

from drift.facts.merging import merge_operations
from drift.facts.model import OperationFacts
from drift.lock import docs_lock
from drift.readers.tokens.lines import NotUnderstood
from tests.drift.flattened import tree
from tests.drift.lock.locked import LIST_WORKERS, SCRIPT, SCRIPTS, at, described
from tests.drift.lock.locked import operations as locked
from tests.drift.sources import one, operation, page, parse_page, text

LIST_KETTLES = "GET /accounts/{account_id}/tea/kettles"
CREATE_KETTLE = "POST /accounts/{account_id}/tea/kettles"
CONTENTS = "GET /accounts/{account_id}/tea/kettles/{kettle_name}/contents"


def kettles() -> OperationFacts:
    return operation("list_kettles.txt", LIST_KETTLES)


def test_fields_of_one_name_in_two_depths_are_told_apart_by_counting() -> None:
    assert at(LIST_WORKERS, "result[].handlers") == "array optional"
    assert at(LIST_WORKERS, "result[].named_handlers[].handlers") == "array optional"
    assert at(LIST_WORKERS, "result[].observability.logs.enabled") == "boolean"
    assert at(LIST_WORKERS, "result[].observability.traces.enabled") == "boolean optional"


def test_words_that_are_glued_together_are_taken_apart() -> None:
    facts = tree(kettles())

    assert kettles().key == LIST_KETTLES
    assert facts["parameters/path/account_id"] == "string maxLength=32 minLength=32"
    assert facts["parameters/query/since"] == "string optional format=date-time"


def test_permissions_are_split_behind_their_last_words_alone() -> None:
    names = [each.name for each in kettles().permissions or ()]

    assert names == ["DDoS Kettle Edit", "GraphQL Steam Read", "Tea House Read", "Tea House Write"]


def test_a_mark_is_taken_off_a_name_unless_it_is_a_name_of_the_example() -> None:
    facts = tree(kettles())

    assert facts["responses/2XX/result[].spout"] == "union optional deprecated"
    assert facts["parameters/query/whistling"] == "boolean optional deprecated"
    assert facts["responses/2XX/result[].Deprecated_by"] == "string optional"


def test_the_second_title_ends_what_is_returned_and_the_second_example_is_the_first() -> None:
    assert [each.of for each in kettles().examples] == ["2XX"]
    with pytest.raises(NotUnderstood, match="does not repeat the example above it"):
        parse_page("kettles.txt", _changed_last(text("list_kettles.txt"), '"page": 1', '"page": 2'))


def test_placeholders_are_no_types_but_what_they_can_be_is_narrowed_by_other_pages() -> None:
    (whole,) = (
        each
        for each in merge_operations([page("tea_house.txt"), page("create_kettle.txt")])
        if each.key == CREATE_KETTLE
    )

    alone = tree(operation("tea_house.txt", CREATE_KETTLE))
    assert alone["responses/200/result.state"] == "broad string unsaid-optional"
    assert tree(whole)["responses/200/result.state"] == "union optional"
    assert tree(whole)["responses/200/result.made_on"] == "string optional format=date-time"


def test_null_in_a_skeleton_is_a_silence_and_no_null() -> None:
    assert at(f"GET {SCRIPTS}", "result[].script") == "unsaid null unsaid-optional"
    assert at(f"GET {SCRIPT}", "result.script") == "Script object optional"


def test_variants_that_hold_one_another_stay_apart() -> None:
    place = "result[].placement"

    assert at(LIST_WORKERS, f"{place}<{{last_analyzed_at, region, status}}>.region") == "string"
    assert at(LIST_WORKERS, f'{place}<{{last_analyzed_at, mode="targeted", region, status}}>.region') == "string"


def test_a_union_behind_an_array_is_one_of_items_unless_its_list_says_otherwise() -> None:
    facts = tree(kettles())

    assert tuple(facts[f"responses/2XX/result[].pours{step}"] for step in ("", "[]")) == ("array optional", "union")
    assert facts["responses/2XX/result[].servings"] == "union"
    assert facts["responses/2XX/result[].servings<array of string>"] == "array"
    assert facts["responses/2XX/result[].heater<CoalHeater>.damper[]<Flapped>"] == "object"


def test_what_is_deprecated_is_told_and_stands_in_the_example() -> None:
    (example,) = locked()[LIST_WORKERS].examples

    assert at(LIST_WORKERS, "result[].placement_mode") == "union optional deprecated"
    assert '"placement_mode": "smart"' in example.text


def test_an_enum_that_stands_in_many_places_is_the_same_in_each() -> None:
    facts = described(LIST_WORKERS)
    places = [
        path for path in facts if path.endswith(("status", "placement_status")) and facts[path].startswith("union")
    ]

    values = [sorted(facts[path] for path in facts if path.startswith(f"{place}<")) for place in places]
    assert len(values) == 9
    assert values == [['"INSUFFICIENT_INVOCATIONS"', '"SUCCESS"', '"UNSUPPORTED_APPLICATION"']] * 9


def test_a_field_can_be_required_inside_one_that_is_optional() -> None:
    assert at(LIST_WORKERS, "result[].routes") == "array optional"
    assert at(LIST_WORKERS, "result[].routes[].id") == "string maxLength=32"
    assert at(LIST_WORKERS, "result[].tail_consumers[].service") == "string"


def test_a_model_is_named_in_the_place_of_a_type_and_may_hold_itself() -> None:
    assert at(LIST_WORKERS, "result[].tail_consumers[]") == "ConsumerScript object"
    assert tree(kettles())["responses/2XX/result[].spare_parts[]"] == "Part object"
    assert tree(kettles())["responses/2XX/result[].spare_parts[].parts[]"] == "model Part"


def test_values_of_an_example_are_no_types() -> None:
    assert tree(operation("create_kettle.txt", CREATE_KETTLE))["responses/2XX/result.uses"] == "numeric optional"
    assert at(LIST_WORKERS, "result[].observability.head_sampling_rate") == "numeric optional"


def test_credentials_of_examples_are_not_kept() -> None:
    held = docs_lock.dumps(docs_lock.of_pages([page("list_kettles.txt")], docs_lock.committed().date))

    assert "not-a-real" not in held
    assert "TEA_TOKEN" not in held
    assert "X-Auth-Key" in held


def test_an_operation_outside_of_dispatch_is_read_like_any_other() -> None:
    assert locked()[LIST_WORKERS].title == "List Workers"


def test_prose_with_a_colon_is_prose_unless_it_says_a_type() -> None:
    prose = text("list_kettles.txt").replace("Whose kitchen it is.", "Format: letters, or a number of kettles.")

    assert kettles() == one("list_kettles.txt", prose)
    with pytest.raises(NotUnderstood, match="kitchen"):
        one("list_kettles.txt", text("list_kettles.txt").replace("Whose kitchen it is.", "kitchen: string"))


def test_data_that_is_said_to_be_at_result_need_not_be_shown() -> None:
    answers = operation("tea_house.txt", CONTENTS.replace("GET", "DELETE")).responses

    assert {each.status: each.type for each in answers} == {"200": None, "204": None, "4XX": None}


def test_a_text_cannot_tell_integers_from_other_numbers() -> None:
    (whole,) = (
        each
        for each in merge_operations([page("tea_house.txt"), page("create_kettle.txt")])
        if each.key == CREATE_KETTLE
    )

    assert tree(operation("create_kettle.txt", CREATE_KETTLE))["responses/2XX/result.uses"] == "numeric optional"
    assert tree(whole)["responses/200/result.uses"] == "integer optional"
    assert whole.contradictions == ()


def _changed_last(content: str, old: str, new: str) -> str:
    head, _, tail = content.rpartition(old)
    return head + new + tail
