"""A bundle: the modules of one script, from wherever they come, and the parts that they are uploaded as."""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from attrs import frozen

from tenantry._code import module_types
from tenantry._files import files, opened, why
from tenantry._public import public
from tenantry.errors import NotSent
from tenantry_api import models
from tenantry_api.display import Value
from tenantry_api.types import File

# https://www.rfc-editor.org/rfc/rfc9110#name-media-type, on one line of ASCII.
_MEDIA_TYPE = re.compile(r"[!-.0-~]+/[!-.0-~]+[ -~]*")

# Each begins with letters, which `re` finds as fast as memory is read; what stands before them is looked at afterwards.
_EXPORTS = re.compile(
    rb"""port (?=[\s{*"']) (?: (?<=\A..port) | (?<=\A\xef\xbb\xbf..port) | (?<=[;}\s]..port) | (?<=\*/..port) ) (?:
        (?<=export) (?: \s*+ [{*] | \s++ (?:default|const|let|var|class|function|async) \b )
        | (?<=import) (?: \s*+ ["'{*] | \s++ [\w$]++ (?:\s*+ , | \s++ from \b) )
    )""",
    re.VERBOSE | re.DOTALL,
)
_LISTENS = re.compile(rb"addEventListener (?<!\w addEventListener) \s*+ \( \s*+ [\"'`]", re.VERBOSE)
# Reading, encoding and searching stop all other threads, so that each is done to so much at once. A search sees some
# of the next piece, for what begins in one and ends in the other.
_PIECE, _OVERLAP = 2**18, 2**14
# Modules that a script in service-worker syntax reaches through bindings, and the models of these.
_BLOBS = {module_types.WASM: "WasmModule", module_types.TEXT: "TextBlob", module_types.DATA: "DataBlob"}

# Folders that are beside the code of a Worker; what it needs of them, wrangler or esbuild has put into the code.
_BESIDE = re.compile(r"(?:.*/)?(?:\.git|\.wrangler|node_modules)/")


@public
@frozen
class Saved(Value):
    """Code that was downloaded into a folder. `deploy()` takes it, and `Bundle.of(saved)` reads it."""

    folder: Path
    main: str | None
    """Path of the main module, in the folder."""
    types: Mapping[str, str]
    """Media types of the modules, by their paths in the folder."""


