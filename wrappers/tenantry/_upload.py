"""What a deploy sends: the arguments of `deploy()`, and the metadata made from them and from the bundle."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from attrs import field, frozen

from tenantry import _module_types
from tenantry._bundle import Bundle, Code
from tenantry._keep import KEEP, PARTS, RESOURCES, SECRETS, VARS, Keep
from tenantry._names import checked
from tenantry.errors import NotSent
from tenantry_api import models
from tenantry_api.types import UNSET, File, Unset

if TYPE_CHECKING:
    from tenantry.bindings import Binding

T = TypeVar("T")

JSON: TypeAlias = "str | int | float | bool | Sequence[JSON] | Mapping[str, JSON] | None"
Migrations: TypeAlias = "models.MultiStepMigrations | models.SingleStepMigrations"
Placement: TypeAlias = """
    models.SmartPlacement | models.RegionPlacement | models.HostnamePlacement | models.HostPlacement
    | models.TargetedRegionPlacement | models.TargetedHostnamePlacement | models.TargetedHostPlacement
    | models.TargetedPlacement | models.OtherPlacement
"""


@frozen(kw_only=True)
class Upload:
    """The arguments of one deploy."""

    code: Code = field(repr=False)
    main: str | None
    compatibility_date: str | date
    compatibility_flags: Sequence[str]
    bindings: Keep | Iterable[Binding] | None = field(repr=False)
    vars: Keep | Mapping[str, JSON] | None = field(repr=False)
    secrets: Mapping[str, str] | None = field(repr=False)
    assets: Keep | None
    tags: Sequence[str] | None
    observability: models.Observability | None
    limits: models.Limits | None
    logpush: bool | None
    placement: Placement | None
    tail_consumers: Sequence[models.TailConsumer] | None
    migrations: Migrations | None
    keep_settings: bool

    def bundle(self) -> Bundle:
        """The code, read from wherever it is."""
        return Bundle.of(self.code, main=self.main)

    def body(self, bundle: Bundle, running: models.Settings | None = None) -> models.ScriptUpload:
        """The parts of the request: metadata first, then one for each module.

        `running` are the settings to send again where no others are given.
        """
        body = models.ScriptUpload(metadata=self._metadata(bundle, running))
        body.additional_properties = {_part(bundle, path): _file(bundle, path) for path in bundle}
        return body

    def _metadata(self, bundle: Bundle, running: models.Settings | None) -> models.ScriptMetadata:
        if self.assets is not KEEP and self.assets is not None:
            raise NotSent("assets is KEEP or None; a deploy cannot bring assets yet.")
        old = running or models.Settings()
        new = [*self._new_bindings(), *_blobs(bundle)]
        return models.ScriptMetadata(
            main_module=UNSET if bundle.is_service_worker else bundle.main,
            body_part=bundle.main if bundle.is_service_worker else UNSET,
            bindings=_named_once([*new, *self._inherited(old, new)]),
            # Where the running version's bindings cannot be read, to inherit none by name would remove them.
            keep_bindings=[*self._kept_types()] if old.bindings is None else UNSET,
            keep_assets=True if self.assets is KEEP else UNSET,
            compatibility_date=_day(self.compatibility_date),
            compatibility_flags=texts("compatibility_flags", self.compatibility_flags),
            tags=_first(None if self.tags is None else _tags(self.tags), old.tags),
            observability=_first(self.observability, old.observability),
            limits=_first(self.limits, old.limits),
            logpush=_first(self.logpush, old.logpush),
            placement=_first(self.placement, _again(old.placement)),
            tail_consumers=_first(_listed("tail_consumers", self.tail_consumers), old.tail_consumers),
            usage_model=_first(None, old.usage_model),
            cache_options=_first(None, old.cache_options),
            migrations=_first(self.migrations, None),
        )

    def _new_bindings(self) -> Iterator[Binding]:
        if self.bindings is not KEEP:
            yield from (_binding(binding) for binding in _listed("bindings", self.bindings) or ())
        if self.vars is not KEEP:
            yield from (_var(name, value) for name, value in _named("vars", self.vars).items())
        yield from (secret(name, value) for name, value in _named("secrets", self.secrets).items())

    def _kept_types(self) -> Iterator[str]:
        """Secrets stay always: they go only by name."""
        yield from SECRETS
        if self.vars is KEEP:
            yield from VARS
        if self.bindings is KEEP:
            yield from RESOURCES if self.assets is KEEP else (kind for kind in RESOURCES if kind != "assets")

    def _inherited(self, running: models.Settings, new: Sequence[Binding]) -> Iterator[Binding]:
        """By name, the bindings of the running version that stay."""
        names = {binding.name for binding in new}
        for binding in running.bindings or ():
            if binding.name and binding.name not in names and self._stays(str(binding.type_)):
                yield models.Inherit(name=binding.name)

    def _stays(self, kind: str) -> bool:
        """Whether bindings of this type are kept; one that nobody here knows is a resource as any other."""
        if kind in {*VARS, *SECRETS, *RESOURCES}:
            return kind in set(self._kept_types())
        return kind not in PARTS and self.bindings is KEEP


def secret(name: str, value: object) -> models.SecretText:
    """A secret to set; None is refused: a variable that is not set must not wipe a key."""
    checked("The name of a secret", name)
    if not isinstance(value, str):
        raise NotSent(f"Secret {name!r} must be a str, not {type(value).__name__}; is a variable not set?")
    return models.SecretText(name=name, text=value)


def texts(what: str, values: Iterable[str]) -> list[str]:
    """The values as a list; one str is refused, since it would become a list of its letters."""
    listed = _listed(what, values)
    if listed is None or not all(isinstance(value, str) for value in listed):
        raise NotSent(f"{what} must be a list of str, such as {what}=['a', 'b'].")
    return listed


def _listed(what: str, values: Iterable[T] | None) -> list[T] | None:
    """The values as a list; a text or a mapping is iterable, and yet no list."""
    if values is None:
        return None
    if not isinstance(values, Iterable) or isinstance(values, str | bytes | Mapping):
        raise NotSent(f"{what} must be a list, not {type(values).__name__}.")
    return [*values]


def _named(what: str, values: Mapping[str, T] | None) -> Mapping[str, T]:
    """The values by their names; None is none at all."""
    if not isinstance(values, Mapping | None):
        raise NotSent(f"{what} must be a mapping of names to values, not {type(values).__name__}.")
    return values or {}


def _day(given: str | date) -> str:
    """A day as Cloudflare writes it; whether it is one, Cloudflare says."""
    if isinstance(given, datetime):
        return given.date().isoformat()
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, str):
        return given
    raise NotSent(f"compatibility_date is a date, or a text such as '2026-01-31', not {type(given).__name__}.")


def _tags(given: Iterable[str]) -> list[str]:
    return [checked("A tag", tag) for tag in texts("tags", given)]


def _first(given: T | None, running: T | None) -> T | Unset:
    """The setting that is given; else that of the running version; else none, for Cloudflare to decide."""
    return given if given is not None else running if running is not None else UNSET


def _again(placement: models.PlacementInfo | None) -> models.OtherPlacement | None:
    """A placement as it was answered, to be sent: without what Cloudflare found out about it, if more is left."""
    answered = {} if placement is None else placement.to_dict()
    wanted = {field: value for field, value in answered.items() if field not in {"status", "last_analyzed_at"}}
    return models.OtherPlacement.from_dict(wanted) if wanted else None


def _binding(binding: Binding) -> Binding:
    if not hasattr(binding, "to_dict") or not hasattr(binding, "name"):
        raise NotSent(f"A binding is made by tenantry.bindings, such as bindings.D1(…), not {type(binding).__name__}.")
    if not isinstance(binding.name, str):
        raise NotSent(f"The name of a binding must be a str, not {type(binding.name).__name__}.")
    return binding


def _var(name: str, value: JSON) -> Binding:
    checked("The name of a variable", name)
    if isinstance(value, str):
        return models.PlainText(name=name, text=value)
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        unwritable = f"Variable {name!r} is not JSON: {error}"
    else:
        return models.Json(name=name, json=value)
    raise NotSent(unwritable)


def _named_once(bindings: list[Binding]) -> list[Binding]:
    names = [binding.name for binding in bindings if binding.name]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise NotSent(f"Two bindings, variables or secrets are called {', '.join(twice)}.")
    return bindings


def _blobs(bundle: Bundle) -> Iterator[Binding]:
    """In service-worker syntax, what is no JavaScript is reached through bindings that name its part."""
    kinds = {
        _module_types.WASM: models.WasmModule,
        _module_types.TEXT: models.TextBlob,
        _module_types.DATA: models.DataBlob,
    }
    for path, kind in bundle.types.items() if bundle.is_service_worker else ():
        if kind in kinds:
            yield kinds[kind](name=_identifier(path), part=_identifier(path))


def _part(bundle: Bundle, path: str) -> str:
    """A module's part is called as its path, so that part name and filename agree; a blob's as its binding."""
    is_blob = bundle.is_service_worker and bundle.types[path] in {
        _module_types.WASM,
        _module_types.TEXT,
        _module_types.DATA,
    }
    return _identifier(path) if is_blob else path


def _identifier(path: str) -> str:
    """A path as the name of a JavaScript variable, as wrangler makes it."""
    return re.sub(r"^(?=\d)|[^\w$]", "_", path, flags=re.ASCII)


def _file(bundle: Bundle, path: str) -> File:
    return File(payload=bundle[path], file_name=path, mime_type=bundle.types[path])
