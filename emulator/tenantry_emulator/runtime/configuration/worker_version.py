"""A version of a Worker: everything that the runtime has to know of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tenantry_emulator.store.records import (
    DURABLE,
    Asset,
    DurableClass,
    Module,
    Namespace,
    Script,
    is_own_class,
)
from tenantry_emulator.store.store import Store
from tenantry_emulator.wire.json_types import JsonObject, as_object, as_text


@dataclass(frozen=True)
class WorkerVersion:
    """What runs. Another change of the script makes another one."""

    account: str
    namespace: str
    """Empty for one of the account's own Workers."""
    script: str
    tag: str
    """The script's identifier, which all of its versions share."""
    id: str
    created_on: str
    entry_point: str
    """Empty for one that is made of static assets alone."""
    has_modules: bool
    modules: Sequence[Module]
    bindings: Sequence[JsonObject]
    settings: JsonObject
    classes: Mapping[str, DurableClass]
    """Durable Object classes that migrations have left."""
    elsewhere: Mapping[str, str]
    """Bindings to Durable Objects that live in another process, and the key of their class."""
    manifest: str
    """Which static assets it has, as the store keeps it."""
    assets_config: JsonObject | None
    """None where there are no static assets."""
    files: Mapping[str, Asset] = field(default_factory=dict)
    """Static assets, by path, once they were looked up; there may be many."""
    contents: Mapping[str, bytes] = field(default_factory=dict)
    """What they contain, by digest."""

    @property
    def name(self) -> str:
        """Where it is, for people."""
        return f"{self.namespace}/{self.script}" if self.namespace else self.script

    def cpu_ms(self, otherwise: int) -> int:
        """The CPU time that the script may take, if it says so."""
        limit = as_object(self.settings.get("limits")).get("cpu_ms")
        return limit if isinstance(limit, int) else otherwise

    def beside_another(self) -> "WorkerVersion":
        """The version for a second process: its Durable Objects live in the first."""
        keys = {
            as_text(binding["name"]): self.classes[name].key
            for binding in self.bindings
            if (name := self.own_class(binding))
        }
        return replace(self, classes={}, elsewhere={**self.elsewhere, **keys})

    def own_class(self, binding: JsonObject) -> str | None:
        """The name of the class to which the binding leads, if the script itself has it."""
        if binding["type"] != DURABLE or not is_own_class(binding, self.namespace, self.script):
            return None
        wanted, key = as_text(binding.get("class_name")), as_text(binding.get("namespace_id"))
        return next(
            (name for name, own in self.classes.items() if wanted == name or (not wanted and key == own.key)), None
        )

    @property
    def is_python(self) -> bool:
        """Whether it is written in Python, whose interpreter the runtime would fetch from the internet."""
        return any(m.name == self.entry_point and m.content_type.startswith("text/x-python") for m in self.modules)


def version_of(
    store: Store, account: str, namespace: Namespace, script: Script, modules: Sequence[Module]
) -> WorkerVersion:
    """The version of the script that the state has, with these modules."""
    site, bindings = store.assets.site(script), store.scripts.bindings(script)
    return WorkerVersion(
        account=account,
        namespace=namespace.name,
        script=script.name,
        tag=script.tag,
        id=script.version,
        created_on=script.modified_on,
        entry_point=script.entry_point,
        has_modules=script.has_modules,
        modules=modules,
        bindings=bindings,
        settings=script.settings,
        classes=script.durable.classes,
        elsewhere=dict(_elsewhere(store, account, namespace, script, bindings)),
        manifest=site.manifest if site else "",
        assets_config=site.config if site else None,
    )


def _elsewhere(
    store: Store, account: str, namespace: Namespace, script: Script, bindings: Sequence[JsonObject]
) -> Iterator[tuple[str, str]]:
    """The bindings to classes that other scripts have; one to a class that is gone is left out."""
    for binding in bindings:
        if binding["type"] != DURABLE:
            continue
        found = store.class_of(account, namespace.name, script, binding)
        if found and found not in script.durable.classes.values():
            yield as_text(binding["name"]), found.key
