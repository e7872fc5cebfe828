"""The async surface, made from the blocking one: the same names and docstrings, with `async` and `await`."""

import ast
import io
import subprocess
import sys
import tokenize
from collections.abc import Mapping
from pathlib import Path

from generator.client_package import RUFF
from generator.drift import Files
from generator.failure import CannotGenerate

SURFACE = "wrappers/tenantry/_sync"
HEADER = f"# Made by generate.py from {SURFACE}/{{name}}. Do not edit: change that, and run `make generate`.\n"

# Names of the blocking surface, and what stands for them here. One that no longer occurs is an error: a rule that
# does nothing hides that the surface has changed.
NAMES = {
    "Client": "AsyncClient",
    "Driver": "AsyncDriver",
    "Namespace": "AsyncNamespace",
    "Pages": "AsyncPages",
    "Pool": "AsyncPool",
    "Script": "AsyncScript",
    "ScriptCode": "AsyncScriptCode",
    "__enter__": "__aenter__",
    "__exit__": "__aexit__",
    "_sync": "_async",
    "blocking_driver": "async_driver",
    "close": "aclose",
}
# What sends: a method that calls one of these awaits it.
SENDERS = ("self._run(", "self.client._run(", "self.namespace.client._run(", "self._driver.pool.close(", "self.close(")


def async_surface(root: Path) -> Files:
    """A file for each of the blocking surface, formatted as the project is."""
    sources = {path.name: path.read_text("utf-8") for path in sorted((root / SURFACE).glob("*.py"))}
    return {name: _formatted(source) for name, source in made_async(sources).items()}


def made_async(sources: Mapping[str, str]) -> dict[str, str]:
    """The sources of the async surface, by their names."""
    used: set[str] = set()
    made = {name: HEADER.format(name=name) + _made(source, used) for name, source in sources.items()}
    if unused := NAMES.keys() - used:
        raise CannotGenerate(
            f"generator/async_surface.py has rules for names that are gone: {', '.join(sorted(unused))}"
        )
    return made


def _made(source: str, used: set[str]) -> str:
    lines = source.splitlines(keepends=True)
    for number in _lines_of_async_methods(ast.parse(source), source):
        lines[number - 1] = lines[number - 1].replace("def ", "async def ", 1)
    return _renamed("".join(map(_awaited, lines)), used)


def _formatted(source: str) -> bytes:
    """As the project is: other names stand in another order among the imports."""
    ours = '--config=lint.isort.known-first-party = ["tenantry", "tenantry_api"]'
    ordered = _ruff(source.encode(), "check", "--fix-only", "--quiet", "--select=I", ours)
    return _ruff(ordered, "format")


def _ruff(source: bytes, *arguments: str) -> bytes:
    # In the repository's root a folder could pass for ruff: `python -m` looks where it stands.
    command = [sys.executable, "-m", "ruff", *arguments, *RUFF, "-"]
    done = subprocess.run(command, input=source, capture_output=True, cwd=Path(__file__).parent, check=False)
    if done.returncode:
        raise CannotGenerate(f"the async surface is not Python: {done.stderr.decode()}")
    return done.stdout


def _lines_of_async_methods(tree: ast.Module, source: str) -> list[int]:
    """Where the methods begin that send, with their overloads; a context manager's are async by their nature."""
    found = []
    for kind in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        methods = [node for node in kind.body if isinstance(node, ast.FunctionDef)]
        bodies = {method.name: ast.get_source_segment(source, method) or "" for method in methods}
        sending = {name for name, body in bodies.items() if any(sender in body for sender in SENDERS)}
        found += [method.lineno for method in methods if method.name in sending | {"__enter__", "__exit__"}]
    return found


def _awaited(line: str) -> str:
    for sender in SENDERS:
        line = line.replace(sender, f"await {sender}")
    return line


def _renamed(source: str, used: set[str]) -> str:
    """The source with other names, where they are names: docstrings and strings stay as they are."""
    lines = source.splitlines(keepends=True)
    for token in reversed([*tokenize.generate_tokens(io.StringIO(source).readline)]):
        if token.type == tokenize.NAME and token.string in NAMES:
            used.add(token.string)
            (row, start), (_, end) = token.start, token.end
            line = lines[row - 1]
            lines[row - 1] = line[:start] + NAMES[token.string] + line[end:]
    return "".join(lines)
