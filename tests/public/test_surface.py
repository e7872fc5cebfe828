"""The public surface changes on purpose only, and its types can be looked up where the program runs."""

import inspect
from collections.abc import Iterator
from typing import get_overloads, get_type_hints

import pytest

import tenantry
import tenantry_emulator
import tenantry_fleet
from tenantry import errors, events, models
from tests.public.surface import LIST, surface


def test_the_public_surface_is_the_committed_one() -> None:
    assert surface() == LIST.read_text("utf-8"), "python -m tests.public.surface writes it anew; read the diff"


def test_the_types_that_take_their_name_from_the_spec_are_those_of_the_signatures() -> None:
    hints = get_type_hints(tenantry.Script.patch_settings)
    assert models.Migrations == models.MultiStepMigrations | models.SingleStepMigrations
    assert models.SmartPlacement in hints["placement"].__args__


def public() -> Iterator[object]:
    """Every public class, method, property and function."""
    for module in (tenantry, errors, events, tenantry_emulator, tenantry_fleet):
        for value in (getattr(module, name) for name in module.__all__):
            if inspect.isclass(value):
                yield value
                for name, member in inspect.getmembers(value):
                    if not name.startswith("_"):
                        yield getattr(member, "fget", getattr(member, "func", member))
            elif inspect.isfunction(value):
                yield value


TYPED = [*dict.fromkeys(each for each in public() if inspect.isclass(each) or inspect.isroutine(each))]


@pytest.mark.parametrize("value", TYPED, ids=lambda value: getattr(value, "__qualname__", None))
def test_types_can_be_looked_up_at_run_time(value: object) -> None:
    hints = get_type_hints(value)
    written = getattr(value, "__annotations__", {})
    assert hints.keys() >= written.keys()
    for overload in get_overloads(value) if inspect.isfunction(value) else ():
        assert "return" in get_type_hints(overload)


def test_no_public_name_says_that_it_stands_in_a_private_module() -> None:
    private = [each for each in TYPED if "._" in str(getattr(each, "__module__", ""))]
    assert [each for each in private if inspect.isclass(each)] == []
