"""The async surface, made from the blocking one: the same names and docstrings, with `async` and `await`."""

import ast
import io
import subprocess
import sys
import tokenize
from pathlib import Path

from generator.client_package import RUFF
from generator.drift import Files
from generator.failure import CannotGenerate

HEADER = '''# Made by generate.py from wrappers/tenantry/_surface.py. Do not edit: change that, and run `make generate`.
"""The async flavour of `_surface.py`."""
'''

# Names of the blocking surface, and what stands for them here. One that no longer occurs is an error: a rule that
# does nothing hides that the surface has changed.
NAMES = {
    "Client": "AsyncClient",
    "Driver": "AsyncDriver",
    "Namespace": "AsyncNamespace",
    "Pages": "AsyncPages",
    "Pool": "AsyncPool",
    "Script": "AsyncScript",
    "__enter__": "__aenter__",
    "__exit__": "__aexit__",
    "close": "aclose",
}
# What sends: a method that calls one of these awaits it.
SENDERS = ("self._run(", "self.client._run(", "self._driver.pool.close(", "self.close(")


def async_surface(root: Path) -> Files:
    """The one file, formatted as the project is."""
    made = made_async((root / "wrappers/tenantry/_surface.py").read_text("utf-8"))
    # In the repository's root a folder could pass for ruff: `python -m` looks where it stands.
    command = [sys.executable, "-m", "ruff", "format", *RUFF, "-"]
    done = subprocess.run(command, input=made.encode(), capture_output=True, cwd=Path(__file__).parent, check=False)
    if done.returncode:
        raise CannotGenerate(f"the async surface is no Python: {done.stderr.decode()}")
    return {"": done.stdout}


def made_async(source: str) -> str:
    """The source of the async surface."""
    tree = ast.parse(source)
    lines = source.splitlines(keepends=True)
    for number in _lines_of_async_methods(tree, source):
        lines[number - 1] = lines[number - 1].replace("def ", "async def ", 1)
    awaited = "".join(_awaited(line) for line in lines)
    body = _renamed(awaited)
    return f"{HEADER}\n{body[body.index('from __future__') :]}"


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


def _renamed(source: str) -> str:
    """The source with other names, where they are names: docstrings and strings stay as they are."""
    lines = source.splitlines(keepends=True)
    used = set()
    for token in reversed([*tokenize.generate_tokens(io.StringIO(source).readline)]):
        if token.type == tokenize.NAME and token.string in NAMES:
            used.add(token.string)
            (row, start), (_, end) = token.start, token.end
            line = lines[row - 1]
            lines[row - 1] = line[:start] + NAMES[token.string] + line[end:]
    if unused := NAMES.keys() - used:
        raise CannotGenerate(
            f"generator/async_surface.py has rules for names that are gone: {', '.join(sorted(unused))}"
        )
    return "".join(lines)
