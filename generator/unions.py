"""A module for each union whose classes are told apart by a tag: who lists them by hand would forget the next one."""

from collections.abc import Iterator

from generator.facts import Union, tagged_unions
from generator.schemas import Schemas
from generator.spec import Object

_PACKAGE = '''"""Unions of models, each with its classes and the values of the tag that tells them apart."""

from ..display import Model
'''


def union_modules(spec: Object) -> Iterator[tuple[str, str]]:
    """The sources of the package, by the names of the files."""
    unions = [*tagged_unions(Schemas(spec))]
    yield "__init__.py", _PACKAGE + "".join(map(_base, unions))
    for union in unions:
        classes = sorted([*union.variants.values(), union.open, union.name])
        yield f"{union.module}.py", _module(union, classes)


def _base(union: Union) -> str:
    return f'''

class Any{union.name}(Model):
    """Any class of `{union.name}`: the type of a list of several, where a checker looks for one that all have."""

    __slots__ = ()
'''


def _module(union: Union, classes: list[str]) -> str:
    imports = ", ".join(f"{each} as {each}" for each in classes)
    return f'''"""The classes of `{union.name}`, each imported when it is first used."""

from typing import TYPE_CHECKING

from .. import models

if TYPE_CHECKING:
    from ..models import {imports}

BY_TAG = {union.variants!r}
"""Names of classes by the value of `{union.tag}`; one that is not here is read as the class for all others."""
{_kept_by(union)}
__all__ = {classes!r}


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(models, name)
    raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
'''


def _kept_by(union: Union) -> str:
    if not union.kept_by:
        return ""
    kinds = {kept_by: tuple(values) for kept_by, values in union.kept_by.items()}
    return f'''
KEPT_BY: dict[str, tuple[str, ...]] = {kinds!r}
"""Values of `{union.tag}` by the argument of a deploy that keeps them where it is not given; `never`: none does."""

UNVERIFIED: tuple[str, ...] = {tuple(union.unverified)!r}
"""Values of `{union.tag}` that no docs of the API name: clients were seen to send them."""
'''
