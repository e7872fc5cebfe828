"""Code, from wherever it comes: which files are modules, of which type, and which one is the main one."""

import copy
import os
import pickle
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry import Bundle

from .flavours import Ask
from .recording import Server

WORKER = b"export default { fetch() { return new Response('hello') } }"
LISTENER = b"addEventListener('fetch', event => event.respondWith(new Response('hello')))"

ES_MODULE = "application/javascript+module"
SCRIPT = "application/javascript"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As wrangler writes one."""
    write(tmp_path, {"index.js": WORKER, "index.js.map": b"{}", "README.md": b"This folder holds ..."})
    return tmp_path


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


class Pathlike:
    """A path that is no str and no Path."""

    def __init__(self, path: Any) -> None:
        self.path = path

    def __fspath__(self) -> Any:
        return self.path


def test_a_folder_is_its_modules_and_what_is_none_is_named(folder: Path) -> None:
    bundle = Bundle.read(folder)

    assert dict(bundle) == {"index.js": WORKER, "index.js.map": b"{}"}
    assert bundle.types == {"index.js": ES_MODULE, "index.js.map": "application/source-map"}
    assert (bundle.main, bundle.left_out) == ("index.js", ("README.md",))


def test_files_in_nested_folders_have_paths_with_slashes(folder: Path) -> None:
    write(folder, {"lib/deep/é ü.mjs": b"export {}", "lib/add.wasm": b"\0asm", "lib/LICENSE": b""})
    bundle = Bundle.read(folder, main="index.js")

    assert list(bundle) == ["index.js", "index.js.map", "lib/add.wasm", "lib/deep/é ü.mjs"]
    assert bundle.left_out == ("README.md", "lib/LICENSE")


def test_types_make_modules_of_files_that_are_none(folder: Path) -> None:
    bundle = Bundle.read(folder, types={"README.md": "text/plain"})

    assert (bundle.types["README.md"], bundle.left_out) == ("text/plain", ())


def test_a_file_is_one_module_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, {"dist/worker.mjs": WORKER, "dist/other.mjs": WORKER})

    assert dict(Bundle.read(tmp_path / "dist" / "worker.mjs")) == {"worker.mjs": WORKER}


def test_a_path_may_be_text_or_path_or_pathlike(folder: Path) -> None:
    assert Bundle.read(folder) == Bundle.read(str(folder)) == Bundle.read(Pathlike(str(folder)))


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
    b"addEventListener('fetch', h)\nexport default {}",
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


def test_main_says_which_module_begins(folder: Path) -> None:
    write(folder, {"other.js": b""})

    assert Bundle.read(folder, main="./other.js").main == "other.js"
    assert Bundle.of(Bundle({"a.js": b"", "b.js": b""}, main="a.js"), main="b.js").main == "b.js"


REFUSED = {
    "no modules": ({}, {}, "No main module among no modules"),
    "no main module": ({"a.txt": b"", "b.wasm": b""}, {}, r"No main module among a\.txt, b\.wasm"),
    "two main modules": ({"b.js": b"", "a.py": b""}, {}, r"Say main= one of: b\.js, a\.py"),
    "an unmatched main module": ({"a.js": b""}, {"main": "b.js"}, r"main='b\.js' is none of the modules: a\.js"),
    "a main module that is no path": ({"a.js": b""}, {"main": 5}, "path must be a str, not int"),
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
    "a path that is no text": ({5: b""}, {}, "path must be a str, not int"),
    "an unknown extension": ({"a.js": b"", "b.ts": b""}, {}, r"What kind of module is 'b\.ts'"),
    "no extension": ({"a.js": b"", "b": b""}, {}, "What kind of module is 'b'"),
    "contents that are no bytes": ({"a.js": None}, {}, r"Module 'a\.js' must be bytes or str, not NoneType"),
    "text without UTF-8": ({"a.js": "\ud800"}, {}, r"Module 'a\.js'.*UTF-8"),
    "types of no module": ({"a.js": b""}, {"types": {"b.js": "text/plain"}}, r"types= names no module: b\.js"),
    "a type that is none": ({"a.js": b""}, {"types": {"a.js": "wasm"}}, "types=.*media type"),
    "a type that is no text": ({"a.js": b""}, {"types": {"a.js": 5}}, "types=.*media type"),
    "an empty type": ({"a.js": b""}, {"types": {"a.js": ""}}, "types=.*media type"),
    "a type that forges a header": (
        {"a.js": b""},
        {"types": {"a.js": 'text/plain\r\nContent-Disposition: form-data; name="metadata"'}},
        "types=.*media type",
    ),
    "types that are no mapping": ({"a.js": b""}, {"types": ["a.js"]}, "types= must be a mapping"),
    "modules that are no mapping": ("dist/", {}, "modules of a bundle are a mapping"),
    "no modules at all": (None, {}, "modules of a bundle are a mapping"),
}


@pytest.mark.parametrize(("modules", "options", "text"), REFUSED.values(), ids=REFUSED)
def test_no_bundle_has(modules: Any, options: Any, text: str) -> None:
    with pytest.raises(tenantry.NotSent, match=text):
        Bundle(modules, **options)


@pytest.mark.parametrize(
    "path", ["missing/", "missing.js", "export default {}", "a\0b", "\ud800", "x" * 5000], ids=ascii
)
def test_a_path_that_does_not_exist_is_not_taken_for_source(ask: Ask, server: Server, path: str) -> None:
    with pytest.raises(tenantry.NotSent, match=r"Cannot read .* A str is always a path; source goes in as a mapping\."):
        ask(lambda client: deployed(client, path))

    assert server.requests == []


@pytest.mark.parametrize("path", ["", Pathlike("")])
def test_an_empty_path_is_not_the_folder_one_happens_to_be_in(
    ask: Ask, server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch, path: Any
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(tenantry.NotSent, match=r"Cannot read .* the path is empty"):
        ask(lambda client: deployed(client, path))

    assert server.requests == []


@pytest.mark.parametrize("code", [None, 5, b"export default {}", ["index.js"], Pathlike(b"dist"), Pathlike(None)])
def test_what_is_no_code_is_refused(ask: Ask, server: Server, code: Any) -> None:
    with pytest.raises(tenantry.NotSent, match=r"Code is a path, a mapping|Cannot read"):
        ask(lambda client: deployed(client, code))

    assert server.requests == []


def test_a_mapping_that_fails_is_named(ask: Ask, server: Server) -> None:
    class Failing(Mapping[str, bytes]):
        def __getitem__(self, path: str) -> bytes:
            raise OSError("the disk is gone")

        def __iter__(self) -> Iterator[str]:
            return iter(["index.js"])

        def __len__(self) -> int:
            return 1

    with pytest.raises(tenantry.NotSent, match="the disk is gone"):
        ask(lambda client: deployed(client, Failing()))

    assert server.requests == []


def test_an_empty_folder_has_no_main_module(ask: Ask, server: Server, tmp_path: Path) -> None:
    with pytest.raises(tenantry.NotSent, match="No main module among no modules"):
        ask(lambda client: deployed(client, tmp_path))

    assert server.requests == []


def test_a_file_without_a_known_extension_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"worker.ts": b""})
    with pytest.raises(tenantry.NotSent, match=r"^What kind of module is 'worker\.ts'"):
        Bundle.read(tmp_path / "worker.ts")


def test_a_link_to_a_file_in_the_folder_is_read(folder: Path) -> None:
    (folder / "same.mjs").symlink_to("index.js")

    assert Bundle.read(folder, main="index.js")["same.mjs"] == WORKER


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder elsewhere."""
    elsewhere = tmp_path_factory.mktemp("outside")
    write(elsewhere, {"secret.txt": b"secret"})
    return elsewhere


