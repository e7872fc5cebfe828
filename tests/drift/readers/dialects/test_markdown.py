"""Markdown as it is served: one operation to a page, or a resource with many, and with its models."""

from __future__ import annotations

import re

import pytest

from drift.facts.model import Object, Unknown
from drift.facts.paths import in_words
from drift.readers.pages import read_page as reading
from drift.readers.tokens.lines import NotUnderstood
from tests.drift.flattened import tree
from tests.drift.sources import NEWEST, needs_docs, one, operation, page, parse_page, text

KETTLES = "/accounts/{account_id}/tea/kettles"
CREATE = f"POST {KETTLES}"
POUR = f"PUT {KETTLES}/{{kettle_name}}/pour"


def test_headings_of_resources_hold_operations() -> None:
    titles = [each.title for each in page("kettles.md").operations]

    assert titles == [
        "Create kettle",
        "Pour from a kettle",
        "Delete kettle",
        "Get the contents of a kettle",
        "Count cups",
        "List cups",
    ]


def test_what_is_indented_stands_below_what_is_not() -> None:
    facts = tree(operation("kettles.md", POUR))

    assert facts["responses/2XX/result.heat"] == "union"
    assert facts['responses/2XX/result.heat<{plug, volts}>.plug<"c">'] == '"c"'
    assert facts["responses/2XX/result.guests[]"] == "Guest object"
    assert facts["responses/2XX/result.guests[].brings[]"] == "model Guest"


@pytest.mark.parametrize("indent", ["", "      "])
def test_indentation_that_contradicts_a_count_is_refused(indent: str) -> None:
    moved = text("kettles.md").replace("  - `filled: optional boolean`", f"{indent}- `filled: optional boolean`", 1)

    with pytest.raises(NotUnderstood, match=r"kettles\.md:57: "):
        parse_page("kettles.md", moved)


def test_variants_have_names_without_an_equals_sign() -> None:
    assert tree(operation("kettles.md", POUR))["responses/2XX/result.heat<Fire>"] == "object"


def test_a_property_can_be_a_model_whose_fields_stand_below_it() -> None:
    facts = tree(operation("kettles.md", POUR))

    assert facts["responses/2XX/result"] == "Pour object"
    assert facts["responses/2XX/result.labels"] == "map"
    assert facts["responses/2XX/result.lid"] == "union optional"
    assert facts["responses/2XX/result.custom"] == "unknown optional"


def test_constraints_are_read_where_a_paragraph_tells_them() -> None:
    facts = tree(operation("kettles.md", POUR))

    assert facts["parameters/query/per_page"] == "numeric optional maximum=50 minimum=1"


def test_constraints_and_deprecations_that_markdown_never_tells_are_silences() -> None:
    (name,) = (each.field for each in operation("kettles.md", POUR).parameters if each.field.name == "kettle_name")

    assert None is name.constraints
    assert None is name.deprecated


def test_descriptions_may_be_lists() -> None:
    assert operation("kettles.md", CREATE) == operation("create_kettle.md", CREATE)


def test_models_are_told_below_domain_types() -> None:
    models = {model.name: model.type for model in page("kettles.md").models}

    assert [*models] == ["Kettle", "KettleState", "KettleDeleteResponse"]
    assert in_words(models["Kettle"]) == "{filled, name}"
    assert in_words(models["KettleState"]) == '"cold" or "warm"'
    assert Unknown() == models["KettleDeleteResponse"]


def test_a_deletion_may_answer_anything() -> None:
    facts = tree(operation("kettles.md", f"DELETE {KETTLES}/{{kettle_name}}"))

    assert facts["responses/2XX/result"] == "unknown optional"


def test_a_body_that_only_the_example_shows_is_a_body_of_unknown_parts() -> None:
    (body,) = operation("kettles.md", POUR).bodies

    assert body.media_type == "multipart/form-data"
    assert isinstance(body.type, Object)
    assert body.type.partial
    assert [each.name for each in body.type.fields] == ["metadata", "strainer"]


def test_an_operation_need_not_say_what_it_returns() -> None:
    assert operation("kettles.md", f"GET {KETTLES}/{{kettle_name}}/contents").responses == ()


CUT = {
    "before what it returns": (r"(?s)### Returns\n\n- `cups.*", "has no example"),
    "before its example": (r"(?s)### Example\n\n```http\ncurl \S*/tea/cups .*", "has no example"),
    "before the answer": (r"(?s)#### Response\n\n```json\n\{\n  \"cups\".*", "has no example of what is returned"),
    "within the answer": (r"(?s)  \"cups\".*", "the page ends within a block of code"),
    "without what it returns": (r"(?s)### Returns\n\n- `cups.*?(?=###)", "the page does not say what is returned"),
    "without its body": (r"(?s)### Body Parameters.*?(?=###)", "sends a body, and the page does not describe any"),
}


