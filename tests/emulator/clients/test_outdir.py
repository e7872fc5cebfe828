"""What `wrangler deploy --dry-run --outdir` writes, deployed by tenantry: it answers as what wrangler deploys."""

import json
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry import bindings

from .conftest import Ground, Wrangler

DEPLOY = ("deploy", "--dispatch-namespace", "production")
WORKER = "export default { fetch: (request, env) => env.ASSETS ? env.ASSETS.fetch(request) : new Response(%s) }"
COMMON = {"name": "theirs", "compatibility_date": "2026-01-01"}
ASSETS = {"directory": "public", "not_found_handling": "404-page"}
FILES = {
    "public/index.html": "<h1>hi</h1>",
    "public/404.html": "<h1>nothing here</h1>",
    "public/_headers": "/*\n  x-style: yes\n",
}
TEXT_RULE = {"rules": [{"type": "Text", "globs": ["**/*.json"], "fallthrough": True}]}
JSON_AS_TEXT = {"types": {"data.json": "text/plain"}}

# The configuration, the source, and what `Bundle.read()` and `deploy()` are told of them. Any: JSON, and arguments.
PROJECTS: dict[str, tuple[dict[str, Any], dict[str, str], dict[str, Any], dict[str, Any]]] = {
    "modules": (
        {"main": "src/index.ts", "vars": {"NAME": "acme"}},
        {
            "src/index.ts": "import { hi } from './hi'; import t from './a.txt';\n" + WORKER % "hi(env.NAME) + t",
            "src/hi.ts": "export const hi = (name: string): string => `hi ${name} `;",
            "src/a.txt": "a text",
        },
        {},
        {"vars": {"NAME": "acme"}},
    ),
    "modules that are not bundled": (
        {"main": "src/index.js", "no_bundle": True, "find_additional_modules": True, "base_dir": "src"}
        | {"rules": [{"type": "ESModule", "globs": ["**/*.js"]}]},
        {
            "src/index.js": "import { hi } from './lib/hi.js';\n" + WORKER % "hi",
            "src/lib/hi.js": "export const hi = 'not bundled';",
        },
        {},
        {},
    ),
    "JSON as text": (
        {"main": "src/index.js", "no_bundle": True, "find_additional_modules": True, "base_dir": "src", **TEXT_RULE},
        {"src/index.js": "import data from './data.json';\n" + WORKER % "typeof data", "src/data.json": '{"a": 1}'},
        JSON_AS_TEXT,
        {},
    ),
    "a service worker": (
        {"main": "src/sw.js"},
        {"src/sw.js": "addEventListener('fetch', (event) => event.respondWith(new Response('old')))"},
        {},
        {},
    ),
    "code and assets": (
        {"main": "src/index.js", "assets": {**ASSETS, "binding": "ASSETS", "run_worker_first": True}},
        {"src/index.js": WORKER % "'never'", **FILES},
        {},
        {"bindings": [bindings.Assets(name="ASSETS")]},
    ),
    "assets alone": ({"assets": ASSETS}, FILES, {}, {}),
}


@pytest.mark.parametrize("name", PROJECTS)
def test_what_a_dry_run_writes_answers_as_what_wrangler_deploys(
    wrangler: Wrangler, running: Ground, tmp_path: Path, name: str
) -> None:
    configuration, files, told, arguments = PROJECTS[name]
    for path, content in {"wrangler.json": json.dumps({**COMMON, **configuration}), **files}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    namespace = running.tenantry.namespace("production")
    namespace.create()
    wrangler(*DEPLOY)
    wrangler(*DEPLOY, "--dry-run", "--outdir", "written")

    code = tenantry.Bundle.read(tmp_path / "written", **told) if "main" in configuration else None
    if "assets" in configuration:
        options = {name: value for name, value in configuration["assets"].items() if name != "binding"}
        arguments = {**arguments, "assets": tenantry.Assets(tmp_path / options.pop("directory"), **options)}
    namespace.script("ours").deploy(code, compatibility_date="2026-01-01", **arguments)

    for path in ("/", "/missing"):
        theirs, ours = running.visit("theirs", path), running.visit("ours", path)
        assert (theirs.status_code, theirs.content) == (ours.status_code, ours.content)
        assert theirs.headers.get("content-type") == ours.headers.get("content-type")
        assert theirs.headers.get("x-style") == ours.headers.get("x-style")
    assert running.visit("ours").status_code == 200
