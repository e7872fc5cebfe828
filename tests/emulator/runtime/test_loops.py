"""Tenants that fetch themselves or each other without end: refused, and nobody else notices."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from .platform import Platform, answering

LOOP = (508, "Error 1019: Compute server loop\n")


def fetching(url: str) -> str:
    """A Worker that answers what the URL answers."""
    return f"export default {{ fetch: () => fetch({url!r}) }}"


@pytest.mark.parametrize("ring", [["one"], ["one", "two", "three"]])
def test_a_ring_of_tenants_is_refused_and_nobody_else_notices(platform: Platform, ring: list[str]) -> None:
    for script, following in zip(ring, [*ring[1:], ring[0]], strict=True):
        platform.deploy(script, fetching(platform.url(following)))
    platform.deploy("other", answering("'other'"))
    with ThreadPoolExecutor(4) as threads:
        going = [threads.submit(platform.ask, ring[0]) for _ in range(2)]
        while not all(each.done() for each in going):
            assert platform.says("other") == "other"

    assert [(each.result().status_code, each.result().text) for each in going] == [LOOP, LOOP]
    assert platform.says("other") == "other"


def test_a_tenant_may_fetch_others_many_times(platform: Platform) -> None:
    platform.deploy("other", answering("'other'"))
    all_of_them = "export default { async fetch() { const texts = []; for (let n = 0; n < 300; n++) texts.push(await "
    platform.deploy(
        "shop",
        f"{all_of_them}(await fetch({platform.url('other')!r})).text());"
        " return Response.json(new Set(texts).size) } }",
    )

    assert platform.shows("shop") == 1
