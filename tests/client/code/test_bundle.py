"""Modules: of which type they are, which one is the main one, and which cannot go together."""

import copy
import hashlib
import pickle
from typing import Any

import pytest

import tenantry
from tenantry import Bundle

WORKER = b"export default { fetch() { return new Response('hello') } }"
LISTENER = b"addEventListener('fetch', event => event.respondWith(new Response('hello')))"

ES_MODULE = "application/javascript+module"
SCRIPT = "application/javascript"


def test_code_may_be_text_or_bytes_or_a_bundle() -> None:
    bundle = Bundle({"index.js": "export default 'ü'\r\n"})

    assert bundle == Bundle({"index.js": "export default 'ü'\r\n".encode()}) == Bundle(bundle) == Bundle.of(bundle)


def test_extensions_say_what_a_module_is() -> None:
    paths = ["a.js", "b.mjs", "c.cjs", "d.wasm", "e.txt", "f.html", "g.sql", "h.bin", "i.py", "j.js.map", "K.WASM"]
    bundle = Bundle(dict.fromkeys(paths, b""), main="a.js")

    assert list(bundle.types.values()) == [
        ES_MODULE,
        ES_MODULE,
        SCRIPT,
        "application/wasm",
        "text/plain",
        "text/plain",
        "text/plain",
        "application/octet-stream",
        "text/x-python",
        "application/source-map",
        "application/wasm",
    ]


def test_types_win_over_extensions() -> None:
    bundle = Bundle({"index.js": LISTENER, "a.js": b""}, types={"index.js": ES_MODULE, "./a.js": "text/plain"})

    assert bundle.types == {"index.js": ES_MODULE, "a.js": "text/plain"}
    assert not bundle.is_service_worker


def test_python_can_begin_a_worker() -> None:
    assert Bundle({"entry.py": b"", "data.txt": b""}).main == "entry.py"


def test_common_js_goes_beside_an_es_module() -> None:
    bundle = Bundle({"index.js": WORKER, "c.cjs": b"module.exports = 1"}, main="index.js")

    assert (bundle.types["c.cjs"], bundle.is_service_worker) == (SCRIPT, False)


SERVICE_WORKERS = [
    LISTENER,
    b'(() => {\n  addEventListener("fetch", (e) => {});\n})();\n//# sourceMappingURL=sw.js.map\n',
    b"self.addEventListener( `fetch`,h)",
    b"addEventListener('fetch', e => e.respondWith(import('./x.js')))",
    b"const exports_default = 1; importScripts; addEventListener('fetch', h)",
]
ES_MODULES = [
    WORKER,
    b"",
    b"export{a as default}",
    b'addEventListener("fetch",h);export{a as default};',
    b'addEventListener("fetch",h);import"./side-effect.js"',
    b'import{a}from"./a.js";addEventListener("fetch",a)',
    b'import*as a from"./a.js";addEventListener("fetch",a)',
    b"import a from './a.js'\naddEventListener('fetch', a)",
    b"import a, { b } from './a.js'\naddEventListener('fetch', a)",
    b"addEventListener('fetch', h)\nexport default { fetch() {} }",
    b"addEventListener('fetch', h)\r\nexport\tclass Room {}",
    b"addEventListener('fetch', h)\nexport async function f() {}",
    b"addEventListener('fetch', h);export*from'./all.js'",
    b"/*! licence */export default{};addEventListener('fetch',h)",
    b"\xef\xbb\xbfexport default{};addEventListener('fetch',h)",
]


@pytest.mark.parametrize("source", SERVICE_WORKERS)
def test_javascript_that_listens_and_exports_nothing_is_a_service_worker(source: bytes) -> None:
    bundle = Bundle({"index.js": source})

    assert (bundle.is_service_worker, bundle.types["index.js"]) == (True, SCRIPT)


@pytest.mark.parametrize("source", ES_MODULES)
def test_javascript_that_exports_or_imports_is_a_module(source: bytes) -> None:
    bundle = Bundle({"index.js": source})

    assert (bundle.is_service_worker, bundle.types["index.js"]) == (False, ES_MODULE)


@pytest.mark.parametrize("others", [("lib/a.js",), ("lib/a.js", "lib/b.py"), ("chunks/index.js", "note.txt")])
def test_the_one_module_that_is_in_no_folder_begins(others: tuple[str, ...]) -> None:
    assert Bundle({**dict.fromkeys(others, b""), "worker.mjs": b""}).main == "worker.mjs"


