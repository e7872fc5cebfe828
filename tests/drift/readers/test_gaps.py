"""What Cloudflare's pages leave out stays unknown: it is never read as a fact."""

from __future__ import annotations

from drift.facts.model import Topic
from drift.facts.paths import NULL
from drift.lock import docs_lock
from tests.drift.flattened import tree
from tests.drift.lock.locked import NAMESPACE, NAMESPACES, SCRIPT, SCRIPTS, at, described, operations
from tests.drift.nodes import operation_nodes
from tests.drift.sources import operation

POUR = "PUT /accounts/{account_id}/tea/kettles/{kettle_name}/pour"


def test_a_page_without_bodies_says_of_no_operation_that_it_has_none() -> None:
    silent = {key for key, each in operations().items() if Topic.BODY not in each.topics}

    assert silent == {
        f"DELETE {SCRIPTS}",
        f"GET {SCRIPTS}",
        f"PATCH {NAMESPACE}",
        f"PUT {NAMESPACE}",
        f"PUT {SCRIPT}/tags/{{tag}}",
    }
    assert not any(operations()[key].bodies for key in silent)


def test_a_page_without_query_parameters_says_of_no_operation_that_it_has_none() -> None:
    bulk = operations()[f"DELETE {SCRIPTS}"]

    assert {"path"} == {each.place for each in bulk.parameters}
    assert Topic.PARAMETERS not in bulk.topics


def test_no_page_tells_of_pages_but_one_of_having_more() -> None:
    assert [path for key in operations() for path in described(key) if "result_info" in path] == []
    assert at(f"DELETE {SCRIPTS}", "result.has_more") == "broad boolean unsaid-optional"


def test_an_answer_that_is_not_shown_is_an_answer_of_unknown_content() -> None:
    content = operations()[f"GET {SCRIPT}/content"]

    assert None is next(each for each in content.responses if each.status == "200").type


def test_no_status_is_told_but_200_and_those_of_refusals() -> None:
    statuses = {each.status for operation in operations().values() for each in operation.responses}

    assert {"200", "4XX", "2XX"} == statuses


def test_the_constraints_of_all_pages_are_of_three_kinds() -> None:
    described = {
        constraint.name
        for each in operations().values()
        for place in operation_nodes(each)
        for constraint in (place.field and place.field.constraints) or ()
    }

    assert {"format", "maxLength", "minimum"} == described


def test_nothing_may_be_null_unless_a_page_says_so() -> None:
    nulls = [node.path for each in operations().values() for node in operation_nodes(each) if node.type == NULL]
    of_kettles = {node.path for node in operation_nodes(operation("kettles.md", POUR)) if node.type == NULL}

    assert nulls == []
    assert any(".notes" in path for path in of_kettles)


def test_header_parameters_are_read_where_a_page_has_them() -> None:
    headers = {
        (key, each.field.name) for key, one in operations().items() for each in one.parameters if each.place == "header"
    }

    assert headers == {
        (f"PUT {SCRIPT}/content", "CF-WORKER-BODY-PART"),
        (f"PUT {SCRIPT}/content", "CF-WORKER-MAIN-MODULE-PART"),
    }
    assert tree(operation("kettles.md", POUR))["parameters/header/X-Kitchen-Shift"] == "union optional"


def test_no_page_says_which_fields_are_secret() -> None:
    assert at(f"PUT {SCRIPT}/secrets", "result<SecretText>.text") == "string"
    assert at(f"POST {SCRIPT}/assets-upload-session", "result.jwt") == "string optional"


def test_no_page_tells_a_limit() -> None:
    assert [path for key in operations() for path in described(key) if "maxItems" in described(key)[path]] == []


def test_links_are_not_kept_with_or_without_their_targets() -> None:
    text = docs_lock.LOCK.read_text(encoding="utf-8")

    assert "Learn more" not in text
    assert "Create a token" not in text
    assert "direct-upload" not in text


def test_operations_are_told_one_by_one_whatever_follows_from_what() -> None:
    assert at(f"POST {SCRIPT}/assets-upload-session", "result.buckets") == "array optional"
    assert at(f"POST {SCRIPT}/assets-upload-session", "result.buckets[]") == "array"


def test_only_a_page_with_an_example_tells_what_stands_before_the_path() -> None:
    assert operations()[f"GET {NAMESPACES}"].base_path == "/client/v4"
    assert None is operations()[f"PUT {NAMESPACE}"].base_path


def test_headers_of_credentials_are_told_by_examples_and_by_some_pages_alone() -> None:
    schemes = {each.name: each.headers for each in operations()[f"POST {NAMESPACES}"].security or ()}

    assert schemes == {"API Token": ("Authorization: Bearer",), "API Email + API Key": ("X-Auth-Email", "X-Auth-Key")}
    assert None is operations()[f"PUT {NAMESPACE}"].security
    assert None is operation("kettles.md", POUR).security
