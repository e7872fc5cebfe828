"""Pages as text: what they can hold, and what is refused."""

from __future__ import annotations

import pytest

from drift.facts.model import Topic
from drift.readers.tokens.lines import NotUnderstood
from tests.drift.flattened import tree
from tests.drift.sources import operation, page, parse_page, text

KETTLES = "/accounts/{account_id}/tea/kettles"
RESULT = "responses/2XX/result[]"

# What a person reads on the page of *List kettles*.
LIST_KETTLES = {
    "parameters/path/account_id": "string maxLength=32 minLength=32",
    "parameters/query/colour": "union optional",
    'parameters/query/colour<"red">': '"red"',
    'parameters/query/colour<"black">': '"black"',
    'parameters/query/colour<"steel">': '"steel"',
    'parameters/query/colour<"white">': '"white"',
    'parameters/query/colour<"other">': '"other"',
    "parameters/query/per_page": "numeric optional default=20 maximum=50 minimum=1",
    "parameters/query/since": "string optional format=date-time",
    "parameters/query/whistling": "boolean optional deprecated",
    "parameters/header/X-Kitchen-Shift": "union optional",
    'parameters/header/X-Kitchen-Shift<"day">': '"day"',
    'parameters/header/X-Kitchen-Shift<"night">': '"night"',
    "responses/2XX/": "object",
    "responses/2XX/errors": "array",
    "responses/2XX/errors[]": "object",
    "responses/2XX/errors[].code": "numeric minimum=1000",
    "responses/2XX/errors[].message": "string",
    "responses/2XX/errors[].documentation_url": "string optional",
    "responses/2XX/errors[].source": "object optional",
    "responses/2XX/errors[].source.pointer": "string optional",
    "responses/2XX/result": "array",
    f"{RESULT}": "object",
    f"{RESULT}.id": "string format=uuid maxLength=36",
    f"{RESULT}.labels": "map",
    f"{RESULT}.labels{{}}": "string",
    f"{RESULT}.limits": "map optional",
    f"{RESULT}.limits{{}}": "object",
    f"{RESULT}.limits{{}}.litres": "numeric",
    f"{RESULT}.limits{{}}.degrees": "union optional",
    f"{RESULT}.limits{{}}.degrees<numeric>": "numeric",
    f"{RESULT}.limits{{}}.degrees<null>": "null",
    f"{RESULT}.notes": "union optional maxLength=200 pattern=^[^<>]*$",
    f"{RESULT}.notes<string>": "string",
    f"{RESULT}.notes<null>": "null",
    f"{RESULT}.lid": "union optional",
    f"{RESULT}.lid<null>": "null",
    f"{RESULT}.lid<{{fits, screws}}>": "object",
    f"{RESULT}.lid<{{fits, screws}}>.fits": "boolean",
    f"{RESULT}.lid<{{fits, screws}}>.screws": "array optional",
    f"{RESULT}.lid<{{fits, screws}}>.screws[]": "array",
    f"{RESULT}.lid<{{fits, screws}}>.screws[][]": "string",
    f"{RESULT}.temper": "union",
    f'{RESULT}.temper<"calm">': '"calm"',
    f'{RESULT}.temper<"hasty">': '"hasty"',
    f"{RESULT}.temper<null>": "null",
    f"{RESULT}.heater": "union",
    f"{RESULT}.heater<string>": "string",
    f"{RESULT}.heater<{{gas=true}}>": "object",
    f"{RESULT}.heater<{{gas=true}}>.gas": "true",
    f"{RESULT}.heater<{{plug, volts}}>": "object",
    f"{RESULT}.heater<{{plug, volts}}>.volts": "numeric maximum=240 minimum=110",
    f"{RESULT}.heater<{{plug, volts}}>.plug": "union optional",
    f'{RESULT}.heater<{{plug, volts}}>.plug<"c">': '"c"',
    f'{RESULT}.heater<{{plug, volts}}>.plug<"g">': '"g"',
    f"{RESULT}.heater<FireHeater>": "object",
    f"{RESULT}.heater<FireHeater>.wood": "string",
    f"{RESULT}.heater<CoalHeater>": "object",
    f"{RESULT}.heater<CoalHeater>.kind": '"coal"',
    f"{RESULT}.heater<CoalHeater>.damper": "array",
    f"{RESULT}.heater<CoalHeater>.damper[]": "union",
    f"{RESULT}.heater<CoalHeater>.damper[]<Slotted>": "object",
    f"{RESULT}.heater<CoalHeater>.damper[]<Slotted>.slots": "numeric",
    f"{RESULT}.heater<CoalHeater>.damper[]<Flapped>": "object",
    f"{RESULT}.heater<CoalHeater>.damper[]<Flapped>.flap": "boolean",
    f"{RESULT}.pours": "array optional",
    f"{RESULT}.pours[]": "union",
    f"{RESULT}.pours[]<string>": "string",
    f"{RESULT}.pours[]<numeric>": "numeric",
    f"{RESULT}.spare_parts": "array optional",
    f"{RESULT}.spare_parts[]": "Part object",
    f"{RESULT}.spare_parts[].name": "string",
    f"{RESULT}.spare_parts[].parts": "array optional",
    f"{RESULT}.spare_parts[].parts[]": "model Part",
    f"{RESULT}.weights": "array",
    f"{RESULT}.weights[]": "numeric",
    f"{RESULT}.custom": "unknown",
    f"{RESULT}.spout": "union optional deprecated",
    f'{RESULT}.spout<"long">': '"long"',
    f'{RESULT}.spout<"short">': '"short"',
    f"{RESULT}.Deprecated_by": "string optional",
    f"{RESULT}.servings": "union",
    f"{RESULT}.servings<array of string>": "array",
    f"{RESULT}.servings<array of string>[]": "string",
    f"{RESULT}.servings<numeric>": "numeric",
    "responses/2XX/result_info": "object",
    "responses/2XX/result_info.page": "numeric",
    "responses/2XX/result_info.total": "numeric optional",
    "responses/2XX/success": "true",
}


