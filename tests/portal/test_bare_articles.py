"""Articles without their leading zeros are found over an index, in older portals as well."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from b2bdesk.portal.catalog.resolve import resolve
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.work import Storage, open_storage

BOTH_STORES = True
_NAME = "ix_item_bare"


def _plan(storage: Storage) -> str:
    """How the database would look codes up: the plan of the statement `resolve` really sends."""
    sent: list[tuple[str, Any]] = []

    def heard(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if "ltrim" in statement:
            sent.append((statement, parameters))

    with storage.writing() as work:
        connection = work.connection
        event.listen(connection, "before_cursor_execute", heard)
        resolve(SYSTEM, connection, "all", ["0123", "Б840"])
        event.remove(connection, "before_cursor_execute", heard)
        statement, parameters = sent[0]
        lite = connection.dialect.name == "sqlite"
        if not lite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        asked = ("EXPLAIN QUERY PLAN " if lite else "EXPLAIN ") + statement
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(asked, parameters))


@pytest.mark.usefixtures("numbers")
def test_they_are_looked_up_in_an_index(storage: Storage) -> None:
    assert _NAME in _plan(storage)


@pytest.mark.usefixtures("numbers")
@pytest.mark.expect_log("brought up to date")
def test_an_older_portal_gets_the_index_once(storage: Storage, store: str) -> None:
    for lacking in (True, False):
        with storage.writing() as work:
            if lacking:
                work.connection.exec_driver_sql(f"DROP INDEX {_NAME}")
            work.connection.exec_driver_sql(
                "UPDATE portal_fact SET value = 'older' WHERE name = 'shape'"
            )
        opened = open_storage(store, storage.clock)
        assert _NAME in _plan(opened)
        opened.close()
