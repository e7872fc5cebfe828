"""Manifests of thousands of files are noted, looked up and forgotten between turns of the event loop."""

import asyncio
import sqlite3
from contextlib import closing

from tenantry_emulator.clock import Clock
from tenantry_emulator.store.assets import AT_ONCE, AssetStore, manifest_of
from tenantry_emulator.store.database import opened
from tenantry_emulator.store.namespaces import NamespaceStore
from tenantry_emulator.store.records import Asset, Namespace, Session
from tests.emulator.server.turns import turns_beside

ACCOUNT = "a" * 32
SIZES = [(f"{number:032x}", number) for number in range(6 * AT_ONCE)]
THERE, MISSING = SIZES[: 2 * AT_ONCE], SIZES[2 * AT_ONCE :]


def production(database: sqlite3.Connection, clock: Clock) -> Namespace:
    """A namespace that is there."""
    namespaces = NamespaceStore(database, clock)
    namespaces.add(ACCOUNT, "production")
    namespace = namespaces.get(ACCOUNT, "production")
    assert namespace
    return namespace


def test_a_session_is_asked_for_what_is_not_there_and_complete_once_it_is() -> None:
    with closing(opened(None)) as database:
        clock = Clock()
        assets, namespace = AssetStore(database, clock), production(database, clock)
        session = Session("first", namespace.row, "shop")
        assets.add(session, [Asset(identifier, None, "digest", size) for identifier, size in THERE])

        async def bring() -> None:
            assert await assets.open_session(session, "", SIZES, life=60) == MISSING
            assets.add(session, [Asset(identifier, None, "digest", size) for identifier, size in MISSING[1:]])
            assert not await assets.is_complete(session)
            assets.add(session, [Asset(identifier, None, "digest", size) for identifier, size in MISSING[:1]])
            assert await assets.is_complete(session)

        assert asyncio.run(turns_beside(bring())) >= len(SIZES + MISSING) // AT_ONCE

        found = asyncio.run(
            assets.files(namespace, manifest_of({f"/{identifier}": identifier for identifier, _ in [*SIZES, ("?", 0)]}))
        )
        assert [asset.size for asset in found.values()] == [size for _, size in SIZES]


def test_a_session_that_has_expired_is_forgotten_whole() -> None:
    with closing(opened(None)) as database:
        clock = Clock()
        assets, namespace = AssetStore(database, clock), production(database, clock)
        asyncio.run(assets.open_session(Session("old", namespace.row, "shop"), "", SIZES, life=60))
        clock.advance(61)
        new = assets.open_session(Session("new", namespace.row, "shop"), "", SIZES[:1], life=60)

        assert asyncio.run(turns_beside(new)) >= len(SIZES) // AT_ONCE
        assert database.execute("SELECT session, count(*) FROM wanted GROUP BY session").fetchall() == [("new", 1)]
        assert database.execute("SELECT id FROM session").fetchall() == [("new",)]