def test_everything_that_a_person_reads_on_a_page_is_told() -> None:
    assert tree(operation("list_kettles.txt", f"GET {KETTLES}")) == LIST_KETTLES


def test_a_text_speaks_of_all_but_integers_and_statuses() -> None:
    assert frozenset(Topic) - {Topic.INTEGERS, Topic.STATUSES} == operation("list_kettles.txt", f"GET {KETTLES}").topics


def test_a_page_can_hold_several_operations() -> None:
    keys = [each.key for each in page("kettle_contents.txt").operations]

    contents = f"{KETTLES}/{{kettle_name}}/contents"
    assert [f"PUT {contents}", f"PATCH {KETTLES}", f"GET {contents}"] == keys


def test_an_operation_can_take_bodies_of_several_media_types() -> None:
    facts = tree(operation("kettle_contents.txt", f"PUT {KETTLES}/{{kettle_name}}/contents"))

    assert facts["requestBody/application/json/water.litres"] == "numeric exclusiveMinimum=0"
    assert facts["requestBody/multipart/form-data/leaves"] == "array"
    assert facts["requestBody/multipart/form-data/leaves[]"] == "file"


def test_a_body_can_be_a_list() -> None:
    described = operation("kettle_contents.txt", f"PATCH {KETTLES}")

    assert tree(described)["requestBody/application/json/"] == "array"
    assert tree(described)["requestBody/application/json/[].place"] == "numeric multipleOf=1"
    assert False is described.bodies[0].optional


def test_an_operation_can_be_deprecated() -> None:
    marks = {each.title: each.deprecated for each in page("kettle_contents.txt").operations}

    assert marks == {"Fill a kettle": False, "Order kettles": True, "Get the contents of a kettle": False}


