"""Money in the cache: movements by contract, own purchases by month."""

import datetime as dt

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.queries.moments import day
from b2bdesk.usecases.rows.orders import EntryRow, MonthRow


class MoneyQueries:
    """Reads settlements and sums of orders."""

    def __init__(self, desk: DeskStore) -> None:
        self._desk = desk

    def entries(self, contract_id: str, limit: int = 500) -> tuple[EntryRow, ...]:
        """Return movements by a contract, the latest first."""
        with self._desk.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT e.id, e.date, e.kind, e.number, e.debit, e.credit, e.document_id"
                " FROM scope s JOIN entry e ON e.sid = s.sid"
                " WHERE s.feed = 'settlements' AND s.\"key\" = ?"
                " ORDER BY e.date DESC, e.number DESC LIMIT ?",
                (contract_id, limit),
            ).all()
        return tuple(
            EntryRow(
                row[0],
                at,
                row[2] or "",
                row[3] or "",
                row[4] or 0,
                row[5] or 0,
                row[6] or "",
            )
            for row in rows
            if (at := day(row[1]))
        )

    def months(self, contract_id: str, since: dt.date) -> tuple[MonthRow, ...]:
        """Return own purchases by month, the earliest first; months without any are left out."""
        with self._desk.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT substr(created_at, 1, 7), sum(total), count(*) FROM orders"
                " WHERE contract_id = ? AND created_at >= ?"
                " AND state NOT IN ('cancelled', 'rejected') GROUP BY 1 ORDER BY 1",
                (contract_id, since.isoformat()),
            ).all()
        return tuple(
            MonthRow(first, total or 0, orders)
            for month, total, orders in rows
            if (first := day(f"{month}-01"))
        )
