"""Code, kept once however many scripts run it, and the etags by which a listing tells that they do."""

from __future__ import annotations

import base64
import json
import zlib

from sqlalchemy import Connection, delete, insert, select

import tenantry
from tenantry_fleet.errors import JournalError

from .tables import BUILDS, ETAGS


def keep(connection: Connection, code: tenantry.Bundle) -> str:
    """Keep the code; its digest."""
    digest = code.digest
    if connection.scalar(select(BUILDS.c.digest).where(BUILDS.c.digest == digest)) is None:
        connection.execute(insert(BUILDS).values(digest=digest, code=_packed(code)))
    return digest


def read(connection: Connection, digest: str) -> tenantry.Bundle:
    """The code of this digest. Raises JournalError where it is not there, or is another than it was."""
    packed = connection.scalar(select(BUILDS.c.code).where(BUILDS.c.digest == digest))
    if packed is None:
        raise JournalError(f"The journal does not have the code {digest[:12]}.")
    code = _unpacked(packed)
    if code.digest != digest:
        raise JournalError(f"The journal is damaged: what it has of the code {digest[:12]} is another.")
    return code


def name(connection: Connection, place: str, etag: str, digest: str) -> None:
    """Remember that code of this etag is that one; what was known of the etag before is forgotten."""
    where = (ETAGS.c.place == place) & (ETAGS.c.etag == etag)
    connection.execute(delete(ETAGS).where(where))
    connection.execute(insert(ETAGS).values(place=place, etag=etag, digest=digest))


def by_etag(connection: Connection, place: str, etag: str | None) -> str | None:
    """The digest of the code that has this etag there, if it is known."""
    where = (ETAGS.c.place == place) & (ETAGS.c.etag == etag)
    found: str | None = connection.scalar(select(ETAGS.c.digest).where(where))
    return found


def etag_of(connection: Connection, place: str, digest: str | None) -> str | None:
    """The etag that code of this digest has there, if it is known."""
    where = (ETAGS.c.place == place) & (ETAGS.c.digest == digest)
    found: str | None = connection.scalar(select(ETAGS.c.etag).where(where).limit(1))
    return found


def _packed(code: tenantry.Bundle) -> bytes:
    modules = {path: base64.b64encode(content).decode() for path, content in code.items()}
    said = {"main": code.main, "types": dict(code.types), "modules": modules}
    return zlib.compress(json.dumps(said).encode())


def _unpacked(packed: bytes) -> tenantry.Bundle:
    said = json.loads(zlib.decompress(packed))
    modules = {path: base64.b64decode(content) for path, content in said["modules"].items()}
    return tenantry.Bundle(modules, main=said["main"], types=said["types"])
