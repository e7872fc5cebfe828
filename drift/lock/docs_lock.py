"""docs.lock.json: what the docs said when they were last read, as facts, with where each was read; no prose.

`python -m drift.lock FOLDER-OR-FILES` reads pages and rewrites it; where they say nothing new, nothing changes.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from drift.facts import merging
from drift.facts.model import Operation, Page, Variant
from drift.readers.pages import read

from .decoding import Decoder
from .encoding import Encoder, JsonObject
from .json_layout import laid_out

LOCK = Path(__file__).parents[1] / "docs.lock.json"
URLS = Path(__file__).with_name("pages.toml")
# One more whenever the readers make something else of the same pages.
READER = 1


@dataclass(frozen=True)
class Source:
    """A page that was read."""

    name: str
    dialect: str
    sha256: str
    url: str | None


@dataclass(frozen=True)
class Lock:
    """What all pages say together. Models are told by each page for itself."""

    sources: tuple[Source, ...]
    operations: tuple[Operation, ...]
    models: dict[str, tuple[Variant, ...]]  # by the page that tells them
    date: date
    reader: int = READER


def of_pages(pages: Iterable[Page], on: date) -> Lock:
    """The lock that pages make together."""
    given = sorted(pages, key=lambda page: page.name)
    sources = tuple(Source(page.name, page.dialect, page.sha256, page.url) for page in given)
    models = {page.name: page.models for page in given if page.models}
    return Lock(sources, merging.operations(given), models, on)


def read_pages(paths: Iterable[Path]) -> list[Page]:
    """The pages in files, and in the files of folders; two of one name are refused."""
    urls = tomllib.loads(URLS.read_text(encoding="utf-8"))
    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    names = [file.name for file in files]
    if not files or len(set(names)) < len(names):
        raise ValueError(f"no pages, or two of one name, among {', '.join(names) or 'nothing'}")
    return [replace(read(file), url=urls.get(file.name)) for file in files]


def dumps(lock: Lock) -> str:
    """A lock as text; equal locks have equal texts."""
    read_at: JsonObject = {}
    facts: JsonObject = {"operations": {}, "models": {}}
    for operation in lock.operations:
        encoder = Encoder()
        facts["operations"][operation.key] = encoder.operation(operation)
        read_at[operation.key] = encoder.read_at
    for page, models in lock.models.items():
        encoder = Encoder()
        facts["models"][page] = [encoder.variant(model, f"models/{model.name}") for model in models]
        read_at[page] = encoder.read_at
    facts["pages"] = {
        source.name: {"dialect": source.dialect, "sha256": source.sha256, "url": source.url} for source in lock.sources
    }
    facts |= {"date": lock.date.isoformat(), "reader": lock.reader, "where_read": read_at}
    return laid_out(facts) + "\n"


def loads(text: str) -> Lock:
    """The lock that a text holds."""
    facts = json.loads(text)
    read_at = facts["where_read"]
    return Lock(
        tuple(Source(name, **page) for name, page in facts["pages"].items()),
        tuple(Decoder(read_at[key]).operation(key, each) for key, each in facts["operations"].items()),
        {page: tuple(_model(Decoder(read_at[page]), each) for each in told) for page, told in facts["models"].items()},
        date.fromisoformat(facts["date"]),
        facts["reader"],
    )


def _model(decoder: Decoder, facts: JsonObject) -> Variant:
    return decoder.variant(facts, f"models/{facts['name']}")


def committed() -> Lock:
    """The lock of this project."""
    return loads(LOCK.read_text(encoding="utf-8"))


def write(pages: Iterable[Page], on: date, path: Path = LOCK) -> bool:
    """Rewrites a lock, if pages say something else than it has; whether they did. The date alone is nothing new."""
    old = path.read_text(encoding="utf-8") if path.exists() else None
    new = of_pages(pages, on)
    if old is not None and dumps(replace(new, date=date.fromisoformat(json.loads(old)["date"]))) == old:
        return False
    path.write_text(dumps(new), encoding="utf-8")
    return True
