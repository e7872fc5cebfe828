"""How large the handwritten layer and drift are: `make lint` prints it, so that a change shows what it costs."""

import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

CORE = Path(__file__).resolve().parents[1] / "wrappers" / "tenantry"
DRIFT = Path(__file__).resolve().parents[1] / "drift"
# What generate.py makes from `_sync`.
MADE = CORE / "_async"
# Tokens that are not code.
SILENT = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


def main() -> int:
    """Print the sum, and the largest rooms."""
    sizes = {path.relative_to(CORE).as_posix(): lines_of_code(path.read_text("utf-8")) for path in handwritten()}
    largest = sorted(sizes, key=lambda name: -sizes[name])[:3]
    print(
        f"The core has {sum(sizes.values()):,} lines of code in {len(sizes)} files; the largest are "
        + ", ".join(f"{name} ({sizes[name]})" for name in largest)
        + "."
    )
    drift = [lines_of_code(path.read_text("utf-8")) for path in DRIFT.rglob("*.py")]
    print(f"drift has {sum(drift):,} lines of code in {len(drift)} files.")
    return 0


def handwritten() -> Iterator[Path]:
    return (path for path in sorted(CORE.rglob("*.py")) if MADE not in path.parents)


def lines_of_code(source: str) -> int:
    """Lines with code on them: without blank ones, comments and docstrings."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    lines = {line for token in tokens if token.type not in SILENT for line in range(token.start[0], token.end[0] + 1)}
    return len(lines - set(_docstrings(ast.parse(source))))


def _docstrings(tree: ast.Module) -> Iterator[int]:
    """A text that stands as a statement is a docstring, wherever it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


if __name__ == "__main__":
    sys.exit(main())
