"""Settings and bindings as users give them: models, or dicts, which become models; what does not fit is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import UnionType

# Any: a value whose type is not known yet, or that of the setting which the caller names.
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from attrs import fields, has

from tenantry.errors import NotSent
from tenantry_api import models, wire
from tenantry_api.types import OpenEnum, Unset
from tenantry_api.unions import binding as documented

# What Cloudflare says of a placement without being told.
ANSWERED_OF_PLACEMENT = {"status", "last_analyzed_at"}
# The kinds that take every field.
_OPEN = ("OtherBinding", "OtherExport")


def as_setting(name: str, given: object) -> Any:
    """The setting of this name, as an upload carries it."""
    if given is None:
        raise NotSent(f"{name}=None says neither to keep nor to remove: leave it out, and it stays as it is.")
    if isinstance(given, models.PlacementInfo):
        given = placement_to_resend(given) or models.OtherPlacement()
    hint = _hints("ScriptMetadata")[name]
    is_read = all(has(type(each)) for each in (given if isinstance(given, list | tuple) else [given]))
    if has(type(given)) and not isinstance(given, tuple(filter(has, _kinds(hint)))):
        raise NotSent(f"{name} must be {_named(hint)}, not {type(given).__name__}.")
    try:
        found = getattr(models.ScriptMetadata.from_dict({name: wire.encode(given)}), name)
    except wire.MISFIT as error:
        raise NotSent(f"{name} must be {_named(hint)}: {error}.") from None
    _check(name, found, hint, is_strict=not is_read)
    return found


def as_binding(given: object) -> models.Binding:
    """One binding; a secret as it was read, without its value, stays as it is."""
    binding = _binding(given)
    if not isinstance(binding.name, str):
        raise NotSent(f"The name of a binding must be a str, not {type(binding.name).__name__}.")
    _check(f"The binding {binding.name!r}", binding, type(binding), is_strict=isinstance(given, Mapping))
    if isinstance(binding, models.SecretText | models.SecretKey) and not _has_value(binding):
        return models.Inherit(name=binding.name)
    return binding


def without_part(binding: models.Binding) -> models.Binding:
    """The binding; one to a part of the upload that it came with stays as it is."""
    has_part = isinstance(binding, models.DataBlob | models.TextBlob | models.WasmModule)
    return models.Inherit(name=str(binding.name)) if has_part else binding


def _binding(given: Any) -> models.Binding:
    if hasattr(given, "to_dict") and hasattr(given, "name"):
        return given  # type: ignore[no-any-return]
    if not isinstance(given, Mapping):
        raise NotSent(f"A binding is made by tenantry.bindings, such as bindings.D1(…), not {type(given).__name__}.")
    try:
        found = models.decode_binding(wire.encode(given))
    except wire.MISFIT as error:
        raise NotSent(f"A binding cannot be read: {error}.") from None
    if isinstance(found, models.OtherBinding) and found.type_ in documented.BY_TAG:
        raise NotSent(f"A binding of type {found.type_} must be a bindings.{documented.BY_TAG[found.type_]}.")
    return found


def _has_value(secret: models.SecretText | models.SecretKey) -> bool:
    if isinstance(secret, models.SecretText):
        return secret.text is not None
    return secret.key_base64 is not None or secret.key_jwk is not None


def placement_to_resend(placement: models.PlacementInfo | None) -> models.OtherPlacement | None:
    """The placement of the running version, without the fields that Cloudflare adds to its answer."""
    answered = {} if placement is None else placement.to_dict()
    wanted = {field: value for field, value in answered.items() if field not in ANSWERED_OF_PLACEMENT}
    return models.OtherPlacement.from_dict(wanted) if wanted else None


def _check(where: str, value: object, hint: object, *, is_strict: bool) -> None:
    """Raises NotSent for what is not of its type and, where that is strict, for fields that no document has."""
    kind = next((each for each in _kinds(hint) if _is_a(value, each)), None)
    if kind is None:
        raise NotSent(f"{where} must be {_named(hint)}, not {type(value).__name__}.")
    if isinstance(value, list):
        for number, each in enumerate(value):
            _check(f"{where}[{number}]", each, get_args(kind)[0], is_strict=is_strict)
    elif has(type(value)):
        for name, each in _hints(type(value).__name__).items():
            if name != "additional_properties":
                _check(f"{where}.{name.rstrip('_')}", getattr(value, name), each, is_strict=is_strict)
        _check_rest(where, value, is_strict=is_strict)


def _check_rest(where: str, model: Any, *, is_strict: bool) -> None:
    """The fields of a model that have no attribute: those of a map, or of a name that no document has."""
    entries = get_args(_hints(type(model).__name__)["additional_properties"])[1]
    for name, each in model.additional_properties.items():
        if entries is not Any:
            _check(f"{where}[{name!r}]", each, entries, is_strict=is_strict)
        elif is_strict and type(model).__name__ not in _OPEN:
            known = ", ".join(field.name.rstrip("_") for field in fields(type(model))[:-1])
            raise NotSent(f"{where} has no field {name!r}; there are: {known}.")


def _is_a(value: object, kind: Any) -> bool:
    """Whether a value is of this kind, whatever is in it."""
    if kind is Any:
        return True
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    kind = get_origin(kind) or kind
    if issubclass(kind, OpenEnum):
        return isinstance(value, str)
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)


def _kinds(hint: object) -> Iterable[Any]:
    return get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)


def _named(hint: object) -> str:
    """The kinds of a type, but for what stands for nothing."""
    return " or ".join(_names(each) for each in _kinds(hint) if each not in {Unset, type(None)})


def _names(kind: Any) -> str:
    name = str(getattr(kind, "__name__", kind))
    return f"a list of {_named(get_args(kind)[0])}" if get_origin(kind) is list else name


@cache
def _hints(name: str) -> dict[str, Any]:
    """The types of a model's fields. Its module imports them for type checkers only."""
    model = getattr(models, name)
    words = {word for field in fields(model) for word in re.findall(r"\w+", str(field.type))}
    return get_type_hints(model, localns={word: getattr(models, word) for word in words if hasattr(models, word)})
