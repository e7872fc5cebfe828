"""What users import, as their tools see it."""

import inspect
import pickle
import typing

import pytest

import tenantry_emulator
from tenantry_emulator import Bounds, Fault, Guesses, Limit

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