@public
class Bundle(Mapping[str, bytes]):
    """The modules of one script: their contents by their paths, and which of them is the main one.

    `main` is needed only where several modules could be it; one that is in no folder, while all others are, is. The
    type of a module, a media type such as `application/wasm`, follows from its extension; `types` says otherwise, by
    path. A main module of type `application/javascript` is a script in service-worker syntax; JavaScript that listens
    for events and exports nothing is taken for one.

    Raises NotSent for modules that cannot be uploaded together.
    https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/
    """

    main: str
    """Path of the main module."""
    types: Mapping[str, str]
    """Media types by path."""
    left_out: tuple[str, ...]
    """What is in a folder and not a module, such as `README.md` and `node_modules/`."""

    def __init__(
        self,
        modules: Mapping[str, bytes | str],
        *,
        main: str | None = None,
        types: Mapping[str, str] | None = None,
        left_out: tuple[str, ...] = (),
    ) -> None:
        try:
            self._modules = _normalised(modules)
            given = {} if types is None else _given(types)
        except NotSent:
            raise
        except Exception as error:  # noqa: BLE001  # a mapping of the user's may raise what it likes
            raise NotSent(f"The modules cannot be read: {type(error).__name__}: {error}") from None
        if unknown := sorted(given.keys() - self._modules.keys()):
            raise NotSent(f"types= names no module: {', '.join(unknown)}. There are: {', '.join(self._modules)}.")
        self.types = {path: given.get(path) or _type(path) for path in self._modules}
        self.left_out = left_out
        self.main = self._main(main)
        if self.main not in given and self.types[self.main] == module_types.ES_MODULE:
            source = self._modules[self.main]
            if not _is_found(_EXPORTS, source) and _is_found(_LISTENS, source):
                self.types = {**self.types, self.main: module_types.SCRIPT}

    @classmethod
    def read(
        cls, path: str | os.PathLike[str], *, main: str | None = None, types: Mapping[str, str] | None = None
    ) -> Bundle:
        """The modules in a folder, or one file, as `wrangler deploy --dry-run --outdir` writes them.

        Files whose extension is not that of a module are listed in `left_out`, and so are folders that are called
        `.git`, `.wrangler` or `node_modules`, unless `types` names the file, or one in the folder.
        Raises NotSent for a path that does not exist or cannot be read, and for a link that leads out of the folder.
        """
        place = f"a {type(path).__name__}"
        try:
            if not (place := os.fspath(path)):
                # pathlib reads it as the current folder.
                raise ValueError("the path is empty")
            modules, left_out = _contents(Path(place), types or {})
        except Exception as error:  # noqa: BLE001  # as above, where it is not the disk that fails
            text = f"Cannot read {place!r}: {why(error)}. A str is always a path; source goes in as a mapping."
            raise NotSent(text) from None
        return cls(modules, main=main, types=types, left_out=left_out)

    @classmethod
    def of(cls, code: Code, *, main: str | None = None) -> Bundle:
        """The bundle that `code` is, or stands for: a path, a mapping of paths to contents, or what was saved."""
        if isinstance(code, Bundle):
            return code if main in (None, code.main) else cls(code, main=main, types=code.types, left_out=code.left_out)
        if isinstance(code, Mapping):
            return cls(code, main=main)
        if isinstance(code, str | os.PathLike):
            return cls.read(code, main=main)
        if isinstance(code, Saved):
            return cls.read(code.folder, main=code.main if main is None else main, types=code.types)
        raise NotSent(f"Code is a path, a mapping of paths to contents, or a Bundle, not {type(code).__name__}.")

    @property
    def is_service_worker(self) -> bool:
        """Whether the main module is a script in service-worker syntax."""
        return self.types.get(self.main) in module_types.SERVICE_WORKER

    @property
    def digest(self) -> str:
        """SHA-256 of the main module's path, and of the path, type and content of each module, in hexadecimal."""
        hashed = hashlib.sha256()
        modules = ((path.encode(), self.types[path].encode(), self[path]) for path in sorted(self))
        for piece in (self.main.encode(), *(piece for module in modules for piece in module)):
            # Its length before each, so that nothing can seem to belong to its neighbour.
            hashed.update(len(piece).to_bytes(8))
            hashed.update(piece)
        return hashed.hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """What there is, as JSON, without the contents. Any: JSON is not typed."""
        modules = [{"path": path, "type": self.types[path], "bytes": len(self[path])} for path in self]
        return {"main": self.main, "modules": modules, "left_out": [*self.left_out]}

    def __getitem__(self, path: str) -> bytes:
        return self._modules[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Bundle):
            return NotImplemented
        mine, theirs = (self._modules, self.main, self.types), (other._modules, other.main, other.types)
        return mine == theirs

    def __repr__(self) -> str:
        left_out = f", left_out={self.left_out!r}" if self.left_out else ""
        return f"Bundle({len(self)} modules, {sum(map(len, self.values()))} bytes, main={self.main!r}{left_out})"

    def _main(self, wanted: str | None) -> str:
        if wanted is not None:
            if (main := module_path(wanted)) in self._modules:
                return main
            raise NotSent(f"main={wanted!r} is not one of the modules: {', '.join(self._modules) or 'there are none'}.")
        candidates = [path for path in self._modules if self.types[path] in module_types.BEGINNINGS]
        at_the_top = [path for path in candidates if "/" not in path]
        if len(first := at_the_top if len(at_the_top) == 1 else candidates) == 1:
            return first[0]
        if not self._modules:
            left_out = f"; {', '.join(self.left_out)} are not modules" if self.left_out else ", it is empty"
            raise NotSent(f"There are no modules{left_out}.")
        if not candidates:
            raise NotSent(f"No main module among {', '.join(self._modules)}: a .js or .py file is needed.")
        raise NotSent(f"Which is the main module? Say main= one of: {', '.join(candidates)}.")


class _NoCode(Bundle):
    def __init__(self) -> None:
        self._modules, self.types, self.main, self.left_out = {}, {}, "", ()


# Of a script of static assets alone; nobody else can make a bundle without modules.
NO_CODE = _NoCode()

Code: TypeAlias = str | os.PathLike[str] | Mapping[str, bytes | str] | Bundle | Saved


def _normalised(modules: Mapping[str, bytes | str]) -> dict[str, bytes]:
    """The contents as bytes, by normalised paths; two spellings of one path are refused."""
    if not isinstance(modules, Mapping):
        raise NotSent("The modules of a bundle are a mapping of paths to contents; Bundle.read() takes a path.")
    contents: dict[str, bytes] = {}
    for given, content in modules.items():
        path = module_path(given)
        if path in contents:
            raise NotSent(f"Two modules have the path {path!r}.")
        contents[path] = _content(path, content)
    return contents


def _content(path: str, content: object) -> bytes:
    if isinstance(content, bytes):
        return content
    if not isinstance(content, str):
        raise NotSent(f"Module {path!r} must be bytes or str, not {type(content).__name__}.")
    try:
        encoded = BytesIO()
        for start in range(0, len(content), _PIECE):
            encoded.write(content[start : start + _PIECE].encode())
        return encoded.getvalue()
    except UnicodeEncodeError:
        raise NotSent(f"Module {path!r} has a character that UTF-8 cannot encode.") from None