@pytest.mark.parametrize("where", CUT)
def test_a_page_that_is_cut_is_refused(where: str) -> None:
    cut, why = CUT[where]
    content = text("kettles.md")
    torn = re.sub(cut, "", content, count=1)

    assert torn != content
    with pytest.raises(NotUnderstood, match=why):
        parse_page("kettles.md", torn)


def test_an_operation_that_is_not_understood_leaves_the_others_read() -> None:
    wrong = {"`kettle_name: string`": "`kettle_name: text`", "`cups: array of string`": "`cups: array of`"}
    torn = text("kettles.md")
    for old, new in wrong.items():
        torn = torn.replace(old, new, 1)

    read = reading("kettles.md", torn.encode())

    assert [torn.splitlines()[error.line - 1] for error in read.errors] == [f"- {each}" for each in wrong.values()]
    unread = {each.title for each in page("kettles.md").operations} - {each.title for each in read.page.operations}
    assert unread == {"Pour from a kettle", "List cups"}


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"DeleteResponse = unknown`": "DeleteResponse = string`"}, "KettleDeleteResponse says otherwise: type string"),
        ({"`Kettle object": "`Guest object", "### Kettle\n": "### Guest\n"}, "Guest says otherwise of filled: field"),
    ],
)
def test_domain_types_that_contradict_the_operations_are_noted(changes: dict[str, str], note: str) -> None:
    changed = text("kettles.md")
    for old, new in changes.items():
        assert old in changed
        changed = changed.replace(old, new)

    notes = [note.text for each in parse_page("kettles.md", changed).operations for note in each.notes]

    assert any(note in each for each in notes)
    assert [note for each in page("kettles.md").operations for note in each.notes] == []


def test_a_default_in_prose_is_prose() -> None:
    content = text("create_kettle.txt")
    for default in ("Default: 20", 'Default: "warm"', "Default: true"):
        assert one("kettle.txt", content) == one("kettle.txt", content.replace("Whose kitchen it is.", default))


def test_a_model_is_told_in_full_once_and_means_the_same_the_second_time() -> None:
    facts = tree(operation("kettles.md", "GET /accounts/{account_id}/tea/cups/count"))

    errors = {path: described for path, described in facts.items() if "/errors" in path}
    assert len(errors) == 9
    assert errors == {
        path.replace("/messages", "/errors"): described for path, described in facts.items() if "/messages" in path
    }


def test_a_model_that_leaves_out_what_was_never_told_is_refused() -> None:
    second = text("kettles.md").replace(
        "cause: optional object { leaf, flavour }`\n\n- ", "cause: object { leaf, sugar }`\n\n- "
    )

    with pytest.raises(NotUnderstood, match="announces other fields than there were here before"):
        parse_page("kettles.md", second)


def test_a_page_in_one_line_says_what_the_page_says() -> None:
    content = text("kettles.md")
    whole = content[content.index("## Create kettle") : content.index("## Pour from")]
    whole = re.sub(r"A second paragraph.*?(?=###)", "", whole, flags=re.DOTALL)

    assert page("create_kettle.md").dialect == "collapsed markdown"
    assert one("create_kettle.md", whole) == page("create_kettle.md").operations[0]
    assert one("create_kettle.md", " ".join(whole.split())) == one("create_kettle.md", whole)


@needs_docs
def test_the_largest_page_in_one_line_says_what_it_says_in_many() -> None:
    whole = NEWEST.read_bytes()

    in_one_line = reading("whole.md", b" ".join(whole.split()))

    assert in_one_line.errors == ()
    assert in_one_line.page.dialect == "collapsed markdown"
    assert in_one_line.page.operations == reading("whole.md", whole).page.operations
    assert in_one_line.page.models == reading("whole.md", whole).page.models


OPERATIONS = re.split(r"(?m)^(?=# |## (?!Domain))", text("kettles.md"))


@pytest.mark.parametrize("whole", [each for each in OPERATIONS if "**" in each], ids=lambda whole: whole.split("\n")[0])
def test_an_operation_in_one_line_says_the_same_as_one_that_is_indented(whole: str) -> None:
    without_lists = re.sub(r"(?m)^ *- (?:.*[a-z]$|`\w+` .*)\n|^.*minimum: 1\n", "", whole)

    in_one_line = parse_page("kettles.md", " ".join(without_lists.split()))

    assert parse_page("kettles.md", without_lists).operations == in_one_line.operations
    assert parse_page("kettles.md", without_lists).models == in_one_line.models


def test_a_heading_that_is_not_known_is_refused() -> None:
    with pytest.raises(NotUnderstood, match=r"kettles\.md:16: is not a known heading: ### Path Words"):
        parse_page("kettles.md", text("kettles.md").replace("### Path Parameters", "### Path Words", 1))


def test_a_bullet_that_is_not_a_field_is_refused() -> None:
    with pytest.raises(NotUnderstood, match=r"kettles\.md:18: "):
        parse_page("kettles.md", text("kettles.md").replace("`account_id: string`", "`account_id: text`", 1))
