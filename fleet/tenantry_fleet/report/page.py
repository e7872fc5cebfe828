"""A report as HTML: one page without requests to anywhere, and a summary for notebooks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from importlib import resources
from string import Template
from typing import Any

from tenantry_fleet.clock import moment
from tenantry_fleet.journal.records import RolloutRecord

# Widths of the picture in which the waves stand over time.
_WIDTH, _BAR = 800, 22


def fragment(record: RolloutRecord, counts: Mapping[str, int], failures: Mapping[int | None, int]) -> str:
    """What happened, in two small tables."""
    title = f"{record.operation} {record.id}: {record.state}"
    about = f"{record.actor}, {moment(record.started) or 'not started'}: {record.reason}"
    why = f"<p>{escape(record.why)}</p>" if record.why else ""
    outcomes = _table(("outcome", "scripts"), sorted(counts.items()))
    codes = [("no code" if code is None else code, count) for code, count in failures.items()]
    return f"<h1>{escape(title)}</h1><p>{escape(about)}</p>{why}{outcomes}" + (
        _table(("failures by code", "scripts"), codes) if codes else ""
    )


def page(
    record: RolloutRecord,
    counts: Mapping[str, int],
    failures: Mapping[int | None, int],
    rows: Sequence[Mapping[str, Any]],
) -> str:
    """The whole page. Any: the values of the rows are JSON."""
    template = Template(resources.files("tenantry_fleet.report").joinpath("page.html").read_text("utf-8"))
    # In a script of a page nothing may look like its end.
    data = json.dumps([*map(dict, rows)]).replace("<", "\\u003c")
    return template.substitute(
        title=escape(f"{record.operation} {record.id}"),
        summary=fragment(record, counts, failures),
        waves=_waves(rows),
        rows=data,
    )


def _table(head: tuple[str, str], rows: Sequence[tuple[object, object]]) -> str:
    cells = "".join(f"<tr><td>{escape(str(name))}</td><td>{escape(str(value))}</td></tr>" for name, value in rows)
    return f"<table><tr><th>{head[0]}</th><th>{head[1]}</th></tr>{cells}</table>"


def _waves(rows: Sequence[Mapping[str, Any]]) -> str:
    """A bar for each wave, from its first script to its last."""
    waves: dict[int, list[str]] = {}
    for row in rows:
        if row["wave"] is not None and row["ended"]:
            waves.setdefault(row["wave"], []).append(row["ended"])
    if not waves:
        return ""
    spans = {wave: (min(ends), max(ends), len(ends)) for wave, ends in sorted(waves.items())}
    begin, end = min(span[0] for span in spans.values()), max(span[1] for span in spans.values())
    bars = "".join(_bar(wave, span, begin, end, place) for place, (wave, span) in enumerate(spans.items()))
    return f'<svg viewBox="0 0 {_WIDTH} {len(spans) * _BAR}" role="img" aria-label="waves over time">{bars}</svg>'


def _bar(wave: int, span: tuple[str, str, int], begin: str, end: str, place: int) -> str:
    whole = max(_seconds(begin, end), 1)
    left, width = _seconds(begin, span[0]) / whole, max(_seconds(span[0], span[1]) / whole, 0.005)
    name = "canary" if wave == 0 else f"wave {wave}"
    text = f"{name}: {span[2]:,} scripts, {span[0]} to {span[1]}"
    y = place * _BAR
    bar = f'<rect x="{left * _WIDTH * 0.99:.1f}" y="{y}" width="{width * _WIDTH:.1f}" height="{_BAR - 4}"/>'
    return f'{bar}<text x="4" y="{y + 14}">{escape(text)}</text>'


def _seconds(begin: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds()
