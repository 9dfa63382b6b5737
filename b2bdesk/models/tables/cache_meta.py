"""The cache's own books: scopes with their marks, folds of brands, journal of syncs.

A cache file is rebuildable: it has no migrations, only `CACHE_VERSION`. Another version or a
damaged file means a full load into the other file (PROTOCOL R8). All tables are server-owned;
those marked derived are computed from server rows by models.load and models.apply. All are STRICT:
a text where a number belongs is refused at the door and not found by a screen later.
"""

from typing import Any

from sqlalchemy import Column, Integer, Table, Text, UniqueConstraint
from sqlalchemy.types import UserDefinedType

from b2bdesk.models.tables.base import SERVER, cache_metadata

CACHE_VERSION = 9
APPLICATION_ID = 0x62326463  # "b2dc"

DERIVED = {**SERVER, "derived": "yes"}


class Exact(UserDefinedType[Any]):
    """A value that is compared and hashed as sent: ANY of a STRICT table converts nothing."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Return the type's name in SQL."""
        return "ANY"


scope = Table(
    "scope",
    cache_metadata,
    Column("sid", Integer, primary_key=True),
    Column("feed", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("generation", Text, nullable=False, server_default=""),
    Column("incarnation", Text, nullable=False, server_default=""),
    Column("cursor", Text, nullable=False, server_default=""),
    Column("count", Integer, nullable=False, server_default="0"),
    Column("sum64", Text, nullable=False, server_default=""),
    Column("pulled_at", Text, nullable=False, server_default=""),
    Column("healed_at", Text, nullable=False, server_default=""),
    UniqueConstraint("feed", "key"),
    sqlite_strict=True,
    info=DERIVED,
)

brand = Table(
    "brand",
    cache_metadata,
    Column("name", Text, primary_key=True),
    Column("fold", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=DERIVED,
)

sync_run = Table(
    "sync_run",
    cache_metadata,
    Column("id", Integer, primary_key=True),
    Column("started_at", Text, nullable=False),
    Column("receipt", Text, nullable=False),
    sqlite_strict=True,
    info=DERIVED,
)

cache_fact = Table(
    "cache_fact",
    cache_metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    info=DERIVED,
)
