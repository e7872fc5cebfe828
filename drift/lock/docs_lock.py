"""docs.lock.json: what the docs said when they were last read, as facts, with where each was read; no prose."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from drift.facts.merging import merge_operations
from drift.facts.model import OperationFacts, Page, Variant
from drift.findings.finding import CannotTell, Problem
from drift.readers.pages import read_page

from .decoding import Decoder
from .encoding import Encoder
from .json_layout import laid_out

LOCK = Path(__file__).parents[1] / "docs.lock.json"
URLS = Path(__file__).with_name("pages.toml")
# Counted up whenever the readers make other facts of the same pages.
READER = 2


@dataclass(frozen=True)
class PageSource:
    """A page that was read."""

    name: str
    dialect: str
    sha256: str
    url: str | None


@dataclass(frozen=True)
class Lock:
    """What all pages say together, and the models that each page describes apart from its operations."""

    sources: tuple[PageSource, ...]
    operations: tuple[OperationFacts, ...]
    models: dict[str, tuple[Variant, ...]]  # by the name of the page
    date: date
    reader: int = READER


def of_pages(pages: Iterable[Page], on: date) -> Lock:
    """The lock that pages make together."""
    given = sorted(pages, key=lambda page: page.name)
    sources = tuple(PageSource(page.name, page.dialect, page.sha256, page.url) for page in given)
    models = {page.name: page.models for page in given if page.models}
    return Lock(sources, merge_operations(given), models, on)


def read_pages(paths: Iterable[Path]) -> tuple[list[Page], list[Problem]]:
    """The pages in files and folders, and all that cannot be read; CannotTell if there are none, or two of one name."""
    urls = tomllib.loads(URLS.read_text(encoding="utf-8"))
    given = {path: sorted(path.iterdir()) if path.is_dir() else [path] for path in paths}
    files = [file for found in given.values() for file in found]
    names = [file.name for file in files]
    if not all(given.values()):
        raise CannotTell(*(Problem(f"{path} has no pages", str(path)) for path, found in given.items() if not found))
    if len(set(names)) < len(names):
        raise CannotTell(f"two pages of the same name are among {', '.join(names)}")
    ages = {name: age for age, name in enumerate(urls, start=1)}
    pages: list[Page] = []
    problems: list[Problem] = []
    for file in files:
        try:
            read = read_page(file.name, file.read_bytes())
        except OSError as error:
            problems.append(Problem(f"{file} cannot be read: {error.strerror}", str(file)))
            continue
        pages.append(replace(read.page, url=urls.get(file.name), age=ages.get(file.name, 0)))
        folder = str(file).removesuffix(file.name)
        problems += (Problem(f"{folder}{error}", str(file), error.line) for error in read.errors)
    return pages, problems


def dumps(lock: Lock) -> str:
    """A lock as text; equal locks have equal texts."""
    encoders = {key: Encoder() for key in (*(each.key for each in lock.operations), *lock.models)}
    facts = {
        "date": lock.date.isoformat(),
        "reader": lock.reader,
        "pages": {
            each.name: {"dialect": each.dialect, "sha256": each.sha256, "url": each.url} for each in lock.sources
        },
        "operations": {each.key: encoders[each.key].operation(each) for each in lock.operations},
        "models": {
            page: [encoders[page].variant(model, f"models/{model.name}") for model in models]
            for page, models in lock.models.items()
        },
        "where_read": {key: encoder.read_at for key, encoder in encoders.items()},
    }
    return laid_out(facts) + "\n"


def loads(text: str) -> Lock:
    """The lock that a text holds."""
    facts = json.loads(text)
    decoders = {key: Decoder(read_at) for key, read_at in facts["where_read"].items()}
    return Lock(
        tuple(PageSource(name, **page) for name, page in facts["pages"].items()),
        tuple(decoders[key].operation(key, each) for key, each in facts["operations"].items()),
        {
            page: tuple(decoders[page].variant(each, f"models/{each['name']}") for each in models)
            for page, models in facts["models"].items()
        },
        date.fromisoformat(facts["date"]),
        facts["reader"],
    )


def committed() -> Lock:
    """The lock of this project."""
    return loads(LOCK.read_text(encoding="utf-8"))


def write(pages: Iterable[Page], on: date, path: Path = LOCK) -> bool:
    """Rewrite a lock if the pages say anything new, and return whether they do; another date alone is not new."""
    old = path.read_text(encoding="utf-8") if path.exists() else None
    new = of_pages(pages, on)
    if old is not None and dumps(replace(new, date=date.fromisoformat(json.loads(old)["date"]))) == old:
        return False
    path.write_text(dumps(new), encoding="utf-8")
    return True
