"""Bindings that the props of a service binding bring to an entrypoint: `{"$binding": …}` in the place of a value.

Props come into a process as JSON. So the binding is in the process already, and a subclass of the entrypoint puts it in
its place in `ctx.props`.
"""

import json
import posixpath
from dataclasses import replace

from tenantry_emulator.store.records import Module
from tenantry_emulator.wire.json_types import Json, JsonObject, as_object

from .worker_version import WorkerVersion

ENTRYPOINT = "TenantryEmulatorBrought"
MODULE = "tenantry-emulator-brought.js"
SOURCE = """
import * as worker from %s;
export * from %s;
const entrypoint = %s;
if (typeof worker[entrypoint] !== "function") {
  throw new Error(`The Worker exports no class ${entrypoint}, to which a service binding brings bindings.`);
}
export class %s extends worker[entrypoint] {
  constructor(ctx, env) {
    const [own, props] = [{ ...env }, { ...ctx.props }];
    for (const [name, ours] of %s) {
      props[name] = own[ours];
      delete own[ours];
    }
    Object.defineProperty(ctx, "props", { value: props });
    super(ctx, own);
  }
}
"""


def found(props: Json) -> JsonObject:
    """The bindings that the props bring, by their names there."""
    described = {name: as_object(value).get("$binding") for name, value in as_object(props).items()}
    return {name: binding for name, binding in described.items() if binding}


def added(version: WorkerVersion, entrypoint: str, brought: JsonObject) -> WorkerVersion:
    """The version with these bindings, and with the entrypoint that has them in its props."""
    ours = {name: f"tenantry-emulator {name}" for name in brought}
    main = json.dumps(f"./{posixpath.basename(version.entry_point)}")
    source = SOURCE % (main, main, json.dumps(entrypoint), ENTRYPOINT, json.dumps([*ours.items()]))
    name = posixpath.join(posixpath.dirname(posixpath.normpath(version.entry_point)), MODULE)
    module = Module(name, name, "application/javascript+module", source.encode())
    bindings = [{**as_object(binding), "name": ours[name]} for name, binding in brought.items()]
    return replace(
        version, entry_point=name, modules=[*version.modules, module], bindings=[*version.bindings, *bindings]
    )
