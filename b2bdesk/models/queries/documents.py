"""Documents of the cached feed: the list and the JSON that is printed from.

Whether a file is on this machine is the vault's knowledge; rows are marked by the use case.
"""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.queries.moments import day
from b2bdesk.usecases.rows.orders import DocumentFilter, DocumentRow

_LIST = (
    "SELECT d.id, d.kind, d.number, d.date, d.entity_id, d.contract_id, d.order_id,"
    " json_extract(d.body, '$.order_number'), d.state, d.currency, d.gross, d.pay_until,"
    " json_extract(d.body, '$.title'), coalesce(nullif(d.sha256, ''), d.rev) FROM document d"
)
_UNPAID = ("due", "partly", "overdue")


class DocumentQueries:
    """Reads documents of all companies of the sign-in."""

    def __init__(self, desk: DeskStore) -> None:
        self._desk = desk

    def list(self, wanted: DocumentFilter) -> tuple[DocumentRow, ...]:
        """Return documents, the latest first."""
        where, values = _where(wanted)
        with self._desk.reading() as connection:
            rows = connection.exec_driver_sql(
                f"{_LIST}{where} ORDER BY d.date DESC, d.number DESC", tuple(values)
            ).all()
        return tuple(map(_row, rows))

    def body(self, document_id: str) -> tuple[DocumentRow, dict[str, Any]] | None:
        """Return a document with its JSON, None when it is not cached."""
        with self._desk.reading() as connection:
            row = connection.exec_driver_sql(f"{_LIST} WHERE d.id = ?", (document_id,)).first()
            if row is None:
                return None
            body = connection.exec_driver_sql(
                "SELECT body FROM document WHERE id = ?", (document_id,)
            ).scalar_one()
        return _row(row), json.loads(body or "{}")


def documents_of_order(connection: Connection, order_id: str) -> tuple[DocumentRow, ...]:
    """Return the documents of an order, the earliest first."""
    rows = connection.exec_driver_sql(
        f"{_LIST} WHERE d.order_id = ? ORDER BY d.date, d.number", (order_id,)
    )
    return tuple(map(_row, rows.all()))


def _where(wanted: DocumentFilter) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    for column, value in (
        ("kind", wanted.kind),
        ("entity_id", wanted.entity_id),
        ("order_id", wanted.order_id),
    ):
        if value:
            parts.append(f"d.{column} = ?")
            values.append(value)
    if wanted.unpaid:
        parts.append(f"d.state IN ({', '.join('?' * len(_UNPAID))})")
        values += _UNPAID
    if wanted.since:
        parts.append("d.date >= ?")
        values.append(wanted.since.isoformat())
    if wanted.until:
        parts.append("d.date < ?")
        values.append((wanted.until + dt.timedelta(days=1)).isoformat())
    for word in wanted.text.split():
        parts.append(
            "(instr(d.number, ?) OR instr(coalesce(json_extract(d.body, '$.order_number'), ''), ?)"
            " OR instr(coalesce(json_extract(d.body, '$.title'), ''), ?))"
        )
        values += [word] * 3
    return (" WHERE " + " AND ".join(parts) if parts else ""), values


def _row(row: Sequence[Any]) -> DocumentRow:
    return DocumentRow(
        id=row[0],
        kind=row[1] or "",
        number=row[2] or "",
        issued=day(row[3]) or dt.date.min,
        entity_id=row[4] or "",
        contract_id=row[5] or "",
        order_id=row[6] or "",
        order_number=row[7] or "",
        state=row[8] or "",
        currency=row[9] or "RUB",
        gross_minor=row[10] or 0,
        pay_until=day(row[11]),
        overdue=row[8] == "overdue",
        title=row[12] or "",
        version=str(row[13] or ""),
    )
