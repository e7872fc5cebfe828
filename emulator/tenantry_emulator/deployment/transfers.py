"""Classes of Durable Objects that go from one script of a namespace to another, with all that they hold.

By a migration of the script that gets it; or by declarative exports, in two steps: the script that gets it expects it,
and then the one that has it lets go. Bindings follow a class that goes, or that is renamed:
https://developers.cloudflare.com/durable-objects/reference/durable-objects-migrations/
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.store.namespaces import NAMELESS
from tenantry_emulator.store.records import (
    DURABLE,
    Durable,
    Namespace,
    Script,
    ScriptConfig,
    Transfer,
    end_of_transfer,
    expected_classes,
)
from tenantry_emulator.store.store import Store
from tenantry_emulator.wire import identifiers
from tenantry_emulator.wire.identifiers import VersionId
from tenantry_emulator.wire.json_types import Json, JsonObject, as_object, as_text
from tenantry_emulator.wire.paging import TagFilter
from tenantry_emulator.wire.refusals import EXPORTS_REFUSED, Refusal

from .migrations import live


def transfers_of(context: RequestContext, exports: Json, before: Durable, after: Durable) -> list[Transfer]:
    """The classes that go, come or are renamed with what leaves the script these classes."""
    script = context.path["script_name"]
    return [*_going(context, script, exports, before), *_coming(context.store, script, before, after)]


def _going(context: RequestContext, script: str, exports: Json, before: Durable) -> Iterator[Transfer]:
    """Those that the exports let go; each must be expected."""
    for name, export in as_object(exports).items():
        goes_to = as_text(as_object(export).get("transferred_to"))
        if not goes_to or name not in before.classes:
            continue
        taker, _ = end_of_transfer(goes_to, name)
        found = context.store.scripts.get(context.namespace(), taker)
        awaited = expected_classes(found.settings.get("exports")) if found else {}
        taken = [theirs for theirs, end in awaited.items() if end == (script, name)]
        if not taken:
            text = f"The class '{name}' cannot go to '{taker}' before the exports of '{taker}' expect it."
            raise Refusal(EXPORTS_REFUSED, text, pointer=f"/exports/{name}/transferred_to")
        yield Transfer(before.classes[name], script, name, taker, taken[0])


def _coming(store: Store, script: str, before: Durable, after: Durable) -> Iterator[Transfer]:
    """Those that were another script's, or had another name here."""
    names = {durable_class.key: name for name, durable_class in before.classes.items()}
    for name, durable_class in after.classes.items():
        if given := names.get(durable_class.key):
            if given != name:
                yield Transfer(durable_class, script, given, script, name)
        elif owner := store.scripts.with_class(durable_class.key):
            found = store.found(*owner)
            theirs = found[1].durable.classes if found else {}
            (given,) = [name for name, each in theirs.items() if each.key == durable_class.key]
            yield Transfer(durable_class, owner[2], given, script, name)


def carry_out(context: RequestContext, transfers: Iterable[Transfer]) -> None:
    """Write down what becomes of other scripts with it."""
    namespace, script = context.namespace(), context.path["script_name"]
    for transfer in transfers:
        for name in {transfer.giver, transfer.taker} - {script}:
            if other := context.store.scripts.get(namespace, name):
                version = identifiers.new_version(context.state.clock.now())
                context.store.scripts.put_config(other, _other(context.store, other, transfer), version)
        own = context.store.namespaces.get(context.account, NAMELESS)
        for within in [namespace, own] if own else [namespace]:
            for follower in context.store.scripts.page(within, TagFilter()):
                _follow(context.store, within, follower, namespace, transfer)


def _other(store: Store, script: Script, transfer: Transfer) -> ScriptConfig:
    """What the transfer leaves of the script at its other end."""
    moved, settings = transfer.durable_class, script.settings
    classes = {name: each for name, each in script.durable.classes.items() if each.key != moved.key}
    if script.name == transfer.taker:
        classes[transfer.taken] = moved
    if "exports" in settings:
        settings = {**settings, "exports": live(settings["exports"], classes)}
    return ScriptConfig(settings, script.tags, store.scripts.bindings(script), replace(script.durable, classes=classes))


def _follow(store: Store, within: Namespace, script: Script, namespace: Namespace, transfer: Transfer) -> None:
    """Lead the script's bindings to where the class is by now; its version stays."""
    present = store.scripts.bindings(script)
    bindings = [_led(binding, within, script, namespace, transfer) for binding in present]
    if bindings != present:
        store.scripts.set_bindings(script, bindings, VersionId(script.version, script.modified_on))


def _led(
    binding: JsonObject, within: Namespace, script: Script, namespace: Namespace, transfer: Transfer
) -> JsonObject:
    to = as_text(binding.get("script_name")) or script.name, as_text(binding.get("class_name"))
    is_there = (as_text(binding.get("dispatch_namespace")) or within.name) == namespace.name
    if binding["type"] != DURABLE or not is_there or to != (transfer.giver, transfer.given):
        return binding
    return {**binding, "script_name": transfer.taker, "class_name": transfer.taken}
