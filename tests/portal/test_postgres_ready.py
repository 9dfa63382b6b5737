"""The statements that go past SQLAlchemy's dialects also fit PostgreSQL; no server is needed."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from b2bdesk.portal.feeds.sources import rows_after, sources
from b2bdesk.portal.feeds.sums import sums_of
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.engine import database_file, open_engine
from b2bdesk.portal.storage.tables import METADATA
from b2bdesk.portal.storage.work import Storage
from b2bdesk.wire.feeds import FEEDS

SCOPES = {
    "catalog": "part", "prices": "opt", "stock": "rough", "terms": "alfa-1-c",
    "settlements": "alfa-1-c", "orders": "alfa", "documents": "alfa",
    "own_codes": "alfa",
}  # fmt: skip
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy


def test_tables_can_be_created() -> None:
    texts = [str(CreateTable(table).compile(dialect=DIALECT)) for table in METADATA.sorted_tables]
    assert len(texts) == len(METADATA.tables)
    # ids are ours or the database's identity; nothing depends on SQLite's rowid
    assert not [text for text in texts if "ROWID" in text]


@pytest.mark.parametrize("feed", FEEDS)
def test_feed_queries_compile(storage: Storage, numbers: dict[str, int], feed: str) -> None:
    with storage.reading() as connection:
        tables = sources(SYSTEM, connection, feed, SCOPES[feed])
    assert [table.table for table in tables] == [
        name for name in FEEDS[feed].tables if (feed, name) != ("stock", "incoming")
    ]
    for source in tables:
        for query in (rows_after(source, 0), rows_after(source, 7), select(*sums_of(source.h))):
            assert "SELECT" in str(query.compile(dialect=DIALECT))


def test_an_address_is_told_from_a_file() -> None:
    engine = open_engine("some folder/p%20?.db")
    assert str(database_file(engine)).endswith("some folder/p%20?.db")
