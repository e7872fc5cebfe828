"""What a Worker may be made of."""

import base64
from datetime import UTC, datetime

import pytest

from tests.emulator.account import SCRIPT
from tests.emulator.runtime.platform import Platform, module, showing

# (module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add))
ADD = base64.b64decode("AGFzbQEAAAABBwFgAn9/AX8DAgEABwcBA2FkZAAACgkBBwAgACABags=")
WASM = "application/wasm"
DATA = "application/octet-stream"
PYTHON = "from workers import Response\ndef on_fetch(request):\n    return Response('hello')\n"


def test_es_modules_import_each_other(platform: Platform) -> None:
    code = "import { greet } from './lib/greet.js'; import name from './lib/name.mjs';\n"
    modules = [
        module("lib/greet.js", b"import { mark } from '../mark.js'; export const greet = (x) => 'hi ' + x + mark;"),
        module("index.js", (code + "export default { fetch: () => new Response(greet(name)) }").encode()),
        module("mark.js", b"export const mark = '!';"),
        module("lib/name.mjs", b"export default 'Acme';"),
    ]
    platform.deploy("shop", modules)

    assert platform.says("shop") == "hi Acme!"


def test_other_things_are_imported_as_what_they_are(platform: Platform) -> None:
    code = """
    import add from "./add.wasm";
    import text from "./a.txt";
    import data from "./a.bin";
    import config from "./a.json";
    export default {
      async fetch() {
        const { exports } = await WebAssembly.instantiate(add);
        return Response.json([exports.add(2, 3), text, [...new Uint8Array(data)], config.a]);
      },
    };
    """
    modules = [
        module("index.js", code.encode()),
        module("./add.wasm", ADD, WASM),
        module("a.txt", "Grüße\n\"'\\".encode(), "text/plain"),
        module("a.bin", bytes([0, 255, 10]), DATA),
        module("a.json", b'{"a": [1]}', "application/json"),
        module("index.js.map", b"{}", "application/source-map"),
    ]
    platform.deploy("shop", modules)

    assert platform.shows("shop") == [5, "Grüße\n\"'\\", [0, 255, 10], [1]]


def test_commonjs_is_imported_by_es_modules(platform: Platform) -> None:
    modules = [
        module("index.js", b"import lib from './lib.cjs'; export default { fetch: () => new Response(lib.name) }"),
        module("lib.cjs", b"module.exports = { name: 'from ' + require('./other.cjs').x };", SCRIPT),
        module("other.cjs", b"exports.x = 'other';", SCRIPT),
    ]
    platform.deploy("shop", modules)

    assert platform.says("shop") == "from other"


def test_service_worker_syntax_has_its_bindings_as_globals(platform: Platform) -> None:
    code = """
    addEventListener("fetch", (event) => event.respondWith(answer()));
    async function answer() {
      const { exports } = await WebAssembly.instantiate(ADD);
      return Response.json([exports.add(20, 22), TEXT, [...new Uint8Array(DATA)], PLAIN, await KV.get("nothing")]);
    }
    """
    modules = [
        module("worker.js", code.encode(), SCRIPT),
        module("add-part", ADD, WASM),
        module("text-part", b"text", "text/plain"),
        module("data-part", bytes([1, 2]), DATA),
    ]
    bindings = [
        {"type": "wasm_module", "name": "ADD", "part": "add-part"},
        {"type": "text_blob", "name": "TEXT", "part": "text-part"},
        {"type": "data_blob", "name": "DATA", "part": "data-part"},
        {"type": "plain_text", "name": "PLAIN", "text": "plain"},
        {"type": "kv_namespace", "name": "KV", "namespace_id": "n"},
    ]
    platform.deploy("shop", modules, body_part="worker.js", bindings=bindings)

    assert platform.shows("shop") == [42, "text", [1, 2], "plain", None]


def test_a_bare_script_runs(platform: Platform) -> None:
    code = "addEventListener('fetch', (event) => event.respondWith(new Response('bare')))"
    path = "/namespaces/production/scripts/shop"
    platform.account.granted("PUT", path, content=code, headers={"content-type": "application/javascript"})

    assert platform.says("shop") == "bare"


def test_a_python_worker_is_taken_and_says_what_it_needs(platform: Platform) -> None:
    modules = [module("entry.py", PYTHON.encode(), "text/x-python")]
    platform.deploy("shop", modules, main_module="entry.py", compatibility_flags=["python_workers"])
    answer = platform.ask("shop")

    assert answer.status_code == 500
    assert "Python Workers do not run" in answer.text
    assert "internet" in answer.text


def test_a_compatibility_date_after_the_runtime_is_that_of_the_runtime(
    platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    today = datetime.now(UTC).date().isoformat()
    platform.deploy("shop", showing("1"), compatibility_date=today)

    assert platform.shows("shop") == 1
    assert today in caplog.text


def test_without_a_compatibility_date_it_is_the_oldest(platform: Platform) -> None:
    code = module("index.js", showing("typeof navigator").encode())
    platform.account.deploy("old", main_module="index.js", modules=[code])
    platform.deploy("new", [code])

    assert (platform.shows("old"), platform.shows("new")) == ("undefined", "object")


def test_compatibility_flags_hold(platform: Platform) -> None:
    code = "import { Buffer } from 'node:buffer'; " + showing("Buffer.from('a').toString('hex')")
    platform.deploy("shop", code, compatibility_flags=["nodejs_compat"])

    assert platform.shows("shop") == "61"
