"""What SQL derives from server rows inside a cache file: counts, totals, folds, order lines.

Called by `load` for a whole file and by `apply` for what a delta touched. Personal base prices
are in `prices`.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from sqlalchemy import Connection

from b2bdesk.models.orderlines import OrderLine, lines_of
from b2bdesk.models.tables import cache_text
from b2bdesk.trade.fold import fold_name

_CHUNK = 2_000


def fold_brands(connection: Connection, ns: str = "") -> None:
    """Give every brand of an item its folded spelling; `ns` selects item numbers, empty = all."""
    only = f" AND n IN ({ns})" if ns else ""
    missing = connection.exec_driver_sql(
        "SELECT DISTINCT brand FROM item"
        f" WHERE brand IS NOT NULL AND brand NOT IN (SELECT name FROM brand){only}"
    ).scalars()
    rows = [(name, fold_name(name)) for name in missing]
    if rows:
        connection.exec_driver_sql("INSERT OR IGNORE INTO brand (name, fold) VALUES (?, ?)", rows)


def count_groups(connection: Connection, sid: int) -> None:
    """Count the items of an assortment per group, descendants included."""
    own = connection.exec_driver_sql(
        "SELECT i.grp, count(*) FROM item_member m JOIN item i ON i.n = m.n"
        " WHERE m.sid = ? AND coalesce(i.status, '') <> 'deleted' GROUP BY i.grp",
        (sid,),
    ).all()
    parents = parents_of(connection, sid)
    totals = dict.fromkeys(parents, 0)
    for group, count in own:
        for step in path_of(group, parents):
            totals[step] += count
    connection.exec_driver_sql("DELETE FROM grp_count WHERE sid = ?", (sid,))
    rows = [(sid, group, count) for group, count in totals.items()]
    if rows:
        connection.exec_driver_sql("INSERT INTO grp_count VALUES (?, ?, ?)", rows)


def parents_of(connection: Connection, sid: int | None) -> dict[str, str | None]:
    """Return the parent of every group of an assortment."""
    found = connection.exec_driver_sql("SELECT id, parent FROM grp WHERE sid = ?", (sid,))
    return {str(group): parent for group, parent in found}


def path_of(group: str | None, parents: dict[str, str | None]) -> list[str]:
    """Return a group and its ancestors, the group first; a cycle ends the path."""
    path: list[str] = []
    while group and group in parents and group not in path:
        path.append(group)
        group = parents[group]
    return path


_TOTALS = "sum(qty), max(coalesce(at_least, 0))"


def total_stock(connection: Connection, sid: int) -> None:
    """Sum stock over the places of a stock view."""
    connection.exec_driver_sql(f"DELETE FROM stock_total WHERE sid = {sid}")
    connection.exec_driver_sql(
        "INSERT INTO stock_total (sid, n, qty, at_least)"
        f" SELECT sid, n, {_TOTALS} FROM stock WHERE sid = {sid} GROUP BY n"
    )


def stage_totals(connection: Connection, sid: int, ns: str) -> None:
    """Sum the stock of some items into temp.totalled; `ns` is a SQL selection of numbers."""
    connection.exec_driver_sql(
        "CREATE TEMP TABLE IF NOT EXISTS totalled (n INTEGER PRIMARY KEY, qty, at_least)"
    )
    connection.exec_driver_sql("DELETE FROM temp.totalled")
    connection.exec_driver_sql(
        f"INSERT INTO temp.totalled SELECT n, {_TOTALS} FROM stock"
        f" WHERE sid = {sid} AND n IN ({ns}) GROUP BY n"
    )
    connection.exec_driver_sql("ANALYZE temp.totalled")


def write_totals(connection: Connection, sid: int, ns: str) -> None:
    """Bring `stock_total` to what `stage_totals` found for the same items."""
    connection.exec_driver_sql(
        f"INSERT INTO stock_total (sid, n, qty, at_least) SELECT {sid}, n, qty, at_least"
        " FROM temp.totalled WHERE true ON CONFLICT (sid, n) DO UPDATE"
        " SET qty = excluded.qty, at_least = excluded.at_least"
        " WHERE qty IS NOT excluded.qty OR at_least IS NOT excluded.at_least"
    )
    connection.exec_driver_sql(
        f"DELETE FROM stock_total WHERE sid = {sid} AND n IN"
        f" (SELECT n FROM ({ns}) WHERE n NOT IN (SELECT n FROM temp.totalled))"
    )


def draw_order_lines(connection: Connection, sid: int, order_ids: Sequence[str] | None) -> None:
    """Write the lines of orders (None = of all of the scope) out of their bodies."""
    if order_ids is None:
        connection.exec_driver_sql("DELETE FROM order_line WHERE sid = ?", (sid,))
        found = connection.exec_driver_sql("SELECT id, body FROM orders WHERE sid = ?", (sid,))
        _write_lines(connection, sid, lines_of(found))
        return
    for chunk in chunks(order_ids):
        marks = ", ".join("?" * len(chunk))
        connection.exec_driver_sql(
            f"DELETE FROM order_line WHERE sid = {sid} AND order_id IN ({marks})", tuple(chunk)
        )
        found = connection.exec_driver_sql(
            f"SELECT id, body FROM orders WHERE sid = {sid} AND id IN ({marks})", tuple(chunk)
        )
        _write_lines(connection, sid, lines_of(found))


def _write_lines(connection: Connection, sid: int, lines: Iterable[OrderLine]) -> None:
    rows = [(sid, *line) for line in lines]
    if rows:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO order_line (sid, order_id, position, item_id, okei, quantity,"
            " factor, price, gross, changed, line_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )


def chunks(values: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Cut a sequence into pieces that one statement takes."""
    source = iter(values)
    while piece := tuple(islice(source, _CHUNK)):
        yield piece


def create_text_indexes(connection: Connection, parts: bool = True) -> None:
    """Create and fill the full-text indexes of a freshly loaded file.

    Args:
        connection: of the file.
        parts: fill the index of word parts, too; it may follow by `fill_parts`.
    """
    for statement in (cache_text.VIEW, cache_text.WORDS, cache_text.TRIGRAMS):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO words(words) VALUES ('rebuild')")
    if parts:
        fill_parts(connection)
    connection.exec_driver_sql(cache_text.VOCABULARY)


def fill_parts(connection: Connection) -> None:
    """Fill the index of word parts out of all items."""
    connection.exec_driver_sql("INSERT INTO trigrams(trigrams) VALUES ('rebuild')")
