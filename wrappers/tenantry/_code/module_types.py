"""What kinds of modules there are: a part's Content-Type says which one it is.

https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

ES_MODULE = "application/javascript+module"
# CommonJS, and a script in service-worker syntax: what has no `export` and is the main module is the latter.
SCRIPT = "application/javascript"
WASM = "application/wasm"
DATA = "application/octet-stream"
TEXT = "text/plain"
PYTHON = "text/x-python"
SOURCE_MAP = "application/source-map"

# As wrangler's rules have them; its `.json` is bundled into JavaScript, there is no module type for it.
# https://developers.cloudflare.com/workers/wrangler/bundling/
_BY_EXTENSION = {
    ".bin": DATA,
    ".cjs": SCRIPT,
    ".html": TEXT,
    ".js": ES_MODULE,
    ".map": SOURCE_MAP,
    ".mjs": ES_MODULE,
    ".py": PYTHON,
    ".sql": TEXT,
    ".txt": TEXT,
    ".wasm": WASM,
}

# Types that can begin a Worker, with the older spelling of JavaScript that the docs list too.
BEGINNINGS = frozenset({ES_MODULE, "text/javascript+module", SCRIPT, "text/javascript", PYTHON})
SERVICE_WORKER = frozenset({SCRIPT, "text/javascript"})

_EXPORTS = re.compile(
    rb"""(?:^(?:\xef\xbb\xbf)?|[;}\s]|\*/)(?:
        export \s* [{*] | export \s+ (?:default|const|let|var|class|function|async) \b
        | import \s* ["'{*] | import \s+ [\w$]+ (?:\s* , | \s+ from \b)
    )""",
    re.VERBOSE,
)
_LISTENS = re.compile(rb"\baddEventListener\s*\(\s*[\"'`]")


def by_extension(path: str) -> str | None:
    """The type of a module by its name; None if the name says nothing."""
    return _BY_EXTENSION.get(PurePosixPath(path).suffix.lower())


def is_service_worker(source: bytes) -> bool:
    """Whether JavaScript is in service-worker syntax: it listens for events, and exports and imports nothing."""
    return bool(_LISTENS.search(source)) and not _EXPORTS.search(source)
