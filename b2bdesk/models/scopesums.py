"""Count and checksum of whole scopes in a cache file, out of their rows (PROTOCOL R9).

Used by `load` and `apply` to compare with what the portal says, and by the weekly scan.
"""

from sqlalchemy import Connection

from b2bdesk.models.rowsql import TABLES, layout
from b2bdesk.models.rowsums import summed
from b2bdesk.usecases.ports.cache import Head, ScopeId
from b2bdesk.wire.feeds import FEEDS, sum64_text


def count_rows(connection: Connection, feed: str, sid: int) -> int:
    """Count all rows of a scope, as the end line of a feed does."""
    total = 0
    for wire in FEEDS[feed].tables:
        name = "item_member" if wire == "item" else TABLES[wire].name
        found = connection.exec_driver_sql(f"SELECT count(*) FROM {name} WHERE sid = ?", (sid,))
        total += int(found.scalar_one())
    return total


def rescan(connection: Connection, scope: ScopeId, sid: int) -> tuple[int, str]:
    """Count and sum a scope from its rows (R9: weekly and in `doctor`)."""
    total = 0
    for wire, spec in FEEDS[scope.feed].tables.items():
        shape = layout(Head(scope, {wire: spec.columns}, True, "", "", 0), wire)
        if shape is None:
            continue
        total += summed(connection, shape, f"{shape.member} t WHERE t.sid = {sid}", "t")[1]
    return count_rows(connection, scope.feed, sid), sum64_text(total)
