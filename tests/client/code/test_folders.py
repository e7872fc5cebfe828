"""Code from folders and files: all that is a module, and nothing passed over in silence."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry import Bundle
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask
from tests.client.support.folders import write
from tests.client.support.scripts import deploy

WORKER = b"export default { fetch() { return new Response('hello') } }"

ES_MODULE = "application/javascript+module"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As wrangler writes one."""
    write(tmp_path, {"index.js": WORKER, "index.js.map": b"{}", "README.md": b"This folder holds ..."})
    return tmp_path


class Pathlike:
    """A path that is neither a str nor a Path."""

    def __init__(self, path: Any) -> None:
        self.path = path

    def __fspath__(self) -> Any:
        return self.path


def test_a_folder_is_its_modules_and_other_files_are_named(folder: Path) -> None:
    bundle = Bundle.read(folder)

    assert dict(bundle) == {"index.js": WORKER, "index.js.map": b"{}"}
    assert bundle.types == {"index.js": ES_MODULE, "index.js.map": "application/source-map"}
    assert (bundle.main, bundle.left_out) == ("index.js", ("README.md",))


def test_files_in_nested_folders_have_paths_with_slashes(folder: Path) -> None:
    write(folder, {"lib/deep/é ü.mjs": b"export {}", "lib/add.wasm": b"\0asm", "lib/LICENSE": b""})
    bundle = Bundle.read(folder, main="index.js")

    assert list(bundle) == ["index.js", "index.js.map", "lib/add.wasm", "lib/deep/é ü.mjs"]
    assert bundle.left_out == ("README.md", "lib/LICENSE")


@pytest.mark.parametrize("place", [".git", ".wrangler", "node_modules", "lib/node_modules"])
def test_what_is_beside_the_code_is_left_out_and_named(folder: Path, place: str) -> None:
    write(folder, {f"{place}/a.js": b"", f"{place}/deep/b.wasm": b""})
    (folder / place / "elsewhere").symlink_to("/")

    bundle = Bundle.read(folder)

    assert ([*bundle], bundle.left_out) == (["index.js", "index.js.map"], tuple(sorted(["README.md", f"{place}/"])))


def test_types_make_modules_of_what_is_beside_the_code(folder: Path) -> None:
    write(folder, {"node_modules/a.js": b""})

    bundle = Bundle.read(folder, types={"node_modules/a.js": ES_MODULE})

    assert ("node_modules/a.js" in bundle, bundle.main, bundle.left_out) == (True, "index.js", ("README.md",))


def test_types_make_modules_of_files_that_are_none(folder: Path) -> None:
    bundle = Bundle.read(folder, types={"README.md": "text/plain"})

    assert (bundle.types["README.md"], bundle.left_out) == ("text/plain", ())


def test_a_file_is_one_module_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, {"dist/worker.mjs": WORKER, "dist/other.mjs": WORKER})

    assert dict(Bundle.read(tmp_path / "dist" / "worker.mjs")) == {"worker.mjs": WORKER}


def test_a_path_may_be_text_or_path_or_pathlike(folder: Path) -> None:
    assert Bundle.read(folder) == Bundle.read(str(folder)) == Bundle.read(Pathlike(str(folder)))


def test_main_says_which_module_begins(folder: Path) -> None:
    write(folder, {"other.js": b""})

    assert Bundle.read(folder, main="./other.js").main == "other.js"
    assert Bundle.of(Bundle({"a.js": b"", "b.js": b""}, main="a.js"), main="b.js").main == "b.js"


@pytest.mark.parametrize(
    "path", ["missing/", "missing.js", "export default { fetch() {} }", "a\0b", "\ud800", "x" * 5000], ids=ascii
)
def test_a_path_that_does_not_exist_is_not_taken_for_source(ask: Ask, server: Server, path: str) -> None:
    with pytest.raises(tenantry.NotSent, match=r"Cannot read .* A str is always a path; source goes in as a mapping\."):
        deploy(ask, path)

    assert server.requests == []


@pytest.mark.parametrize("path", ["", Pathlike("")])
def test_an_empty_path_is_not_the_folder_one_happens_to_be_in(
    ask: Ask, server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch, path: Any
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(tenantry.NotSent, match=r"Cannot read .* the path is empty"):
        deploy(ask, path)

    assert server.requests == []


@pytest.mark.parametrize("code", [5, b"export default { fetch() {} }", ["index.js"], Pathlike(b"dist"), Pathlike(None)])
def test_what_is_not_code_is_refused(ask: Ask, server: Server, code: Any) -> None:
    with pytest.raises(tenantry.NotSent, match=r"Code is a path, a mapping|Cannot read"):
        deploy(ask, code)

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
        deploy(ask, Failing())

    assert server.requests == []


def test_an_empty_folder_has_no_main_module(ask: Ask, server: Server, tmp_path: Path) -> None:
    with pytest.raises(tenantry.NotSent, match="There are no modules, it is empty"):
        deploy(ask, tmp_path)

    assert server.requests == []


def test_a_file_without_a_known_extension_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"worker.rs": b"", "worker.ts": b""})
    with pytest.raises(tenantry.NotSent, match=r"^What kind of module is 'worker\.rs'"):
        Bundle.read(tmp_path / "worker.rs")
    with pytest.raises(tenantry.NotSent, match=r"^'worker\.ts' has to become JavaScript first"):
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
    dry = deploy(ask, folder, secrets={"KEY": "s3cret"}, dry_run=True)

    assert (dry.bundle.main, dry.bundle.left_out) == ("index.js", ("README.md",))
    assert dry.metadata.main_module == "index.js"
    assert "README.md" in repr(dry)
    assert "s3cret" not in repr(dry)
    assert server.requests == []
