"""Prints what a command has found or done, as its options and the terminal ask for it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

from attrs import Factory, field, frozen

from tenantry_cli.exits import CommandError, Exit
from tenantry_cli.options import Options

from .clean import clean
from .kinds import Kind, cell, plain

if TYPE_CHECKING:
    from rich.text import Text

# Of the records and their fields; it changes when a field goes or means something else.
VERSION = 1
NOT_THERE = "was not there"
_WHOLE = {"id", "name", "script"}


@frozen
class Change:
    """Something that was changed, or would be."""

    action: str
    """Such as `created` or `deleted`."""
    kind: str
    name: str
    script: str | None = None
    namespace: str | None = None
    dry_run: bool = False

    def __str__(self) -> str:
        of = f" of {self.script}" if self.script and self.script != self.name else ""
        where = f" in {self.namespace}" if self.namespace and self.namespace != self.name else ""
        would_be = "would be " if self.dry_run and self.action != NOT_THERE else ""
        return f"{self.kind} {self.name}{of}{where} {would_be}{self.action}"


def _on_one_line(text: str) -> Text:
    from rich.text import Text

    return Text(text, no_wrap=True, overflow="ellipsis")


def counted(count: int, noun: str) -> str:
    """So many of them, in words."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


@frozen
class Output:
    """Where a command prints records of one kind."""

    options: Options
    kind: Kind
    stdout: TextIO = field(factory=lambda: sys.stdout)
    stderr: TextIO = field(factory=lambda: sys.stderr)
    columns: tuple[str, ...] = field(init=False, default=Factory(lambda self: self._columns(), takes_self=True))
    """The fields that are printed; of JSON without `--fields` it is all."""

    def _columns(self) -> tuple[str, ...]:
        if self.options.json and self.options.ndjson:
            raise CommandError("--json and --ndjson are two forms of the same: choose one.", Exit.USAGE)
        if self.options.fields is None:
            return tuple(self.kind.fields) if self.is_json else self.kind.shown
        asked = tuple(name.strip() for name in self.options.fields.split(","))
        if unknown := [name for name in asked if name not in self.kind.fields]:
            there = ", ".join(self.kind.fields)
            raise CommandError(f"A {self.kind.name} has no field {unknown[0]!r}; it has {there}.", Exit.USAGE)
        return asked

    @property
    def is_json(self) -> bool:
        """Whether a program reads it."""
        return self.options.json or self.options.ndjson

    def rows(self, items: Iterable[object]) -> None:
        """Print many records, each as soon as it is there where that can be."""
        records = (self._record(item) for item in items)
        if self.options.json:
            self._document([*records])
        elif self.options.ndjson:
            self._lines(records)
        elif self.stdout.isatty():
            self._table([*records])
        else:
            for record in records:
                self._print("\t".join(clean(cell(value)) for value in record.values()))

    def one(self, item: object) -> None:
        """Print one record: a line for each field."""
        record = self._record(item, all_fields=self.options.fields is None)
        if self.options.json:
            self._document(record)
        elif self.options.ndjson:
            self._lines([record])
        else:
            said = {name: clean(cell(value)) for name, value in record.items() if value is not None}
            width = max(map(len, said), default=0) if self.stdout.isatty() else 0
            for name, value in said.items():
                self._print(f"{name:{width}}  {value}" if width else f"{name}\t{value}")

    def changed(self, change: Change) -> None:
        """Say what was done."""
        if self.is_json or self.options.fields:
            self.one(change) if self.is_json else self.rows([change])
        elif not self.options.quiet:
            self._print(clean(str(change)))

    def all_changed(self, changes: list[Change]) -> None:
        """Say what was done to many."""
        if self.is_json or self.options.fields:
            self.rows(changes)
        elif not self.options.quiet:
            for change in changes:
                self._print(clean(str(change)))

    def text(self, text: str, keep: str = "") -> None:
        """Something for people on stdout."""
        self._print(clean(text, keep))

    def wrapped(self, first: str, text: str) -> None:
        """Something for people who have a terminal, broken between words; what follows begins below the text."""
        # Imported here: programs have no use for it.
        import shutil
        import textwrap

        width = shutil.get_terminal_size().columns
        for line in textwrap.wrap(clean(text), width, initial_indent=first, subsequent_indent=" " * len(first)):
            self._print(line)

    def note(self, text: str) -> None:
        """Something that is not data, for who watches."""
        if not self.options.quiet:
            print(clean(text, keep="\n"), file=self.stderr, flush=True)

    @property
    def can_ask(self) -> bool:
        """Whether somebody sits at a terminal who sees a question and can answer it."""
        return sys.stdin.isatty() and self.stderr.isatty()

    def ask(self, question: str) -> str:
        """What is typed in answer; nothing at the end of the input."""
        self.stderr.write(clean(question, keep="\n"))
        self.stderr.flush()
        return sys.stdin.readline().strip()

    def _record(self, item: object, *, all_fields: bool = False) -> dict[str, object]:
        record = self.kind.record(item)
        return record if all_fields else {name: record[name] for name in self.columns}

    def _document(self, value: object) -> None:
        # ASCII, so that control characters reach a terminal in JSON's own notation.
        self._print(json.dumps(plain(value), indent=2))

    def _lines(self, records: Iterable[dict[str, object]]) -> None:
        self._print(json.dumps({"version": VERSION, "kind": self.kind.name}))
        for record in records:
            self._print(json.dumps(plain(record)))

    def _table(self, records: list[dict[str, object]]) -> None:
        # Imported here: off a terminal nobody needs it.
        from rich.console import Console
        from rich.table import Table

        if not records:
            self.note(f"no {self.kind.name}s")
            return
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        for name in self.columns:
            # Where it is too narrow, the longest columns become shorter; but names stay whole, for they are typed, and
            # so do times.
            heading = _on_one_line(name.replace("_", " ").upper())
            is_whole = name in _WHOLE or any(isinstance(record[name], datetime) for record in records)
            table.add_column(heading, no_wrap=is_whole, overflow="ellipsis")
        for record in records:
            table.add_row(*(_on_one_line(clean(cell(value, brief=True))) for value in record.values()))
        Console(file=self.stdout, highlight=False, soft_wrap=False).print(table)

    def _print(self, line: str) -> None:
        print(line, file=self.stdout)
