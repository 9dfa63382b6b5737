"""Writes `offer_change`: what a sync did to the buyer's prices, goods and stock.

Deltas keep the state before in temporary tables and compare when the scope is written; a full load
compares its file with the old one, attached as `old`. What was not known before is not a change: a
first load logs nothing. `at` is epoch seconds of the portal's clock. Called by `apply`, `load` and
`cache`.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from b2bdesk.models.tables.cache_log import offer_change

PRICE, CAME, WENT, PACK, MINIMUM, STOCK = "price", "came", "went", "pack", "minimum", "stock"
KEPT_ROWS = 3_000_000
"""Rows kept at most; the oldest days go first, whole."""

_INTO = "INSERT OR IGNORE INTO main.offer_change (sid, at, n, kind, old, new, note)"
_WAS_GOODS = (
    "CREATE TEMP TABLE IF NOT EXISTS was_goods (n INTEGER PRIMARY KEY, there INTEGER,"
    " minimum INTEGER, multiple INTEGER, note TEXT)"
)
_NOTE = "json_array(i.id, i.article, i.name, coalesce(i.brand, ''), coalesce(i.grp, ''))"
_THERE = "(m.n IS NOT NULL AND coalesce(i.status, '') <> 'deleted')"


def epoch(text: str) -> int:
    """Return an ISO instant as epoch seconds; 0 when it does not read."""
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except ValueError:
        return 0


class GoodsBefore:
    """How the goods of one assortment stood before a delta, noted as they are touched."""

    def __init__(self, connection: Connection, sid: int) -> None:
        self._connection = connection
        self._sid = sid
        self._whole = False
        connection.exec_driver_sql(_WAS_GOODS)
        connection.exec_driver_sql("DELETE FROM temp.was_goods")

    def note_staged(self) -> None:
        """Note the goods in temp.stage; the first note of each holds."""
        self._note(f"temp.stage s LEFT JOIN item_member m ON m.sid = {self._sid} AND m.n = s.n")

    def note_all(self) -> None:
        """Note the whole assortment, before it is replaced."""
        self._whole = True
        self._note(
            f"(SELECT n FROM item_member WHERE sid = {self._sid}) s"
            f" JOIN item_member m ON m.sid = {self._sid} AND m.n = s.n"
        )

    def log(self, at: str) -> None:
        """Write what differs now; the rows of the delta are in the tables."""
        if self._whole:
            self._connection.exec_driver_sql(
                "INSERT OR IGNORE INTO temp.was_goods (n, there)"
                " SELECT n, 0 FROM item_member WHERE sid = ?",
                (self._sid,),
            )
        moment = epoch(at)
        self._forget_alike()
        for kind, old, new, note, where in _goods_kinds("w"):
            self._connection.exec_driver_sql(
                f"{_INTO} SELECT ?, ?, w.n, '{kind}', {old}, {new}, {note} FROM temp.was_goods w"
                f" LEFT JOIN item_member m ON m.sid = {self._sid} AND m.n = w.n"
                f" LEFT JOIN item i ON i.n = w.n WHERE {where}",
                (self._sid, moment),
            )
        self._connection.exec_driver_sql("DELETE FROM temp.was_goods")

    def _forget_alike(self) -> None:
        """Leave only the goods of which something is to be said."""
        said = " OR ".join(f"({where})" for *_, where in _goods_kinds("w"))
        self._connection.exec_driver_sql("ANALYZE temp.was_goods")
        self._connection.exec_driver_sql(
            "DELETE FROM temp.was_goods WHERE n NOT IN (SELECT w.n FROM temp.was_goods w"
            f" LEFT JOIN item_member m ON m.sid = {self._sid} AND m.n = w.n"
            f" LEFT JOIN item i ON i.n = w.n WHERE {said})"
        )
        self._connection.exec_driver_sql("ANALYZE temp.was_goods")

    def _note(self, source: str) -> None:
        self._connection.exec_driver_sql(
            "INSERT OR IGNORE INTO temp.was_goods (n, there, minimum, multiple, note)"
            f" SELECT s.n, {_THERE}, i.minimum, i.multiple, {_NOTE}"
            f" FROM {source} LEFT JOIN item i ON i.n = s.n"
        )


def _goods_kinds(was: str) -> tuple[tuple[str, str, str, str, str], ...]:
    """Kind, old, new, note and condition per thing that can become of goods."""
    both = f"{was}.there AND {_THERE}"
    pack, minimum = f"coalesce({was}.multiple, 0)", f"coalesce({was}.minimum, 0)"
    now_pack, now_minimum = "coalesce(i.multiple, 0)", "coalesce(i.minimum, 0)"
    return (
        (CAME, "NULL", "1", "NULL", f"NOT {was}.there AND {_THERE}"),
        (WENT, "1", "NULL", f"{was}.note", f"{was}.there AND NOT {_THERE}"),
        (PACK, pack, now_pack, "NULL", f"{both} AND {pack} <> {now_pack}"),
        (MINIMUM, minimum, now_minimum, "NULL", f"{both} AND {minimum} <> {now_minimum}"),
    )


def log_stock(connection: Connection, sid: int, at: str) -> None:
    """Log what ran out or is back: temp.totalled against the totals of before."""
    old = "temp.totalled t CROSS JOIN"
    _log_stock(connection, old, f"stock_total o ON o.sid = {sid} AND", sid, at)


def _log_stock(connection: Connection, old: str, new: str, sid: int, at: str) -> None:
    connection.exec_driver_sql(
        f"{_INTO} SELECT ?, ?, t.n, '{STOCK}', o.qty, t.qty, NULL FROM {old} {new}"
        " t.n = o.n WHERE o.qty IS NOT NULL AND t.qty IS NOT NULL AND (o.qty > 0) <> (t.qty > 0)",
        (sid, epoch(at)),
    )


def log_prices(connection: Connection, cid: int, only: str, at: int) -> None:
    """Log what temp.priced will do to the base prices of a contract.

    Args:
        connection: of the active cache, inside a transaction.
        cid: the contract's scope of terms.
        only: a SQL selection of the item numbers that were priced; empty = all.
        at: epoch seconds.
    """
    known = "SELECT EXISTS (SELECT 1 FROM base_price WHERE cid = ?)"
    if not connection.exec_driver_sql(known, (cid,)).scalar():
        return
    some = f" AND o.n IN ({only})" if only else ""
    connection.exec_driver_sql(
        f"{_INTO} SELECT ?, ?, o.n, '{PRICE}', o.price, p.price, NULL FROM base_price o"
        f" LEFT JOIN temp.priced p ON p.n = o.n WHERE o.cid = {cid}{some}"
        " AND o.price IS NOT p.price",
        (cid, at),
    )
    connection.exec_driver_sql(
        f"{_INTO} SELECT ?, ?, p.n, '{PRICE}', NULL, p.price, NULL FROM temp.priced p"
        " WHERE p.price IS NOT NULL AND NOT EXISTS"
        f" (SELECT 1 FROM base_price o WHERE o.cid = {cid} AND o.n = p.n)",
        (cid, at),
    )


def _compare_prices(connection: Connection, cid: int, at: int) -> None:
    """Moved prices, prices that are gone, prices that are new for goods known before."""
    connection.exec_driver_sql(
        f"{_INTO} SELECT ?, ?, o.n, '{PRICE}', o.price, b.price, NULL FROM old.base_price o"
        f" LEFT JOIN main.base_price b ON b.cid = {cid} AND b.n = o.n"
        f" WHERE o.cid = {cid} AND o.price IS NOT b.price",
        (cid, at),
    )
    connection.exec_driver_sql(
        f"{_INTO} SELECT ?, ?, b.n, '{PRICE}', NULL, b.price, NULL FROM main.base_price b"
        f" WHERE b.cid = {cid} AND b.price IS NOT NULL AND {_known_before(cid)}",
        (cid, at),
    )


def compare_files(connection: Connection, loaded: Iterable[tuple[str, int, str]]) -> None:
    """Log what a full load changed against the file attached as `old`; both number alike.

    Args:
        connection: of the new file, its base prices and totals computed.
        loaded: feed, number and moment of each scope that was loaded.
    """
    scopes = list(loaded)
    for feed, sid, at in scopes:
        if not _was_pulled(connection, sid):
            continue
        if feed == "catalog":
            _compare_goods(connection, sid, epoch(at))
        elif feed == "stock":
            old = f"(SELECT n, qty FROM old.stock_total WHERE sid = {sid}) o JOIN"
            _log_stock(connection, old, f"main.stock_total t ON t.sid = {sid} AND", sid, at)
    moment = max((epoch(at) for _, _, at in scopes), default=0)
    shared = connection.exec_driver_sql(
        "SELECT s.sid FROM main.scope s WHERE s.feed = 'terms'"
        " AND EXISTS (SELECT 1 FROM old.base_price b WHERE b.cid = s.sid)"
    ).scalars()
    for cid in shared.all():
        _compare_prices(connection, cid, moment)


def _known_before(cid: int) -> str:
    return (
        "EXISTS (SELECT 1 FROM old.item_member m WHERE m.n = b.n) AND NOT EXISTS"
        f" (SELECT 1 FROM old.base_price o WHERE o.cid = {cid} AND o.n = b.n)"
    )


def _was_pulled(connection: Connection, sid: int) -> bool:
    found = connection.exec_driver_sql("SELECT count FROM old.scope WHERE sid = ?", (sid,)).scalar()
    return bool(found)


def _compare_goods(connection: Connection, sid: int, at: int) -> None:
    was = (
        "(SELECT oi.n, oi.minimum, oi.multiple, coalesce(oi.status, '') <> 'deleted' AS there,"
        " json_array(oi.id, oi.article, oi.name, coalesce(oi.brand, ''), coalesce(oi.grp, ''))"
        f" AS note FROM old.item_member om JOIN old.item oi ON oi.n = om.n WHERE om.sid = {sid}) w"
    )
    for kind, old, new, note, where in _goods_kinds("w"):
        if kind == CAME:
            continue
        connection.exec_driver_sql(
            f"{_INTO} SELECT ?, ?, w.n, '{kind}', {old}, {new}, {note} FROM {was}"
            f" LEFT JOIN main.item_member m ON m.sid = {sid} AND m.n = w.n"
            f" LEFT JOIN main.item i ON i.n = w.n WHERE {where}",
            (sid, at),
        )
    connection.exec_driver_sql(
        f"{_INTO} SELECT ?, ?, m.n, '{CAME}', NULL, 1, NULL FROM main.item_member m"
        f" JOIN main.item i ON i.n = m.n WHERE m.sid = {sid} AND {_THERE} AND NOT EXISTS"
        " (SELECT 1 FROM old.item_member om JOIN old.item oi ON oi.n = om.n"
        f" WHERE om.sid = {sid} AND om.n = m.n AND coalesce(oi.status, '') <> 'deleted')",
        (sid, at),
    )


def carry_by_id(connection: Connection) -> None:
    """Take the log of `old` along where numbers mean other goods (another incarnation)."""
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO main.offer_change (sid, at, n, kind, old, new, note)"
        " SELECT s.sid, c.at, i.n, c.kind, c.old, c.new, c.note FROM old.offer_change c"
        ' JOIN old.scope os ON os.sid = c.sid JOIN main.scope s ON s.feed = os.feed AND s."key"'
        ' = os."key" JOIN old.item oi ON oi.n = c.n JOIN main.item i ON i.id = oi.id'
    )


def shorten(connection: Connection, since: int) -> None:
    """Forget what is older than `since` (epoch seconds), and the oldest beyond `KEPT_ROWS`."""
    connection.exec_driver_sql("DELETE FROM offer_change WHERE at < ?", (since,))
    count = connection.exec_driver_sql(f"SELECT count(*) FROM {offer_change}").scalar_one()
    while count > KEPT_ROWS:
        oldest = connection.exec_driver_sql("SELECT min(at) FROM offer_change").scalar_one()
        gone = connection.exec_driver_sql("DELETE FROM offer_change WHERE at <= ?", (oldest,))
        count -= gone.rowcount
