"""A snapshot: what a script was when it was read."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import NoneType
from typing import Any

from attrs import Attribute, asdict, evolve, field, fields, frozen

from tenantry._arguments.convert import as_mapping, reading_arguments
from tenantry._code.bundle import Bundle
from tenantry._files import why
from tenantry._public import public
from tenantry._snapshots import folder
from tenantry._snapshots.differences import Differences, differences, modules_said
from tenantry._snapshots.promises import bindings_of, is_secret, kept_in_snapshot, settings_said
from tenantry._snapshots.resources import renamed
from tenantry.errors import NotSent
from tenantry_api import models
from tenantry_api.display import Value


# Any: a validator of attrs has the type of its field.
def _of(*kinds: type) -> Callable[[object, Any, Any], None]:
    """A validator: a value of one of these types."""

    def check(_: object, attribute: Attribute[Any], value: object) -> None:
        if not isinstance(value, kinds):
            names = " or ".join(kind.__name__ for kind in kinds)
            raise NotSent(f"The {attribute.name} of a snapshot must be {names}, not {type(value).__name__}.")

    return check


@public
@frozen(kw_only=True)
class Snapshot(Value):
    """What a script was when it was read: its code and what surrounds it.

    `Script.snapshot()` takes one, and `Script.restore()` brings it back. Of secrets, and of bindings whose types are
    unknown here, it has the names alone; it has no static assets: Cloudflare does not give them out.
    """

    account_id: str = field(validator=_of(str))
    """The account that the script was read in."""
    namespace: str = field(validator=_of(str))
    """The dispatch namespace that it was read in."""
    script: str = field(validator=_of(str))
    """The name of the script."""
    code: Bundle = field(validator=_of(Bundle))
    """The modules; of a script in service-worker syntax the script alone, for Cloudflare does not give out the rest."""
    settings: models.Settings = field(converter=kept_in_snapshot)
    """What surrounds the code: bindings, tags, flags, limits, and so on."""
    migration_tag: str | None = field(default=None, validator=_of(str, NoneType))
    """Tag of the Durable Object migration that had been applied last."""
    has_assets: bool | None = field(default=None, validator=_of(bool, NoneType))
    """Whether it had static assets; None if Cloudflare does not say."""
    is_retargeted: bool = field(default=False, validator=_of(bool))
    """Whether it comes from `retarget()`, and can be restored in another namespace too."""

    def __hash__(self) -> int:
        # Settings and code have no hash of their own.
        return hash((self.account_id, self.namespace, self.script))

    @property
    def bindings(self) -> Sequence[models.Binding]:
        """What the script found in `env`."""
        return tuple(self.settings.bindings or ())

    @property
    def secrets(self) -> Sequence[str]:
        """The names of its secrets."""
        return tuple(name for name, binding in bindings_of(self.settings).items() if is_secret(binding))

    @property
    def tags(self) -> Sequence[str]:
        """Its tags."""
        return tuple(self.settings.tags or ())

    @property
    def resources(self) -> Mapping[str, Sequence[str]]:
        """The ids and names of other resources, by the place that names them, such as `bindings.CACHE`."""
        found: dict[str, list[str]] = {}

        def noted(place: str, resource: str) -> str:
            found.setdefault(place, []).append(resource)
            return resource

        renamed(self.settings, noted)
        return found

    @reading_arguments
    def retarget(self, mapping: Mapping[str, str]) -> Snapshot:
        """The same with other resources, for another namespace, environment or account: `{old_id: new_id, …}`.

        Each id and name in `resources` needs an entry; one that is mapped to itself stays on purpose. Raises NotSent
        for one that has none.
        """
        mapping = as_mapping("mapping", mapping)
        places = self.resources.items()
        if missing := [f"{place} ({one})" for place, named in places for one in named if one not in mapping]:
            raise NotSent(f"No new id is given for {', '.join(missing)}; to keep one, map it to itself.")
        if wrong := [old for old, new in mapping.items() if not isinstance(new, str) or not new]:
            raise NotSent(f"The new id for {', '.join(map(repr, wrong))} is empty, or not a str.")
        return evolve(self, settings=renamed(self.settings, lambda _, old: mapping[old]), is_retargeted=True)

    def diff(self, other: Snapshot) -> Differences:
        """What the other snapshot says differently; false where nothing is. `print()` shows a line for each.

        The values of secrets are in no snapshot, so that they cannot be compared.
        """
        if not isinstance(other, Snapshot):
            raise NotSent(f"A snapshot is compared with another one, not with {type(other).__name__}.")
        return differences(self._said(), other._said())

    def _said(self) -> Mapping[str, object]:
        bindings = {f"bindings.{name}": each.to_dict() for name, each in sorted(bindings_of(self.settings).items())}
        others = {"migration_tag": self.migration_tag, "has_assets": self.has_assets}
        return {**modules_said(self.code), **settings_said(self.settings), **others, **bindings}

    @reading_arguments
    def save(self, to: str | os.PathLike[str]) -> Path:
        """Write it into the folder `to`, which must be new, or empty: `snapshot.json`, and the modules below `code/`.

        The folder is there only once it is whole, and only for its owner: it holds the values of variables, but not of
        secrets. Raises NotSent where it cannot be written.
        """
        described = asdict(self, recurse=False, filter=lambda each, _: each.name not in {"code", "settings"})
        return folder.write(to, self.code, {**described, "settings": self.settings.to_dict()})

    @classmethod
    @reading_arguments
    def read(cls, saved: str | os.PathLike[str]) -> Snapshot:
        """The snapshot in a folder that `save()` wrote. Raises NotSent for anything else, and where it was changed."""
        try:
            code, said = folder.read(saved)
            given = {each.name: said[each.name] for each in fields(cls) if each.name not in {"code", "settings"}}
            return cls(code=code, settings=models.Settings.from_dict(said["settings"]), **given)
        except NotSent:
            raise
        except (OSError, KeyError, TypeError, ValueError, RecursionError) as error:
            text = f"{type(error).__name__}: {why(error)}"
            raise NotSent(f"{saved!r} holds no snapshot that can be read: {text}.") from None
