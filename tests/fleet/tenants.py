"""Tenants in the emulator, and what is true of them there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import tenantry
from tenantry_emulator import Emulator, Fault

DAY = "2026-01-01"


def code(text: str, more: str = "") -> dict[str, bytes | str]:
    """A Worker that answers with this text."""
    return {"index.js": f'export default {{ fetch() {{ return new Response("{text}") }} }}\n{more}'}


def deploy(
    namespace: tenantry.Namespace,
    count: int,
    *,
    first: int = 0,
    builds: int = 1,
    tags: Callable[[int], Sequence[str]] = lambda _: (),
) -> list[str]:
    """So many tenants, which run so many builds in turns; their names."""

    def name(number: int) -> str:
        return f"shop-{number:05}"

    def one(number: int) -> None:
        script = namespace.script(name(number))
        # Any: the arguments of a deploy.
        options: dict[str, Any] = {"compatibility_date": DAY, "tags": tags(number), "keep_settings": False}
        script.deploy(code(f"old {number % builds}"), **options)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(first, first + count)))
    return [name(number) for number in range(first, first + count)]


def running(namespace: tenantry.Namespace, names: Iterable[str]) -> dict[str, str]:
    """What each tenant answers with, read from its code; missing where it is gone."""
    by_etag: dict[str | None, str] = {}
    found: dict[str, str] = {}
    wanted = {*names}
    for info in namespace.list_scripts():
        if info.name in wanted:
            if info.etag not in by_etag:
                by_etag[info.etag] = text_of(namespace.script(info.name).get_content())
            found[info.name] = by_etag[info.etag]
    return found


def text_of(bundle: Mapping[str, bytes]) -> str:
    """The text that a Worker of `code()` answers with."""
    return bundle["index.js"].decode().split('"')[1]


class Counter:
    """Counts the requests of an operation, or of any, that arrive at the emulator; of each script too, by its name."""

    def __init__(self, emulator: Emulator, operation: str | None, names: Iterable[str] = ()) -> None:
        self._emulator = emulator
        self._all = self._add(operation)
        self._each = {name: self._add(operation, f"*/scripts/{name}/*") for name in names}

    def _add(self, operation: str | None, path: str | None = None) -> int:
        # It waits no time, and so changes nothing.
        return self._emulator.faults.add(Fault("latency", operation=operation, path=path, times=None))

    def _seen(self, identifier: int) -> int:
        return next(each.seen for each in self._emulator.faults.list() if each.id == identifier)

    @property
    def count(self) -> int:
        return self._seen(self._all)

    @property
    def by_name(self) -> dict[str, int]:
        seen = {each.id: each.seen for each in self._emulator.faults.list()}
        return {name: seen[identifier] for name, identifier in self._each.items()}
