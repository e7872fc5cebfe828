"""From an operation of openapi.yaml every place in it is found, with the owners of differences on the way there."""

from __future__ import annotations

import pytest

from drift.spec.document import committed
from drift.spec.pointers import PointerResolver

RESOLVER = PointerResolver(committed())
SETTINGS = RESOLVER.operation("get_settings").pointer
RESULT = ("responses", "200", "result")


@pytest.mark.parametrize(
    ("pointer", "steps"),
    [
        (SETTINGS, ()),
        (f"{SETTINGS}/security", ("security",)),
        ("/components/parameters/ScriptName", ("parameters", "path", "script_name")),
        (f"{SETTINGS}/parameters", ("parameters", "query", "colour")),
        (f"{SETTINGS}/responses/200", ("responses", "200")),
        ("/components/schemas/Limits/properties/cpu_ms", (*RESULT, "limits", "cpu_ms")),
        ("/components/schemas/Limits/properties/colour", (*RESULT, "limits", "colour")),
        ("/components/schemas/TailConsumer/properties/service", (*RESULT, "tail_consumers", "[]", "service")),
        ("/components/schemas/KvNamespace/properties/colour", (*RESULT, "bindings", "[]", "<KvNamespace>", "colour")),
        ("/components/schemas/ApiMessage/properties/code", ("responses", "4XX", "errors", "[]", "code")),
    ],
)
def test_a_place_is_found_by_its_steps(pointer: str, steps: tuple[str, ...]) -> None:
    assert pointer == RESOLVER.locate("get_settings", steps).pointer


@pytest.mark.parametrize(
    ("operation", "steps"),
    [("list_workers", ("responses", "2XX", "result")), ("create_namespace", ("requestBody", "None", "name"))],
)
def test_an_entry_that_is_called_otherwise_is_the_nearest(operation: str, steps: tuple[str, ...]) -> None:
    pointer = RESOLVER.locate(operation, steps).pointer

    assert committed().at("#" + pointer)


def test_what_may_be_null_is_meant_as_what_it_is_else() -> None:
    observability = RESOLVER.locate("get_settings", (*RESULT, "observability", "logs"))

    assert observability.pointer == "/components/schemas/Observability/properties/logs"
    assert RESOLVER.schema(observability).pointer == "/components/schemas/ObservabilityLogs"


def test_a_field_that_is_not_there_belongs_with_what_composes() -> None:
    field = RESOLVER.locate("list_workers", ("responses", "200", "result", "[]", "colour"))

    assert field.pointer == "/components/schemas/WorkerInfo/allOf/1/properties/colour"


def test_every_schema_on_the_way_is_an_owner() -> None:
    owners = RESOLVER.locate("get_settings", (*RESULT, "limits", "cpu_ms")).owners

    assert (SETTINGS, "responses/200/result/limits/cpu_ms") in owners
    assert ("/components/schemas/Settings", "limits/cpu_ms") in owners
    assert ("/components/schemas/Limits", "cpu_ms") in owners
    assert ("/components/schemas/Limits/properties/cpu_ms", "") in owners
