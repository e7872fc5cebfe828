"""The figures as a table: each as it is, and as a multiple of what bare httpx takes."""

from collections.abc import Iterator, Mapping

from benchmarks.running import FIRST, GET, MEMORY, NAMES, READY, ROWS, Figures

AIMS = {READY: "≤ 1.5", GET: "≤ 1.25", ROWS: "≤ 1.5"}


def table(best: Mapping[str, Figures], titles: Mapping[str, str]) -> str:
    """One line for each thing, one column for each contender; the first is what the others are compared with."""
    return "\n".join(_lines(best, titles))


def _lines(best: Mapping[str, Figures], titles: Mapping[str, str]) -> Iterator[str]:
    columns = [title for name, title in titles.items() if name in best]
    yield f"{'':26}" + "".join(f"{title:>24}" for title in columns) + f"{'aim':>10}"
    for what in (READY, MEMORY, FIRST, GET, ROWS, NAMES):
        bare, *_ = figures = [best[name][what] for name in titles if name in best]
        cells = (_figure(what, figure) + f"{f'x {figure / bare:.2f}':>10}" for figure in figures)
        yield f"{what:26}" + "".join(f"{cell:>24}" for cell in cells) + f"{AIMS.get(what, ''):>10}"


def _figure(what: str, figure: float) -> str:
    if what == MEMORY:
        return f"{figure / 1024:.1f} MiB"
    milliseconds = figure * 1000
    return f"{milliseconds:.0f} ms" if milliseconds >= 10 else f"{milliseconds:.2f} ms"
