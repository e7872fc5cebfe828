"""What kinds of modules there are: a part's Content-Type says which one it is.

https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/
"""

ES_MODULE = "application/javascript+module"
# CommonJS, and a script in service-worker syntax: a main module without `export` is the latter.
SCRIPT = "application/javascript"
WASM = "application/wasm"
DATA = "application/octet-stream"
TEXT = "text/plain"
PYTHON = "text/x-python"
SOURCE_MAP = "application/source-map"

# By wrangler's rules. It bundles `.json` into JavaScript, since JSON has no module type.
# https://developers.cloudflare.com/workers/wrangler/bundling/
BY_EXTENSION = {
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
