"""What users import, as their tools see it."""

import contextlib
import functools
import inspect
import pickle
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import tenantry_emulator
from tenantry_emulator import Bounds, Emulator, EmulatorError, Fault, Guesses, Limit, WrongArgument

PUBLIC = [getattr(tenantry_emulator, name) for name in tenantry_emulator.__all__]
CLASSES = [each for each in PUBLIC if inspect.isclass(each)]


@pytest.mark.parametrize("public", PUBLIC)
def test_a_public_name_says_the_module_that_it_is_imported_from(public: type) -> None:
    assert public.__module__ == "tenantry_emulator"


@pytest.mark.parametrize("public", [each for each in CLASSES if not issubclass(each, Exception)])
def test_the_types_of_its_signatures_can_be_resolved(public: type) -> None:
    members = [value.fget if isinstance(value, property) else value for value in vars(public).values()]
    hints = {member: typing.get_type_hints(member) for member in members if inspect.isfunction(member)}

    assert any(hints.values())


def test_the_fields_of_the_values_can_be_resolved() -> None:
    assert typing.get_type_hints(Fault)["times"] == int | None
    assert all(typing.get_type_hints(public) for public in (Bounds, Guesses, Limit))


@pytest.mark.parametrize("value", [Bounds(), Fault("edge"), Guesses(), Limit()])
def test_values_can_be_pickled(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value


# Of wrong types, of no text that can be encoded, out of every range: what comes of a slip or an empty variable.
WRONG = [
    None,
    True,
    -1,
    10**400,
    1e300,
    float("nan"),
    "",
    "\ud800",
    "a\0b",
    "x",
    b"x",
    [1],
    {},
    object(),
]
CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("create_namespace", "name", {}),
    ("logs", "namespace", {}),
    ("logs", "script", {"namespace": None}),
    ("logs", "account_id", {"namespace": None}),
    ("assets", "namespace", {"script": "shop"}),
    ("assets", "script", {"namespace": "production"}),
    ("messages", "queue", {}),
    ("messages", "account_id", {"queue": "mail"}),
    ("register_key", "email", {"key": "k"}),
    ("register_key", "key", {"email": "ops@example.com"}),
    ("register_token", "token", {}),
    ("register_token", "permissions", {"token": "t"}),
    ("register_token", "expires_on", {"token": "t"}),
    ("script_url", "script", {"namespace": "production"}),
    ("script_url", "namespace", {"script": "shop"}),
]
VALUES: list[Any] = [Bounds, Guesses, Limit, functools.partial(Fault, "edge"), functools.partial(Fault, "refuse")]


@pytest.mark.parametrize("fault", [Fault("edge"), Fault("reset"), Fault("refuse", status=200), Fault("rate_limit")])
def test_what_is_meant_for_clients_is_not_in_the_way_of_a_namespace(fault: Fault) -> None:
    with Emulator(runs_workers=False, limit=Limit(requests=1)) as emulator:
        emulator.faults.add(fault)
        emulator.register_token("another")
        for name in ("staging", "production"):
            emulator.create_namespace(name)
        with pytest.raises(WrongArgument, match="A dispatch namespace 'staging' already exists"):
            emulator.create_namespace("staging")

        assert (emulator.faults.list()[0].met, emulator.requests) == (0, ())


@pytest.mark.parametrize(("method", "argument", "others"), CALLS)
def test_a_wrong_argument_of_a_method_is_an_error_of_the_package(
    method: str, argument: str, others: dict[str, Any]
) -> None:
    with Emulator(runs_workers=False) as emulator:
        for wrong in WRONG:
            with contextlib.suppress(EmulatorError):
                getattr(emulator, method)(**others, **{argument: wrong})
        assert emulator.failures == []


@pytest.mark.parametrize("value", VALUES)
def test_a_wrong_field_of_a_value_is_an_error_of_the_package(value: Callable[..., object]) -> None:
    for name in inspect.signature(value).parameters:
        for wrong in WRONG:
            with contextlib.suppress(EmulatorError):
                value(**{name: wrong})


@pytest.mark.parametrize("argument", inspect.signature(Emulator).parameters)
def test_a_wrong_argument_of_the_emulator_is_an_error_of_the_package(argument: str, tmp_path: Path) -> None:
    for wrong in [*WRONG, "/", ".", tmp_path]:
        arguments: dict[str, Any] = {"runs_workers": False, argument: wrong}
        with contextlib.suppress(EmulatorError), contextlib.chdir(tmp_path):
            Emulator(**arguments).close()
