"""Where Cloudflare's pages contradict each other, or themselves, and what is kept of it."""

from __future__ import annotations

from drift.facts.model import Topic
from drift.lock import docs_lock
from tests.drift.flattened import tree
from tests.drift.lock.locked import LIST_WORKERS, NAMESPACE, NAMESPACES, SCRIPT, SCRIPTS, at, described, operations
from tests.drift.sources import one, operation, page, parse_page, text

CREATE_KETTLE = "POST /accounts/{account_id}/tea/kettles"


def test_a_number_on_one_page_is_the_integer_of_another() -> None:
    assert at(f"POST {NAMESPACES}", "result.script_count") == "integer optional"
    assert at(f"DELETE {SCRIPTS}", "result.deleted_count") == "broad integer unsaid-optional"
    assert at(LIST_WORKERS, "result[].observability.head_sampling_rate") == "numeric optional"
    assert at(f"GET {SCRIPT}/settings", "result.observability.head_sampling_rate") == "number optional"


def test_two_ages_of_observability_are_one_and_the_older_is_recorded() -> None:
    place = "result.observability.traces"

    assert at(f"GET {SCRIPT}/settings", place) == at(f"PATCH {SCRIPT}/settings", place) == "object optional"
    for method in ("GET", "PATCH"):
        recorded = operations()[f"{method} {SCRIPT}/settings"].contradictions
        assert ("field", ["present", "absent"]) in [
            (each.kind, [claim.text for claim in each.claims]) for each in recorded if each.path.endswith(place)
        ]


def test_success_is_true_in_a_success_and_a_boolean_in_a_refusal() -> None:
    facts = described(f"GET {NAMESPACES}")

    assert facts["responses/200/success"] == "true"
    assert facts["responses/4XX/success"] == "broad boolean unsaid-optional"


def test_the_result_of_one_list_is_optional_and_that_of_another_is_not() -> None:
    assert at(f"GET {NAMESPACES}", "result") == "array optional"
    assert at(LIST_WORKERS, "result") == "array"


def test_the_result_of_a_refusal_is_not_told() -> None:
    results = [
        facts["responses/4XX/result"] for facts in map(tree, operations().values()) if "responses/4XX/result" in facts
    ]

    assert results == ["unsaid {} unsaid-optional"] * 24


def test_a_deletion_without_a_body_in_prose_has_an_untold_result_among_its_facts() -> None:
    assert at(f"PUT {SCRIPT}/tags/{{tag}}", "result") == "unsaid {} unsaid-optional"
    assert at(f"DELETE {SCRIPT}", "result") == "unknown optional"


def test_empty_braces_null_and_nothing_are_three_things() -> None:
    nothing = {each.status: each.type for each in operations()[f"GET {SCRIPT}/content"].responses}

    assert at(f"PUT {SCRIPT}/tags/{{tag}}", "result") == "unsaid {} unsaid-optional"
    assert at(f"GET {SCRIPTS}", "result[].script") == "unsaid null unsaid-optional"
    assert nothing["200"] is None


def test_permissions_are_those_of_the_operation_not_of_the_path() -> None:
    names = {
        method: [each.name for each in operations()[f"{method} {NAMESPACES}"].permissions or ()]
        for method in ("GET", "POST")
    }

    assert names["GET"] == ["Workers Scripts Read", "Workers Scripts Write", "Workers Tail Read"]
    assert names["POST"] == ["Workers Scripts Write"]


def test_a_description_that_contradicts_its_object_is_not_kept() -> None:
    assert "When the script was created" not in docs_lock.LOCK.read_text(encoding="utf-8")


def test_a_namespace_goes_in_under_one_name_and_comes_out_under_another() -> None:
    facts = described(f"POST {NAMESPACES}")

    assert facts["requestBody/application/json/name"] == "string optional"
    assert facts["responses/200/result.namespace_name"] == "string optional"


def test_the_code_of_an_error_has_a_minimum_on_one_page_and_a_silence_on_the_other() -> None:
    facts = described(f"GET {NAMESPACES}")

    assert facts["responses/200/errors[].code"] == "numeric minimum=1000"
    assert facts["responses/4XX/errors[].code"] == "broad integer unsaid-optional"


def test_two_dialects_of_one_page_say_the_same() -> None:
    older = text("create_kettle.txt")
    newer = older.replace(": array of {", ": array of object {").replace("optional {", "optional object {")
    newer = newer.replace("or {", "or object {").replace("= {", "= object {").replace("\n{ left", "\nobject { left")

    assert page("create_kettle.txt").dialect == "older text"
    assert one("kettle.txt", older) == one("kettle.txt", newer)


def test_curly_quotes_are_no_facts() -> None:
    curly = text("create_kettle.txt")

    assert "“" in curly
    assert one("kettle.txt", curly) == one("kettle.txt", curly.replace("“", '"').replace("”", '"'))


def test_a_constant_that_markdown_repeats_is_one_constant() -> None:
    assert tree(operation("kettles.md", CREATE_KETTLE))["responses/2XX/success"] == "true"
    assert tree(operation("create_kettle.txt", CREATE_KETTLE))["responses/2XX/success"] == "true"


def test_an_operation_is_known_by_its_method_and_path_whatever_is_said_about_it() -> None:
    told_as = text("tea_house.txt").replace("How heavy they are.", "Puts a new kettle on the stove.")

    assert page("tea_house.txt").operations == parse_page("tea_house.txt", told_as).operations


def test_put_and_patch_of_a_namespace_are_two_operations_whose_bodies_are_not_told() -> None:
    both = [operations()[f"{method} {NAMESPACE}"] for method in ("PUT", "PATCH")]

    assert [each.title for each in both] == ["Update dispatch namespace", "Patch dispatch namespace"]
    assert [(each.bodies, Topic.BODY in each.topics) for each in both] == [((), False), ((), False)]


def test_titles_are_kept_in_the_words_of_the_page() -> None:
    assert operations()[f"PUT {SCRIPT}/secrets"].title == "Add script secret"
    assert operations()[f"GET {SCRIPT}/secrets"].title == "List Script Secrets"
    assert operations()[f"GET {SCRIPT}"].title == "Worker Details"


def test_a_row_of_the_list_of_scripts_is_as_the_page_has_it() -> None:
    prefix = "responses/200/result[]."
    names = sorted(path.removeprefix(prefix) for path in described(f"GET {SCRIPTS}") if path.startswith(prefix))

    assert names == ["created_on", "dispatch_namespace", "modified_on", "script"]


def test_placement_is_eight_variants_in_a_list_and_others_in_settings() -> None:
    variants = [path for path in described(LIST_WORKERS) if path.startswith("responses/2XX/result[].placement<")]

    assert len([path for path in variants if path.endswith(">") and path.count("<") == 1]) == 8
    assert at(f"GET {SCRIPT}/settings", "result.placement<Region>.region") == "string"


def test_operations_that_the_official_sdk_lacks_are_there() -> None:
    keys = {
        f"PUT {NAMESPACE}",
        f"PATCH {NAMESPACE}",
        f"GET {SCRIPTS}",
        f"DELETE {SCRIPTS}",
        f"PUT {SCRIPT}/tags/{{tag}}",
    }

    assert keys <= operations().keys()
