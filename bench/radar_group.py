"""The price radar: what logging costs, a look at 1,500 changes and at a whole price list."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from b2bdesk.models.engine import Opening, Writer
from b2bdesk.models.offerlog import log_prices
from b2bdesk.models.prices import scope_id, settle_prices, stage_prices
from b2bdesk.usecases.rows.account import ContractRow
from b2bdesk.usecases.rows.radar import DATE, RadarQuery
from bench.measure import Row, seconds
from bench.stage import Stage

SOME = 1_500
_FIRST = (
    "SELECT count(*) FROM (SELECT n, min(at) FROM offer_change WHERE sid = ? AND at > 0"
    " AND kind = 'price' GROUP BY n) f JOIN base_price b ON b.cid = ? AND b.n = f.n"
)
_BOUGHT = (
    "SELECT i.n, sum(l.quantity * l.factor) FROM order_line l JOIN orders o ON o.sid = l.sid"
    " AND o.id = l.order_id JOIN item i ON i.id = l.item_id GROUP BY i.n"
)


def rows(stage: Stage) -> list[Row]:
    """Return the rows of the group."""
    context = stage.services.account.context()
    assert context is not None
    made = [_logging(stage, context.contract)]
    for name, count in (("some", SOME), ("all", stage.size)):
        with closing(sqlite3.connect(stage.cache())) as raw, raw:
            cid = _log(raw, context.contract.id, count)
        limit = seconds(partial(_bare, stage.cache(), cid))
        query = RadarQuery(DATE, datetime.now(UTC).date())
        value = seconds(partial(stage.services.radar.look, query))
        found = stage.services.radar.look(query)
        note = f"{len(found.changes)} changes, with money and filters"
        made.append(Row(f"radar.look_{name}", value, "s", limit, 12.0, note))
        page = found.changes[:100]
        value = seconds(partial(stage.services.radar.rows, found, page))
        made.append(Row(f"radar.page_{name}", value, "s", None, 0.05, "100 rows to paint"))
    return made


def _logging(stage: Stage, contract: ContractRow) -> Row:
    """Base prices of a contract computed anew, every one of them another than before."""
    copy = stage.folder / "radar.db"
    shutil.copy(stage.cache(), copy)
    writer = Writer(Opening(copy, synchronous="NORMAL"))
    today = datetime.now(UTC).date()

    def moved(connection: Connection) -> None:
        cid = scope_id(connection, "terms", contract.id)
        connection.exec_driver_sql("UPDATE base_price SET price = price + 1000 WHERE cid = ?",
                                   (cid,))  # fmt: skip

    def priced(connection: Connection, logged: bool) -> None:
        cid = stage_prices(connection, contract, today)
        assert cid is not None
        if logged:
            log_prices(connection, cid, "", 1_800_000_000)
        settle_prices(connection, cid)

    def run(connection: Connection, *, logged: bool) -> float:
        moved(connection)
        return _busy(partial(priced, connection, logged))

    try:
        limit = writer.write(partial(run, logged=False))
        value = writer.write(partial(run, logged=True))
    finally:
        writer.close()
        copy.unlink()
    note = f"{stage.size} prices moved; the limit is repricing without a log"
    return Row("radar.log", value, "s", limit, 2.5, note)


def _busy(work: Callable[[], object]) -> float:
    """Seconds of the processor: the machine may be shared."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _log(raw: sqlite3.Connection, contract_id: str, count: int) -> int:
    (cid,) = raw.execute(
        "SELECT sid FROM scope WHERE feed = 'terms' AND key = ?", (contract_id,)
    ).fetchone()
    raw.execute(
        "INSERT OR IGNORE INTO offer_change SELECT cid, strftime('%s', 'now'), n, 'price',"
        " price * 9 / 10, price, NULL FROM base_price WHERE cid = ? AND price > 0 LIMIT ?",
        (cid, count),
    )
    return int(cid)


def _bare(cache: Path, cid: int) -> None:
    with closing(sqlite3.connect(f"file:{cache}?mode=ro", uri=True)) as raw:
        raw.execute(_FIRST, (cid, cid)).fetchone()
        raw.execute(_BOUGHT).fetchall()
