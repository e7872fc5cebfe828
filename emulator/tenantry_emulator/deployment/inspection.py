"""What can be learnt about a Worker from its modules without running them.

Code may be large, so all of this is for a thread. It looks for words, which is fast, piece by piece, so that other
threads have their turn, and looks closely only where one is found. An `export` that is longer than a piece is not
understood.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence

from tenantry_emulator.runtime.configuration.exports import HANDLERS, Exports
from tenantry_emulator.store.records import Code, Module
from tenantry_emulator.wire.turns import PIECE, Turns, step_aside

from .upload import Upload

# Possessive, `*+` and `++`, and no list over a brace: what was read once is not read again, however long it is.
EXPORT = re.compile(rb"export\s*+(?:default\b|[{*]|(?:async\s++)?(?:class|const|let|var|function)\b)")
NAMED = re.compile(rb"export\s++(?:async\s++)?(?:(?:class|const|let|var)\s++|function\s*+\*?\s*+)([\w$]++)")
LISTED = re.compile(rb"export\s*+\{([^{}]*+)\}")
EVERYTHING = re.compile(rb"export\s*+\*(?!\s*+as\b)")
CLASS = re.compile(rb"export\s++(?:default\s++)?class\b|export\s*+[{*]")
DEFAULT = re.compile(rb"export\s++default\b")
# A default that cannot have handlers: an empty object, or a plain function.
WITHOUT_HANDLERS = re.compile(
    rb"export\s++default\s*+(?:\{\s*+\}|(?:async\s++)?function\b|(?:async\s*+)?(?:\([^()]*+\)|\b[\w$]++)\s*+=>)"
)


def code_of(upload: Upload) -> Code:
    """The code that the upload brings."""
    return Code(
        etag=_etag(upload),
        entry_point=upload.entry_point.name if upload.entry_point else "",
        has_modules="main_module" in upload.metadata,
        handlers=_handlers(upload.entry_point) if upload.entry_point else [],
        modules=upload.modules,
    )


def exports_of(entry_point: str, modules: Sequence[Module], *, has_modules: bool) -> Exports | None:
    """What the Worker seems to export: whatever may handle requests counts; None where that cannot be seen."""
    found = [module for module in modules if module.name == entry_point and "javascript" in module.content_type]
    if not found:
        return None
    code = found[0].content
    if not has_modules:
        return Exports(_find(code, b"addEventListener") >= 0, has_class=False, functions=frozenset())
    if "+module" not in found[0].content_type:
        return None
    scripts = [module.content for module in modules if "javascript" in module.content_type]
    handles = _may_handle(code) and any(_find(script, name.encode()) >= 0 for script in scripts for name in HANDLERS)
    return Exports(handles, _found(CLASS, code), None if _found(EVERYTHING, code) else frozenset(_names(code)))


def _may_handle(code: bytes) -> bool:
    are_without = (
        WITHOUT_HANDLERS.match(code, each.start(), each.start() + PIECE) is not None for each in _each(DEFAULT, code)
    )
    if next(are_without, False) and all(are_without):
        return False
    return _found(EXPORT, code)


def _names(code: bytes) -> Iterator[str]:
    for found in _each(NAMED, code):
        yield found[1].decode()
    for found in _each(LISTED, code):
        for item in found[1].decode(errors="replace").split(","):
            yield item.rpartition(" as ")[2].strip()


def _each(pattern: re.Pattern[bytes], code: bytes) -> Iterator[re.Match[bytes]]:
    """Each place where `export` begins what the pattern describes."""
    for place in _places(b"export", code):
        if found := pattern.match(code, place, place + PIECE):
            yield found


def _places(word: bytes, code: bytes) -> Iterator[int]:
    """Each place of the word."""
    place, turns = _find(code, word), Turns()
    while place >= 0:
        yield place
        turns.count()
        place = _find(code, word, place + 1)


def _find(code: bytes, word: bytes, start: int = 0) -> int:
    """Where the word is next, or -1."""
    for place in range(start, len(code), PIECE):
        if place > start:
            step_aside()
        if (found := code.find(word, place, place + PIECE + len(word) - 1)) >= 0:
            return found
    return -1


def _found(pattern: re.Pattern[bytes], code: bytes) -> bool:
    return next(_each(pattern, code), None) is not None


def _etag(upload: Upload) -> str:
    """A hash of the code alone; how Cloudflare makes it is not known."""
    digest = hashlib.sha256(upload.entry_point.name.encode() if upload.entry_point else b"")
    for module in sorted(upload.modules, key=lambda module: module.name):
        for part in (module.name, module.content_type):
            digest.update(hashlib.sha256(part.encode()).digest())
        digest.update(bytes.fromhex(module.digest))
    return digest.hexdigest()


def _handlers(entry_point: Module) -> list[str]:
    """Names of handlers that the entry point seems to have: a guess, for the code is not run."""
    return [name for name in HANDLERS if _seems_to_handle(entry_point.content, name.encode())]


def _seems_to_handle(code: bytes, name: bytes) -> bool:
    """Whether the name is somewhere that of a method or a property, or what is listened for."""
    method = re.compile(rb"(?<![\w$])(?:on_)?%b\s*[(:=]" % name)
    listener = re.compile(rb"addEventListener\(\s*[\"']%b\b" % name)
    for place in _places(name, code):
        before = max(place - 40, 0)
        around = code[before : place + len(name) + 20]
        if method.search(around) or listener.search(around):
            return True
    return False