def test_a_link_to_a_file_elsewhere_is_refused(folder: Path, outside: Path) -> None:
    (folder / "note.txt").symlink_to(outside / "secret.txt")
    with pytest.raises(tenantry.NotSent, match=r"note\.txt is a link that leads out of the folder"):
        Bundle.read(folder)


def test_a_link_to_a_folder_is_refused_and_not_silently_left_out(folder: Path, outside: Path) -> None:
    (folder / "lib").symlink_to(outside)
    with pytest.raises(tenantry.NotSent, match="lib is a link to a folder"):
        Bundle.read(folder)


@pytest.mark.parametrize("target", ["gone.js", "lost.js"], ids=["nowhere", "itself"])
def test_a_link_that_leads_nowhere_is_refused_and_not_silently_left_out(folder: Path, target: str) -> None:
    (folder / "lost.js").symlink_to(target)
    with pytest.raises(tenantry.NotSent, match=r"lost\.js is a link that leads nowhere"):
        Bundle.read(folder, main="index.js")


def test_the_folder_itself_may_be_a_link(folder: Path, outside: Path) -> None:
    (outside / "current").symlink_to(folder)

    assert Bundle.read(outside / "current") == Bundle.read(folder)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
@pytest.mark.parametrize("unreadable", ["lib", "lib/a.js"])
def test_what_may_not_be_read_is_refused_and_not_silently_left_out(tmp_path: Path, unreadable: str) -> None:
    write(tmp_path, {"dist/index.js": WORKER, "dist/lib/a.js": b""})
    for above in (tmp_path, *tmp_path.parents):
        if above.owner() == tmp_path.owner() and above != Path("/"):
            above.chmod(above.stat().st_mode | 0o755)
        if above.name.startswith("pytest-of"):
            break
    (tmp_path / "dist" / unreadable).chmod(0)
    text = text_of_a_child(lambda: Bundle.read(tmp_path / "dist", main="index.js"))
    (tmp_path / "dist" / unreadable).chmod(0o755)

    assert "NotSent: Cannot read" in text
    assert "Permission denied" in text


def text_of_a_child(work: Any) -> str:
    """What goes wrong in a process that may not read everything, as root may."""
    readable, writable = os.pipe()
    if not (child := os.fork()):
        text = "nothing"
        try:
            if os.getuid() == 0:
                os.setuid(65_534)
            work()
        except tenantry.Error as error:
            text = f"{type(error).__name__}: {error}"
        finally:
            os.write(writable, text.encode())
            os._exit(0)
    os.close(writable)
    os.waitpid(child, 0)
    with os.fdopen(readable) as pipe:
        return pipe.read()


def test_a_dry_run_names_everything_and_sends_nothing(ask: Ask, server: Server, folder: Path) -> None:
    dry = ask(lambda client: deployed(client, folder, secrets={"KEY": "s3cret"}, dry_run=True))

    assert (dry.bundle.main, dry.bundle.left_out) == ("index.js", ("README.md",))
    assert dry.metadata.main_module == "index.js"
    assert "README.md" in repr(dry)
    assert "s3cret" not in repr(dry)
    assert server.requests == []


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


def deployed(client: Any, code: Any, **arguments: Any) -> Any:
    return client.namespace("production").script("shop").deploy(code, compatibility_date="2026-01-01", **arguments)