def test_what_is_returned_can_be_a_model_and_an_example_can_say_its_status() -> None:
    facts = tree(operation("kettle_contents.txt", f"PATCH {KETTLES}"))

    assert facts["responses/200/"] == "Kettle object"
    assert facts["responses/200/place"] == "numeric optional"


def test_an_operation_need_neither_return_nor_take_anything() -> None:
    described = operation("kettle_contents.txt", f"GET {KETTLES}/{{kettle_name}}/contents")

    assert (described.bodies, described.responses, described.examples) == ((), (), ())


# What is changed into what, and the line that is refused for it.
CURL = "curl https://api.example.com/client/v4/accounts/$ACCOUNT_ID/tea/kettles \\"
REFUSED = {
    "a type that is not known": ("name: string\n\nWhat to", "name: text\n\nWhat to", "name: text"),
    "a constraint that is not known": ("maxLength64", "maxLengthy64", "maxLengthy64"),
    "a constraint that stands twice": ("maxLength64", "maxLength64\nmaxLength65", "name: string"),
    "a heading that is not known": ("Path ParametersEx", "Cookie JarEx", "Cookie JarExpand Collapse"),
    "a heading that stands twice": ("Returns", "ReturnsExpand Collapse\nn: string\nReturns", "ReturnsExpand Collapse"),
    "a heading with nothing below it": (
        "account_id: string\n\nWhose kitchen it is.\n\nmaxLength32\n",
        "",
        "Path ParametersExpand Collapse",
    ),
    "a media type that is not known": ("ParametersJSON", "ParametersXML", "Body ParametersXMLExpand Collapse"),
    "a permission that ends with no known word": ("Tea House Write", "Tea House Wash", "Tea House Wash"),
    "a scheme without a header": ("Example:Auth", "For example: Auth", "Security"),
    "a field that is not due": ("code: number", "kode: number", "kode: number"),
    "a variant that is not due": ("\n{ left, right }\n", "\n{ left, wrong }\n", "{ left, wrong }"),
    "a variant that is one too few": ('or "hot"', 'or "hot" or 1 more', "uses: optional number"),
    "a variant that is one too many": ('or "warm" or "hot"', 'or "warm"', '"hot"'),
    "a variant that stands twice": ('"warm"\n"hot"', '"warm"\n"warm"', '"warm"'),
    "variants that nothing announces": (
        "One of the following:\n{ left",
        "{ left",
        "handles: optional { left, right } or { top }",
    ),
    "a field that stands twice": ("success: true", "success: true\nsuccess: true", "success: true"),
    "prose in the midst of fields": ("success: true", "success: true\nAnd more", "And more"),
    "an example that is not JSON": ('"uses": 12', '"uses": 12,', "{"),
    "an example with a name twice": ('"uses": 12', '"uses": 12,\n    "uses": 12', "{"),
    "a command that is not understood": ("    -d '{", "    --data '{", CURL),
    "a command with a body of no type": ("    -H 'Content-Type: application/json' \\\n", "", CURL),
    "two dialects in one page": (
        "{ name, fil",
        "object { name, fil",
        "result: optional object { name, filled, made_on, 2 more }",
    ),
    "a title that is not repeated": ("\nCreate kettle\n\ncurl", "\ncurl", CURL),
    "a parameter that the path does not have": ("account_id: string", "account: string", f"POST{KETTLES}"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_its_line(what: str) -> None:
    old, new, line = REFUSED[what]
    before = text("create_kettle.txt")
    changed = before.replace(old, new)

    with pytest.raises(NotUnderstood) as refusal:
        parse_page("create_kettle.txt", changed)
    assert before != changed
    assert line == changed.splitlines()[refusal.value.line - 1].strip()
    assert str(refusal.value).startswith(f"create_kettle.txt:{refusal.value.line}: ")
    assert str(refusal.value).endswith(f": {line}")


def test_a_page_in_no_dialect_is_refused() -> None:
    with pytest.raises(NotUnderstood, match="is in no dialect that is known"):
        parse_page("novel.txt", "It was a dark and stormy night.\n")