def _given(types: Mapping[str, str]) -> dict[str, str]:
    """The types by normalised paths. Each is written into a header, so it must be a media type and nothing else."""
    if not isinstance(types, Mapping):
        raise NotSent(f"types= must be a mapping of paths to media types, not {type(types).__name__}.")
    for path, kind in types.items():
        if not isinstance(kind, str) or not _MEDIA_TYPE.fullmatch(kind):
            raise NotSent(f"types= has no media type for {path!r}, such as 'application/wasm'.")
    return {module_path(path): kind for path, kind in types.items()}


def module_path(given: object) -> str:
    """A module's path as it is sent: relative, with slashes."""
    if not isinstance(given, str):
        raise NotSent(f"A module's path must be a str, not {type(given).__name__}.")
    path = posixpath.normpath(given)
    if not given or path in {".", ".."} or path.startswith(("/", "../")):
        raise NotSent(f"A module's path leads nowhere inside the script: {given!r}.")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in path):
        raise NotSent(f"A module's path has a control character: {given!r}.")
    if path == "metadata":
        raise NotSent("A module cannot be called 'metadata': the upload's own part is called so.")
    return path


def _type(path: str) -> str:
    if kind := module_types.BY_EXTENSION.get(PurePosixPath(path).suffix.lower()):
        return kind
    if path.lower().endswith((".ts", ".tsx", ".jsx")):
        raise NotSent(f"{path!r} has to become JavaScript first, as wrangler or esbuild make it.")
    raise NotSent(f"What kind of module is {path!r}? Name its media type: Bundle(…, types={{{path!r}: 'text/plain'}}).")


def _is_found(pattern: re.Pattern[bytes], source: bytes) -> bool:
    """Whether a pattern is in a source; searched first at its beginning and its end, where exports usually stand."""
    first, *others = range(0, len(source) or 1, _PIECE)
    for start in (first, *reversed(others)):
        end = start + _PIECE + _OVERLAP
        found = pattern.search(source, start, end)
        # A word that goes on behind the piece only seems to end there; the next piece has all of it.
        if found and found.end() < end:
            return True
    return False


def _contents(root: Path, types: Mapping[str, str]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The modules in a folder, or the one file, and the files that are not modules."""
    if root.is_file():
        return {root.name: _read(root)}, ()
    left_out = set[str]()

    def is_beside(path: str) -> bool:
        if is_left_out := bool(_BESIDE.fullmatch(path)) and not any(name.startswith(path) for name in types):
            left_out.add(path)
        return is_left_out

    found = {name: Path(entry) for name, entry in files(root, is_beside)}
    left_out |= {name for name, path in found.items() if not _has_type(path) and name not in types}
    return {name: _read(found[name]) for name in sorted(found.keys() - left_out)}, tuple(sorted(left_out))


def _read(path: Path) -> bytes:
    with opened(path) as file:
        shutil.copyfileobj(file, content := BytesIO(), _PIECE)
        return content.getvalue()


def _has_type(path: Path) -> bool:
    return path.suffix.lower() in module_types.BY_EXTENSION


def main_part(bundle: Bundle) -> dict[str, Any]:
    """The field of an upload that names the main module; none where there is none. Any: models take it as it is."""
    return {"body_part" if bundle.is_service_worker else "main_module": bundle.main} if bundle.main else {}


def parts(bundle: Bundle) -> dict[str, File]:
    """A part for each module, by its name: the path, so that part name and filename agree, or that of its binding."""
    blob_types = _BLOBS if bundle.is_service_worker else ()
    found: dict[str, File] = {}
    for path, kind in bundle.types.items():
        name = _identifier(path) if kind in blob_types else path
        if name in found:
            raise NotSent(f"Two modules would be called {name!r} in a script in service-worker syntax; rename one.")
        found[name] = File(bundle._modules[path], file_name=path, mime_type=kind)
    return found


def blobs(bundle: Bundle) -> Iterator[models.Binding]:
    """In service-worker syntax, modules that are not JavaScript are reached through bindings that name their part."""
    for path, kind in bundle.types.items() if bundle.is_service_worker else ():
        if kind in _BLOBS:
            yield getattr(models, _BLOBS[kind])(name=_identifier(path), part=_identifier(path))


def _identifier(path: str) -> str:
    """A path as the name of a JavaScript variable, as wrangler makes it."""
    return re.sub(r"^(?=\d)|[^\w$]", "_", path, flags=re.ASCII)