REFUSED = {
    "no modules": ({}, {}, "There are no modules, it is empty"),
    "no main module": ({"a.txt": b"", "b.wasm": b""}, {}, r"No main module among a\.txt, b\.wasm"),
    "two main modules": ({"b.js": b"", "a.py": b""}, {}, r"Say main= one of: b\.js, a\.py"),
    "two main modules in folders": ({"a/b.js": b"", "a/c.js": b""}, {}, r"Say main= one of: a/b\.js, a/c\.js"),
    "an unmatched main module": ({"a.js": b""}, {"main": "b.js"}, r"main='b\.js' is not one of the modules: a\.js"),
    "a main module that is not a path": ({"a.js": b""}, {"main": 5}, "path must be a str, not int"),
    "a module called metadata": ({"a.js": b"", "metadata": b""}, {}, "cannot be called 'metadata'"),
    "a module called metadata, in other words": ({"./x/../metadata": b""}, {}, "cannot be called 'metadata'"),
    "two spellings of a path": ({"a.js": b"", "./a.js": b""}, {}, r"Two modules have the path 'a\.js'"),
    "an absolute path": ({"/a.js": b""}, {}, r"leads nowhere inside the script: '/a\.js'"),
    "a path out of the script": ({"x/../../a.js": b""}, {}, "leads nowhere inside the script"),
    "the folder itself": ({".": b""}, {}, "leads nowhere inside the script"),
    "the folder above": ({"..": b""}, {}, "leads nowhere inside the script"),
    "an empty path": ({"": b""}, {}, "leads nowhere inside the script"),
    "a path with a control character": ({"a\n.js": b""}, {}, "has a control character"),
    "a path without UTF-8": ({"\ud800.js": b""}, {}, "has a control character"),
    "a path that is not text": ({5: b""}, {}, "path must be a str, not int"),
    "an unknown extension": ({"a.js": b"", "b.ts": b""}, {}, r"'b\.ts' has to become JavaScript first"),
    "no extension": ({"a.js": b"", "b": b""}, {}, "What kind of module is 'b'"),
    "contents that are not bytes": ({"a.js": None}, {}, r"Module 'a\.js' must be bytes or str, not NoneType"),
    "text without UTF-8": ({"a.js": "\ud800"}, {}, r"Module 'a\.js'.*UTF-8"),
    "types of no module": ({"a.js": b""}, {"types": {"b.js": "text/plain"}}, r"types= names no module: b\.js"),
    "a type that is not a media type": ({"a.js": b""}, {"types": {"a.js": "wasm"}}, "types=.*media type"),
    "a type that is not text": ({"a.js": b""}, {"types": {"a.js": 5}}, "types=.*media type"),
    "an empty type": ({"a.js": b""}, {"types": {"a.js": ""}}, "types=.*media type"),
    "a type that forges a header": (
        {"a.js": b""},
        {"types": {"a.js": 'text/plain\r\nContent-Disposition: form-data; name="metadata"'}},
        "types=.*media type",
    ),
    "types that are not a mapping": ({"a.js": b""}, {"types": ["a.js"]}, "types= must be a mapping"),
    "modules that are not a mapping": ("dist/", {}, "modules of a bundle are a mapping"),
    "no modules at all": (None, {}, "modules of a bundle are a mapping"),
}


@pytest.mark.parametrize(("modules", "options", "text"), REFUSED.values(), ids=REFUSED)
def test_no_bundle_has(modules: Any, options: Any, text: str) -> None:
    with pytest.raises(tenantry.NotSent, match=text):
        Bundle(modules, **options)


def test_a_bundle_shows_its_size_and_not_its_code() -> None:
    assert repr(Bundle({"index.js": WORKER})) == f"Bundle(1 modules, {len(WORKER)} bytes, main='index.js')"


def test_bundles_are_equal_by_what_they_hold_and_survive_copies() -> None:
    bundle = Bundle({"index.js": WORKER, "a.txt": b"a"})

    assert bundle == copy.copy(bundle) == copy.deepcopy(bundle) == pickle.loads(pickle.dumps(bundle))
    assert bundle != Bundle({"index.js": WORKER, "a.txt": b"b"})
    assert bundle != Bundle({"index.js": WORKER, "a.txt": b"a"}, types={"a.txt": "text/x-other"})
    assert bundle != dict(bundle)
    with pytest.raises(TypeError, match="unhashable"):
        hash(bundle)


def test_the_digest_is_that_of_the_main_path_and_of_each_path_type_and_content() -> None:
    bundle = Bundle({"index.js": "export {}", "a.txt": "é"}, main="index.js")

    told = [b"index.js", b"a.txt", b"text/plain", "é".encode(), b"index.js", b"application/javascript+module"]
    hashed = b"".join(len(piece).to_bytes(8, "big") + piece for piece in [*told, b"export {}"])
    assert bundle.digest == hashlib.sha256(hashed).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        Bundle({"a.js": "1", "b.js": "2"}, main="b.js"),
        Bundle({"a.js": "1", "b.js": "3"}, main="a.js"),
        Bundle({"a.js": "1", "c.js": "2"}, main="a.js"),
        Bundle({"a.js": "1", "b.js": "2"}, main="a.js", types={"b.js": "text/plain"}),
        Bundle({"a.js": "1"}),
    ],
    ids=["main", "content", "path", "type", "fewer"],
)
def test_other_code_has_another_digest(other: Bundle) -> None:
    some = Bundle({"b.js": "2", "a.js": "1"}, main="a.js")

    assert some.digest == Bundle({"a.js": b"1", "b.js": b"2"}, main="a.js").digest != other.digest
