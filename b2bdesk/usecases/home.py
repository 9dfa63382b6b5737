"""The first page: what waits for the buyer, what is on its way, what was bought.

Everything comes from the cache and the outbox, in a handful of queries; parts without data are
empty and the screen leaves them out. Called on the readers lane.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from b2bdesk.domain.outbox_states import DIFFERS, FOR_PERSON
from b2bdesk.usecases.ports.account import AccountBook
from b2bdesk.usecases.ports.outbox import OutboxPort
from b2bdesk.usecases.ports.queries import (
    DocumentQueriesPort,
    MoneyQueriesPort,
    OrderQueriesPort,
)
from b2bdesk.usecases.rows.account import ContractRow
from b2bdesk.usecases.rows.orders import (
    ENDED,
    AttentionRow,
    DocumentFilter,
    DocumentRow,
    HomeRow,
    OrderFilter,
    OrderRow,
)

_SHOWN = 6
_MONTHS = 12
_FRESH_DAYS = 14
_ASKING = {
    "needs_user": "order_refused", "missing": "order_missing", "unknown": "order_unheard",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HomePorts:
    """What the first page is made of."""

    book: AccountBook
    orders: OrderQueriesPort
    documents: DocumentQueriesPort
    money: MoneyQueriesPort
    outbox: OutboxPort
    today: Callable[[], date]


class Home:
    """The first page for the context in use."""

    def __init__(self, ports: HomePorts) -> None:
        self._ports = ports

    def overview(self) -> HomeRow | None:
        """Return the page, None before the first account."""
        active = self._ports.book.active()
        if active is None:
            return None
        entity, contract = active
        today = self._ports.today()
        since = _month_start(today, _MONTHS - 1)
        orders = self._ports.orders.list(OrderFilter(entity_id=entity.id, since=since))
        unpaid = self._ports.documents.list(
            DocumentFilter(kind="invoice", entity_id=entity.id, unpaid=True)
        )
        fresh = self._ports.documents.list(
            DocumentFilter(entity_id=entity.id, since=today - timedelta(days=_FRESH_DAYS))
        )
        going = tuple(row for row in orders if row.status not in ENDED)
        return HomeRow(
            currency=contract.currency,
            months=self._ports.money.months(contract.id, since),
            open_orders=going[:_SHOWN],
            attention=(*self._from_outbox(), *_from_orders(orders), *self._from_money(contract)),
            recent=orders[:_SHOWN],
            to_pay=tuple(sorted(unpaid, key=lambda row: row.pay_until or date.max))[:_SHOWN],
            new_documents=_without_invoices(fresh)[:_SHOWN],
            open_count=len(going),
            open_minor=sum(row.total_minor for row in going),
        )

    def _from_outbox(self) -> tuple[AttentionRow, ...]:
        asking = self._ports.outbox.rows(("needs_user", "missing", "unknown"))
        rows = [row for row in asking if row.state != "unknown" or row.reason in FOR_PERSON]
        return tuple(
            AttentionRow(
                "order_differs" if row.reason in DIFFERS else _ASKING[row.state],
                {"title": row.title, "reason": row.reason, **row.params},
                "outbox",
                row.id,
            )
            for row in rows
        )

    def _from_money(self, contract: ContractRow) -> tuple[AttentionRow, ...]:
        credit = self._ports.book.credit(contract.id)
        if credit is None or not credit.overdue_minor:
            return ()
        params = {"overdue_minor": credit.overdue_minor, "currency": credit.currency}
        return (AttentionRow("debt_overdue", params, "settlements", contract.id),)


def _from_orders(orders: tuple[OrderRow, ...]) -> tuple[AttentionRow, ...]:
    """Open orders whose lines the supplier changed."""
    return tuple(
        AttentionRow(
            "order_changed", {"number": row.number, "count": row.changed_lines}, "order", row.id
        )
        for row in orders
        if row.changed_lines and row.status not in ENDED
    )


def _without_invoices(rows: tuple[DocumentRow, ...]) -> tuple[DocumentRow, ...]:
    return tuple(row for row in rows if row.kind != "invoice")


def _month_start(day: date, months_back: int) -> date:
    number = day.year * 12 + day.month - 1 - months_back
    return date(number // 12, number % 12 + 1, 1)
