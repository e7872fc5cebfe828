"""What can be imported and called: the same names, blocking and async, each with a docstring."""

import importlib
import inspect
import pkgutil
from types import ModuleType
from typing import Any

import pytest

import tenantry
from tenantry import bindings, errors, events, models
from tests.client.support.scripts import described_bindings
from tests.public.surface import members_of

PAIRS = [
    (tenantry.Client, tenantry.AsyncClient),
    (tenantry.Namespace, tenantry.AsyncNamespace),
    (tenantry.Script, tenantry.AsyncScript),
    (tenantry.Pages, tenantry.AsyncPages),
]
# What the language calls differently.
CALLED = {"aclose": "close", "__aenter__": "__enter__", "__aexit__": "__exit__", "__aiter__": "__iter__"}
SENDS_NOTHING = {"namespace", "script", "with_options", "list_scripts", "pages"}


def surface(kind: type[Any]) -> dict[str, str]:
    """Names and signatures; the types of the two flavours are called by one name."""
    return {
        CALLED.get(name, name): str(inspect.signature(method)).replace("Async", "")
        for name, method in members_of(kind).items()
        if inspect.isfunction(method) and (not name.startswith("_") or name.startswith("__"))
    }


@pytest.mark.parametrize(("blocking", "async_"), PAIRS)
def test_the_two_flavours_have_the_same_names_and_signatures(blocking: type[Any], async_: type[Any]) -> None:
    assert surface(blocking) == surface(async_) != {}


@pytest.mark.parametrize(("blocking", "async_"), PAIRS)
def test_the_two_flavours_have_the_same_properties(blocking: type[Any], async_: type[Any]) -> None:
    def properties(kind: type[Any]) -> set[str]:
        return {name for name, value in members_of(kind).items() if isinstance(value, property)}

    assert properties(blocking) == properties(async_)


@pytest.mark.parametrize("kind", [async_ for _, async_ in PAIRS])
def test_what_sends_is_awaited_and_what_does_not_is_not(kind: type[Any]) -> None:
    functions = {name: value for name, value in members_of(kind).items() if inspect.isfunction(value)}
    verbs = {name: value for name, value in functions.items() if not name.startswith("_")}

    assert {name for name, verb in verbs.items() if not inspect.iscoroutinefunction(verb)} == SENDS_NOTHING & {*verbs}


def test_what_is_listed_is_what_can_be_imported() -> None:
    there = {name for name in dir(tenantry) if not name.startswith("_") or name == "__version__"}

    assert set(tenantry.__all__) == there - {"annotations"}
    assert len(tenantry.__all__) == len(set(tenantry.__all__))
    assert all(hasattr(tenantry, name) for name in tenantry.__all__)


def test_every_module_of_the_package_is_listed_or_private() -> None:
    modules = {module.name for module in pkgutil.iter_modules(tenantry.__path__)}

    assert {name for name in modules if not name.startswith("_")} <= set(tenantry.__all__)
    assert all((importlib.import_module(f"tenantry.{name}").__doc__ or "").strip() for name in modules)


def documented(where: str, value: object) -> list[str]:
    """What has no docstring, below a class."""
    members = inspect.isclass(value) and [
        (name, member)
        for name, member in members_of(value).items()
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property))
    ]
    missing = [f"{where}.{name}" for name, member in members or [] if not (member.__doc__ or "").strip()]
    return missing + ([] if inspect.getdoc(value) else [where])


def test_every_public_name_has_a_docstring() -> None:
    named: dict[str, Any] = {name: getattr(tenantry, name) for name in tenantry.__all__}
    # Values: their docstring stands where they are defined, for readers and for tools that read the source.
    del named["KEEP"], named["__version__"]
    for module in (errors, events):
        named |= {f"{module.__name__}.{name}": getattr(module, name) for name in module.__all__ if name != "Event"}

    assert [missing for name, value in named.items() for missing in documented(name, value)] == []


@pytest.mark.parametrize("module", [bindings, models])
def test_every_model_has_a_docstring(module: ModuleType) -> None:
    names = module.__all__ if module is bindings else dir(models)
    models_ = {name: getattr(module, name) for name in names if name != "Binding"}

    assert [name for name, value in models_.items() if inspect.isclass(value) and not inspect.getdoc(value)] == []
    assert len(models_) > 30


def test_what_bindings_lists_is_what_it_has() -> None:
    assert all(getattr(bindings, name) is not None for name in bindings.__all__)
    with pytest.raises(AttributeError, match="no attribute 'ScriptMetadata'"):
        _ = bindings.ScriptMetadata
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        _ = models.Nonsense


def test_bindings_has_a_name_for_every_type_of_binding() -> None:
    assert set(bindings.__all__) == {*described_bindings(), "AnyBinding", "Binding", "Other"}


def test_keep_says_what_it_is() -> None:
    assert repr(tenantry.KEEP) == "KEEP"
