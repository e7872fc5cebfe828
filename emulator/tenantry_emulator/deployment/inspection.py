"""What can be learnt about a Worker from its modules without running them."""

import hashlib
import re

from tenantry_emulator.store.records import Code, Module

from .upload import Upload

HANDLERS = ("fetch", "scheduled", "queue", "email", "tail", "tailStream", "trace", "alarm", "test")


def code_of(upload: Upload) -> Code:
    """The code that the upload brings."""
    return Code(
        etag=_etag(upload),
        entry_point=upload.entry_point.name if upload.entry_point else "",
        has_modules="main_module" in upload.metadata,
        handlers=_handlers(upload.entry_point) if upload.entry_point else [],
        modules=upload.modules,
    )


def _etag(upload: Upload) -> str:
    """A hash of the code alone; how Cloudflare makes it is not known."""
    digest = hashlib.sha256(upload.entry_point.name.encode() if upload.entry_point else b"")
    for module in sorted(upload.modules, key=lambda module: module.name):
        for part in (module.name.encode(), module.content_type.encode(), module.content):
            digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _handlers(entry_point: Module) -> list[str]:
    """Names of handlers that the entry point seems to have: a guess, for the code is not run."""
    code = entry_point.content.decode(errors="replace")
    return [
        name for name in HANDLERS if re.search(rf"\b(?:on_)?{name}\s*[(:=]|addEventListener\(\s*[\"']{name}\b", code)
    ]
