"""The figures as a table: medians, and multiples of what bare httpx takes, with the middle half of them."""

from collections.abc import Iterator, Mapping
from statistics import median, quantiles

from benchmarks.running import AWAITED, FIELDS, FIRST, GATHERED, GET, MEMORY, NAMES, READY, ROWS, Figures

AIMS = {
    READY: "≤ 1.40",
    FIRST: "≤ 1.35",
    GET: "≤ 1.25",
    AWAITED: "≤ 1.20",
    GATHERED: "≤ 1.20",
    NAMES: "≤ 1.15, [fast] 0.90",
    FIELDS: "≤ 1.50",
}
ORDER = (READY, MEMORY, FIRST, GET, AWAITED, GATHERED, ROWS, NAMES, FIELDS)


def summary(found: Mapping[str, Figures]) -> dict[str, dict[str, dict[str, float]]]:
    """By what was measured and by contender: the median, that of its multiples of the first, and their quartiles."""
    bare = next(iter(found.values()))
    return {
        what: {name: _summary(figures[what], bare[what]) for name, figures in found.items() if what in figures}
        for what in ORDER
        if what in bare
    }


def _summary(figures: list[float], bare: list[float]) -> dict[str, float]:
    ratios = [figure / other for figure, other in zip(figures, bare, strict=True)]
    low, _, high = quantiles(ratios, n=4)
    return {"median": median(figures), "ratio": median(ratios), "low": low, "high": high}


def table(found: Mapping[str, Figures], titles: Mapping[str, str]) -> str:
    """One line for each thing, one column for each contender; the first is what the others are compared with."""
    return "\n".join(_lines(found, titles))


def _lines(found: Mapping[str, Figures], titles: Mapping[str, str]) -> Iterator[str]:
    yield f"{'':26}" + "".join(f"{title:>32}" for title in titles.values()) + f"{'aim':>21}"
    for what, cells in summary(found).items():
        yield (
            f"{what:26}"
            + "".join(f"{_cell(what, cells.get(name)):>32}" for name in titles)
            + f"{AIMS.get(what, ''):>21}"
        )


def _cell(what: str, cell: Mapping[str, float] | None) -> str:
    if cell is None:
        return "-"
    figure = f"{cell['median'] / 1024:.1f} MiB" if what == MEMORY else _milliseconds(cell["median"] * 1_000)
    return f"{figure} x {cell['ratio']:.2f} ({cell['low']:.2f}-{cell['high']:.2f})"


def _milliseconds(count: float) -> str:
    return f"{count:.0f} ms" if count >= 10 else f"{count:.2f} ms"
