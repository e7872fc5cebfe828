"""The reference of the command line, made from the commands themselves.

`python -m tests.cli.reference` writes it into docs/cli.md anew, between two marks.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from cyclopts import App
from rich.console import Console

from tenantry_cli.exits import MEANINGS
from tenantry_cli.output import kinds
from tenantry_cli.tree import app, load

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
BEGIN, END = "<!-- the reference begins -->\n", "<!-- the reference ends -->\n"
EVERYWHERE = "Options of all commands"
# As the plain help writes an argument or an option, and what it means.
_ENTRY = re.compile(r"^  (\S.*?): (.*)$", re.MULTILINE)


def commands(at: App = app, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command, in the order of the alphabet."""
    for name in sorted(at):
        if not name.startswith("-"):
            yield from [*commands(at[name], (*above, name))] or [(*above, name)]


def help_of(words: tuple[str, ...]) -> str:
    """What `--help` prints, without frames and without breaking lines."""
    load(words)
    before, app.help_formatter = app.help_formatter, "plain"
    try:
        text = io.StringIO()
        app.help_print([*words], console=Console(file=text, width=10_000))
    finally:
        app.help_formatter = before
    return text.getvalue()


def reference() -> str:
    """The text between the two marks."""
    parts = [_exits(), _everywhere(), _records(), *map(_command, commands())]
    return "\n" + "\n\n".join(parts) + "\n\n"


def _exits() -> str:
    rows = [f"| {int(code)} | {meaning} |" for code, meaning in MEANINGS.items()]
    return "\n".join(["## Exit codes\n", "| | |", "| --- | --- |", *rows])


def _everywhere() -> str:
    _, _, options = help_of(("ls",)).partition(f"{EVERYWHERE}:\n")
    return f"## {EVERYWHERE}\n\n{_table(options)}"


def _records() -> str:
    found = sorted((each for each in vars(kinds).values() if isinstance(each, kinds.Kind)), key=lambda each: each.name)
    rows = [f"| {each.name} | {', '.join(f'`{name}`' for name in each.fields)} |" for each in found]
    return "\n".join(["## Records and their fields\n", "| | |", "| --- | --- |", *rows, "\n## Commands"])


def _command(words: tuple[str, ...]) -> str:
    own, _, _ = help_of(words).partition(f"{EVERYWHERE}:\n")
    usage, _, rest = own.partition("\n\n")
    text, *tables = re.split(r"^(?:Arguments|Parameters):\n", rest, flags=re.MULTILINE)
    said = [part for part in text.strip().split("\n\n") if not part.startswith("$ ")]
    shown = [part for part in text.strip().split("\n\n") if part.startswith("$ ")]
    heading = f"### {' '.join(('tenantry', *words))}"
    blocks = [heading, f"`{usage.removeprefix('Usage: ')}`", *said, "```console\n" + "\n".join(shown) + "\n```"]
    return "\n\n".join([*blocks, *([_table("".join(tables))] if tables else [])])


def _table(entries: str) -> str:
    rows = [f"| `{name}` | {meaning} |" for name, meaning in _ENTRY.findall(entries)]
    return "\n".join(["| | |", "| --- | --- |", *rows])


def parts() -> tuple[str, str, str]:
    """docs/cli.md: what stands before the reference, the reference, and what stands behind it."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    found, _, after = rest.partition(END)
    return before + BEGIN, found, END + after


if __name__ == "__main__":
    before, _, after = parts()
    PAGE.write_text(before + reference() + after, "utf-8")
