"""The kinds of records that commands print, with the names of their fields, which are stable."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from operator import attrgetter, itemgetter
from typing import Any

from attrs import frozen

# Any: the items of each kind have a type of their own.
Get = Callable[[Any], object]


@frozen
class Kind:
    """A kind of record: its fields in their order, and which of them a table shows."""

    name: str
    fields: Mapping[str, Get]
    shown: tuple[str, ...]

    def record(self, item: object) -> dict[str, object]:
        """All fields of one, by name."""
        return {name: get(item) for name, get in self.fields.items()}


def kind(name: str, fields: str, shown: str | None = None) -> Kind:
    """A kind whose fields are attributes; `name=namespace_name` gives one another name."""
    pairs = (field.partition("=") for field in fields.split())
    getters: dict[str, Get] = {field: attrgetter(attribute or field) for field, _, attribute in pairs}
    return Kind(name, getters, tuple((shown or " ".join(getters)).split()))


def plain(value: object) -> object:
    """A value as JSON has it."""
    if callable(to_dict := getattr(value, "to_dict", None)):
        return plain(to_dict())
    match value:
        case Mapping():
            return {str(name): plain(item) for name, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case datetime():
            return value.isoformat()
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
    return str(value)


def _without(names: set[str], model: Any) -> Mapping[str, object] | None:
    """What a model says beside these fields. Any: any model has `to_dict()`."""
    return {name: value for name, value in model.to_dict().items() if name not in names} or None


def cell(value: object, *, brief: bool = False) -> str:
    """A value as people read it; a moment is in UTC, to the minute where it shall be brief."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}" if brief else value.isoformat(timespec="seconds")
        case list() | tuple() if all(isinstance(item, str) for item in value):
            return ", ".join(value)
    return json.dumps(plain(value), ensure_ascii=False)


def _detail(entry: Any) -> str | None:
    """What goes with a line of the history; of a start it is the options, as they are typed. Any: an Entry."""
    detail: str | None = entry.detail
    if entry.verb != "start" or detail is None:
        return detail
    words: list[str] = []
    for name, value in json.loads(detail).items():
        if name == "waves":
            words += (word for wave in value for word in ("--wave", str(wave)))
        else:
            words += [f"--{name.replace('_', '-')}"]
            words += [] if value is True else [shlex.join(value) if isinstance(value, list) else str(value)]
    return shlex.join(words)


NAMESPACE = kind(
    "namespace",
    "name=namespace_name id=namespace_id script_count trusted_workers created_on created_by modified_on modified_by",
    "name script_count trusted_workers created_on",
)
SCRIPT = kind(
    "script",
    "name namespace=dispatch_namespace tags etag compatibility_date migration_tag created_on modified_on",
    "name modified_on tags",
)
BUILD = kind("build", "etag count since names", "count since etag")
DEPLOYED = kind("deployed", "name=id etag tags compatibility_date migration_tag has_assets startup_time_ms modified_on")
UPLOAD = Kind(
    "upload",
    {
        "main": attrgetter("bundle.main"),
        "modules": attrgetter("bundle.types"),
        "left_out": attrgetter("bundle.left_out"),
        # Each deploy keeps the same types of bindings.
        "settings": lambda sent: _without({"keep_bindings"}, sent.metadata),
        "kept": attrgetter("kept"),
        "assets": lambda sent: None if sent.assets is None else sorted(sent.assets),
        "warnings": attrgetter("warnings"),
    },
    ("main", "modules"),
)
DIFFERENCE = kind("difference", "what before after")
RESTORED = kind("restored", "restored kept not_restored")
SETTINGS = kind(
    "settings",
    "bindings cache_options compatibility_date compatibility_flags exports limits logpush observability placement tags "
    "tail_consumers usage_model",
)
BINDING = Kind(
    "binding",
    {
        "name": attrgetter("name"),
        "type": attrgetter("type_"),
        # Of a secret nothing.
        "details": lambda binding: _without({"name", "type"}, binding),
    },
    ("name", "type", "details"),
)
# Of one script in a rollout, as `Report.to_dicts()` has it.
_OUTCOME = "script outcome wave why code ray attempts check before after started ended"
OUTCOME = Kind(
    "outcome",
    {name: itemgetter(name) for name in _OUTCOME.split()},
    ("script", "outcome", "why"),
)
CHECK = kind("check", "check state found todo")
PLAN = kind("plan", "id operation scripts unchanged left_alone calls backups listings seconds missing")
ROLLOUT = kind(
    "rollout",
    "id operation state why actor reason wave waves counts holder undoes created started ended",
    "id operation state created actor reason",
)
ENTRY = Kind(
    "entry",
    {
        "at": lambda entry: datetime.fromtimestamp(entry.at, UTC),
        **{name: attrgetter(name) for name in ("actor", "verb")},
        "detail": _detail,
        **{name: attrgetter(name) for name in ("host", "rollout")},
    },
    ("at", "actor", "verb", "detail"),
)
CHANGE = kind("change", "action kind name script namespace dry_run", "action kind name")
SECRET = kind("secret", "name type=type_")
TAG = Kind("tag", {"tag": str}, ("tag",))
