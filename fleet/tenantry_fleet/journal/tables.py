"""The tables, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

# What somebody's function says may be of any length.
_LONGEST = 10_000


class _Words(TypeDecorator[str]):
    """A text of somebody else's, such as an error's: without what a database cannot hold."""

    # Any: of whatever Python type; this is what the base says.
    impl: TypeEngine[Any] | type[TypeEngine[Any]] = Text
    cache_ok: bool | None = True

    def process_bind_param(self, value: str | None, dialect: object) -> str | None:
        """As it is written."""
        if value is None:
            return None
        return value[:_LONGEST].encode("utf-8", "replace").decode().replace("\0", "?")


# One more with each change of these tables, for which `migrations` gets a step.
VERSION = 1
METADATA = MetaData()

# One row: which tables these are. A program that knows only older ones refuses them.
JOURNAL = Table("journal", METADATA, Column("version", Integer, primary_key=True))

ROLLOUTS = Table(
    "rollouts",
    METADATA,
    Column("id", String, primary_key=True),
    Column("place", String, nullable=False),
    Column("operation", String, nullable=False),
    Column("digest", String, nullable=False),
    # What is needed to do it again; null where that cannot be written down.
    Column("saved", JSON(none_as_null=True)),
    # What no undo can bring back.
    Column("cannot_undo", JSON, nullable=False),
    Column("selection", JSON, nullable=False),
    Column("options", JSON, nullable=False),
    Column("actor", _Words, nullable=False),
    Column("reason", _Words, nullable=False),
    Column("state", String, nullable=False),
    Column("why", _Words),
    # What somebody asks the process at work to do: `pause` or `abort`.
    Column("wanted", String),
    Column("rate", Float),
    Column("wave", Integer, nullable=False),
    # How many waves somebody let begin.
    Column("promoted", Integer, nullable=False),
    # Where the waves end: the `position` of the last script of each.
    Column("ends", JSON, nullable=False),
    # How many scripts the namespace had when it was planned for.
    Column("listed", Integer, nullable=False),
    # The listing that was compared last.
    Column("listing", Integer, nullable=False),
    # The etag that the server gave to the new code.
    Column("etag", String),
    # Whether equal code has other etags in each script.
    Column("etag_differs", Boolean, nullable=False),
    Column("undoes", String),
    Column("holder", JSON(none_as_null=True)),
    Column("heartbeat", Float),
    Column("created", Float, nullable=False),
    Column("started", Float),
    Column("ended", Float),
)

SCRIPTS = Table(
    "scripts",
    METADATA,
    Column("rollout", String, primary_key=True),
    Column("name", String, primary_key=True),
    # In this order they are rolled; it is seeded, and so the same each time.
    Column("position", BigInteger, nullable=False),
    Column("wave", Integer),
    Column("state", String, nullable=False),
    Column("before_etag", String),
    Column("before_modified", String),
    Column("before_tags", JSON, nullable=False),
    Column("before_migration_tag", String),
    Column("before_has_assets", Boolean),
    Column("before_settings", JSON(none_as_null=True)),
    Column("after_etag", String),
    Column("after_modified", String),
    Column("after_tags", JSON(none_as_null=True)),
    Column("after_settings", String),
    # What an undo brings back.
    Column("restore", JSON(none_as_null=True)),
    Column("code", Integer),
    Column("why", _Words),
    Column("ray", String),
    Column("attempts", Integer, nullable=False),
    # Whether its failure was there when somebody went on.
    Column("is_forgiven", Boolean, nullable=False),
    Column("is_sampled", Boolean, nullable=False),
    Column("check_before", _Words),
    Column("check_after", _Words),
    Column("listing", Integer, nullable=False),
    Column("started", Float),
    Column("ended", Float),
    Index("scripts_in_order", "rollout", "state", "position"),
)

# Code by its digest, and which etag it has where.
BUILDS = Table(
    "builds",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("code", LargeBinary, nullable=False),
)
ETAGS = Table(
    "etags",
    METADATA,
    Column("place", String, primary_key=True),
    Column("etag", String, primary_key=True),
    Column("digest", String, nullable=False),
)

HISTORY = Table(
    "history",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("rollout", String, nullable=False),
    Column("at", Float, nullable=False),
    Column("actor", _Words, nullable=False),
    Column("host", String, nullable=False),
    Column("verb", String, nullable=False),
    Column("detail", _Words),
)
