"""What a Worker exports: its main module is made to say so when it starts."""

import json
import posixpath
import re
import secrets
from dataclasses import dataclass

from tenantry_emulator.wire.json_types import as_object, texts

HANDLERS = ("fetch", "scheduled", "queue", "email", "tail", "tailStream", "trace", "alarm", "test")
# Before what the module says of itself. Nobody else can know it, so what a Worker writes is never taken for that.
MARK = f"tenantry-emulator-exports-{secrets.token_hex(16)} "
# Names of modules that an import can have as they are, in each of the runtime's ways to resolve them.
PLAIN = re.compile(r"[\w./-]+", re.ASCII)
# Stands behind the last line of the module, so that no line has another number than in its file.
TOLD = """
;import * as tenantryEmulatorSelf from %s;
console.debug(%s + JSON.stringify(((self, handlers) => {
  const has = (each, name) => { try { return typeof each?.[name] === "function" } catch { return true } };
  const handles = (each) => handlers.some((name) => has(each, name) || has(each?.prototype, name));
  const isClass = (each) => typeof each === "function" && /^class\\b/.test(Function.prototype.toString.call(each));
  const functions = Object.keys(self).filter((name) => typeof self[name] === "function");
  const all = Object.values(self);
  return { handles: all.some(handles), has_class: all.some(isClass), functions };
})(tenantryEmulatorSelf, %s)));
"""


@dataclass(frozen=True)
class Exports:
    """What is known of the exports of a Worker."""

    handles: bool
    """Whether one of them handles requests or events of some kind."""
    has_class: bool
    """Whether one of them is a class, of which other Workers may call methods."""
    functions: frozenset[str] | None
    """Names of those that can be classes; None where they cannot all be seen."""


def telling(name: str) -> bytes:
    """What makes the main module of this name write what it exports, where it stands behind its code."""
    if not PLAIN.fullmatch(name):
        return b""
    return (TOLD % tuple(map(json.dumps, (f"./{posixpath.basename(name)}", MARK, HANDLERS)))).encode()


def told(message: str) -> Exports | None:
    """What a message says of the exports, if it is about them."""
    if not message.startswith(MARK):
        return None
    said = as_object(json.loads(message.removeprefix(MARK)))
    return Exports(said["handles"] is True, said["has_class"] is True, frozenset(texts(said["functions"])))
