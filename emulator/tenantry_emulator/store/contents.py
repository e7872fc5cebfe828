"""What modules and static assets contain: each content once, in pieces, as long as something has it.

A large content is written, read and deleted piece by piece, and requests of others come in between: to do it at once
would hold them all up.
"""

import asyncio
import io
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager

from tenantry_emulator.wire.turns import PIECE, pieces

from .database import changing

# How many pieces are deleted at once, and how many small contents are written or looked for.
PIECES = 8
SMALL = 50
HAS = "SELECT EXISTS (SELECT 1 FROM module WHERE digest = ?) OR EXISTS (SELECT 1 FROM asset WHERE digest = ?)"

Piece = tuple[str, int, bytes]
"""Digest, position and content."""


class Contents:
    """Contents by their digest."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database
        self._awaited: Counter[str] = Counter()
        """Those that nothing has yet, and may have soon; or that are being read."""

    @asynccontextmanager
    async def kept(self, contents: Mapping[str, bytes]) -> AsyncIterator[None]:
        """A block in which something may come to have these contents, which are laid down before."""
        try:
            with self._held(contents):
                await self._lay_down(contents)
                yield
        finally:
            await self._forget_loose()

    async def _lay_down(self, contents: Mapping[str, bytes]) -> None:
        waiting: list[Piece] = []
        for number, (digest, content) in enumerate(contents.items(), 1):
            for piece in self._missing(digest, content):
                waiting.append(piece)
                if len(piece[2]) > PIECE // SMALL:
                    await self._write(waiting)
            if number % SMALL == 0:
                await self._write(waiting)
        await self._write(waiting)

    async def read(self, digests: Iterable[str]) -> dict[str, bytes]:
        """These contents; one that is not there is empty."""
        with self._held({*digests}) as held:
            return {digest: await self._whole(digest) for digest in held}

    async def _whole(self, digest: str) -> bytes:
        whole, has_more = io.BytesIO(), True
        while has_more:
            has_more = whole.write(self._piece(digest, whole.tell() // PIECE)) == PIECE
            await asyncio.sleep(0)
        return whole.getvalue()

    def _piece(self, digest: str, position: int) -> bytes:
        query = "SELECT content FROM piece WHERE digest = ? AND position = ?"
        found = self._db.execute(query, (digest, position)).fetchone()
        return found[0] if found else b""

    @contextmanager
    def _held(self, digests: Iterable[str]) -> Iterator[list[str]]:
        """A block in which these contents are not deleted."""
        held = [*digests]
        self._awaited.update(held)
        try:
            yield held
        finally:
            self._awaited.subtract(held)

    async def _forget_loose(self) -> None:
        """Delete the contents that nothing has or will have."""
        query, digest = "SELECT digest FROM loose WHERE digest > ? ORDER BY digest LIMIT ?", ""
        while some := self._db.execute(query, (digest, SMALL)).fetchall():
            for (digest,) in some:
                while not self._forget(digest):
                    await asyncio.sleep(0)
                await asyncio.sleep(0)

    def _missing(self, digest: str, content: bytes) -> Iterator[Piece]:
        count = "SELECT count(*) FROM piece WHERE digest = ?"
        if self._db.execute(count, (digest,)).fetchone() != (-(-len(content) // PIECE),):
            for position, piece in enumerate(pieces(content)):
                yield digest, position, piece

    async def _write(self, pieces: list[Piece]) -> None:
        """Write them, and wait until others had their turn."""
        if pieces:
            with changing(self._db):
                self._db.executemany("INSERT OR IGNORE INTO loose VALUES (?)", [piece[:1] for piece in pieces])
                self._db.executemany("INSERT OR IGNORE INTO piece VALUES (?, ?, ?)", pieces)
        pieces.clear()
        await asyncio.sleep(0)

    def _forget(self, digest: str) -> bool:
        """Delete some of a content, if nothing has it or will have it; whether there is nothing more to do."""
        if self._awaited[digest] > 0:
            return True
        del self._awaited[digest]
        with changing(self._db):
            if not self._db.execute(HAS, (digest, digest)).fetchone()[0]:
                some = "SELECT rowid FROM piece WHERE digest = ? LIMIT ?"
                if self._db.execute(f"DELETE FROM piece WHERE rowid IN ({some})", (digest, PIECES)).rowcount == PIECES:
                    return False
            self._db.execute("DELETE FROM loose WHERE digest = ?", (digest,))
        return True
