"""A folder of static assets: which of its files are served, with which type, and its two files of rules."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from io import BufferedReader
from pathlib import Path

from attrs import field, frozen

from tenantry._assets.hashing import extension
from tenantry._assets.ignore_rules import IgnoreRules
from tenantry._files import check_link, files, opened, why
from tenantry._flow import Check
from tenantry.errors import NotSent

# https://developers.cloudflare.com/workers/platform/limits/#static-assets
MAX_FILES = 100_000
MAX_SIZE = 25 * 2**20

IGNORE, HEADERS, REDIRECTS = ".assetsignore", "_headers", "_redirects"
# The rules that come before the folder's own: a later `!_headers` serves that file after all, as with wrangler.
_UNSERVED = (f"/{IGNORE}", f"/{HEADERS}", f"/{REDIRECTS}")
_PAGES_CODE = "_worker.js"
# What is served only by mistake: everyone could read it.
_PRIVATE = re.compile(r".*?/(?:\.git|\.wrangler|node_modules|\.(?:env|dev\.vars)(?:\.[^/]*)?)(?=/|$)")
# What Cloudflare takes for "serve it without a Content-Type".
NO_TYPE = "application/null"


@frozen
class AssetFile:
    """A file that is served."""

    path: str
    """From the root of the site, beginning with a slash."""
    size: int
    """In bytes."""
    content_type: str
    """The type it is served with; `application/null` stands for none."""
    file: str = field(repr=False)
    """Where it is on this machine."""


@frozen
class AssetFolder:
    """What is in a folder of static assets."""

    files: Sequence[AssetFile]
    headers: str | None
    """The text of `_headers`."""
    redirects: str | None
    """The text of `_redirects`."""


def read(directory: str | os.PathLike[str], check: Check = lambda: None) -> AssetFolder:
    """The folder, with everything checked that can be without reading the files.

    Raises NotSent for a folder that cannot be read or has no files, for more or larger files than Cloudflare takes, for
    links that leave the folder, for devices, and for names that differ only by case.
    """
    try:
        if not os.fspath(directory):
            # pathlib reads it as the current folder.
            raise ValueError("the path is empty")
        found = _read(Path(directory), check)
    except (OSError, TypeError, ValueError) as error:
        raise NotSent(f"Cannot read the assets in {str(directory)!r}: {why(error)}") from None
    _check(found.files, directory)
    return found


def exposed(found: AssetFolder) -> str | None:
    """A warning of what is hardly meant to be served; None where all is."""
    places = dict.fromkeys(match[0] for file in found.files if (match := _PRIVATE.match(file.path)))
    return (
        f"Everyone will be able to read {_some([*places])}; name it in {IGNORE} if it is not meant to be served."
        if places
        else None
    )


def _read(root: Path, check: Check) -> AssetFolder:
    rules, headers, redirects = (_text(root, name) for name in (IGNORE, HEADERS, REDIRECTS))
    listed = [_file(path, entry) for path, entry in files(root, _rules(rules or "", check).leave_out)]
    if rules is None:
        _check_code(listed)
    return AssetFolder(sorted(listed, key=lambda file: file.path), headers, redirects)


def _rules(text: str, check: Check) -> IgnoreRules:
    """What `.assetsignore` leaves out, with NUL refused as wrangler does."""
    if "\0" in text:
        raise ValueError(f"{IGNORE} has a NUL character")
    return IgnoreRules([*_UNSERVED, *text.removeprefix("\ufeff").split("\n")], check)


def _file(path: str, entry: os.DirEntry[str]) -> AssetFile:
    if any("\ud800" <= character <= "\udfff" for character in path):
        raise ValueError(f"the name {path!r} is not UTF-8")
    return AssetFile(f"/{path}", entry.stat().st_size, content_type(path), entry.path)


def content_type(path: str) -> str:
    """The type by the extension, with the charset where it is text; `NO_TYPE` for an extension that is not known.

    https://developers.cloudflare.com/workers/static-assets/headers/
    """
    kind = _mime_types().get(extension(path).lower(), NO_TYPE)
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


@cache
def _mime_types() -> Mapping[str, str]:
    lines = resources.files("tenantry._assets").joinpath("mime_types.txt").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {name: kind for kind, *names in rows for name in names}


def _text(root: Path, name: str) -> str | None:
    """What a file that is not served says, if it is there."""
    file = root / name
    if not os.path.lexists(file):
        return None
    if file.is_symlink():
        check_link(file, name, root.resolve())
    if not file.is_file():
        raise ValueError(f"{name} is not a file")
    with BufferedReader(opened(file)) as content:
        text = content.read(MAX_SIZE + 1)
    if len(text) > MAX_SIZE:
        raise ValueError(f"{name} has more than {MAX_SIZE // 2**20} MiB")
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise ValueError(f"{name} is not UTF-8 at byte {error.start}") from None


def _check_code(listed: Iterable[AssetFile]) -> None:
    """wrangler refuses it too: a Pages project keeps its code among its assets, and a Worker would serve it."""
    if any(f"{file.path}/".startswith(f"/{_PAGES_CODE}/") for file in listed):
        raise ValueError(
            f"{_PAGES_CODE} is the code of a Pages project, and everyone could read it. Name it in {IGNORE}; if it is "
            f"meant to be served, an {IGNORE} that does not name it says so."
        )


def _check(listed: Sequence[AssetFile], directory: object) -> None:
    if not listed:
        raise NotSent(f"There are no files to serve in {str(directory)!r}; was it built? assets=None removes assets.")
    if len(listed) > MAX_FILES:
        raise NotSent(
            f"There are {len(listed):,} files in {str(directory)!r}; a Worker can have {MAX_FILES:,}. "
            f"Name those that are not to be served in {IGNORE}."
        )
    if large := [f"{file.path} is {file.size / 2**20:.1f} MiB" for file in listed if file.size > MAX_SIZE]:
        raise NotSent(
            f"{_some(large)}; a file can have {MAX_SIZE // 2**20} MiB. If it is not to be served, name it in {IGNORE}."
        )
    _check_case(listed)


def _check_case(listed: Iterable[AssetFile]) -> None:
    """On a disk that ignores case, two such names are one file, and one of the two is lost."""
    seen: dict[str, str] = {}
    for file in listed:
        if (other := seen.setdefault(file.path.lower(), file.path)) != file.path:
            raise NotSent(f"{other} and {file.path} differ only by case; rename one, or name it in {IGNORE}.")


def _some(texts: Sequence[str], shown: int = 5) -> str:
    rest = f", and {len(texts) - shown} more" if len(texts) > shown else ""
    return ", ".join(texts[:shown]) + rest
