"""The ledger of a contract and the balance made of it (feed `settlements`, scope: contract).

Debit is what the buyer owes more (goods shipped), credit what he owes less (payment, return).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.changes import Tracked, put
from b2bdesk.portal.storage.tables.accounts import contracts
from b2bdesk.portal.storage.tables.settlements import balances, entries
from b2bdesk.portal.storage.work import Work

FEED = "settlements"
ENTRIES = Tracked(entries, FEED, "entry", ("id",), scope="contract_id")
BALANCES = Tracked(balances, FEED, "balance", ("contract_id",), scope="contract_id")


@dataclass(frozen=True)
class EntryRow:
    """One movement, minor units of the contract's currency; `due` = ISO date a debit is due on."""

    id: str
    contract_id: str
    date: str
    kind: str
    number: str
    debit: int = 0
    credit: int = 0
    due: str = ""
    document_id: str = ""
    order_id: str = ""


@dataclass(frozen=True)
class Balance:
    """What is owed under a contract, minor units; a negative debt is an advance."""

    debt: int
    overdue: int
    credit_limit: int | None


def put_entries(scope: Scope, work: Work, rows: Sequence[EntryRow], *, fresh: bool = False) -> None:
    """Store movements and bring the balances of their contracts up to date."""
    values = [
        (
            *(row.id, row.contract_id, row.date, row.kind, row.number),
            *(row.debit, row.credit, row.due, row.document_id, row.order_id),
        )
        for row in rows
    ]
    put(work, ENTRIES, values, fresh=fresh)
    for contract_id in sorted({row.contract_id for row in rows}):
        settle(scope, work, contract_id)


def settle(scope: Scope, work: Work, contract_id: str) -> Balance:
    """Recompute and store the balance of a contract as of today.

    A payment for an order pays that order, other credits pay the oldest debts first: overdue is
    the debt that fell due before today less what was paid for it.
    """
    work.lock(FEED)
    contract = work.connection.execute(
        select(contracts.c.currency, contracts.c.credit_limit).where(contracts.c.id == contract_id)
    ).one()
    mine = entries.c.contract_id == contract_id
    debit, credit = work.connection.execute(
        select(func.sum(entries.c.debit), func.sum(entries.c.credit)).where(mine)
    ).one()
    debt = int(debit or 0) - int(credit or 0)
    fallen = (entries.c.due != "") & (entries.c.due < work.today.isoformat())
    by_order = work.connection.execute(
        select(
            entries.c.order_id,
            func.sum(case((fallen, entries.c.debit), else_=0)),
            func.sum(entries.c.credit),
        )
        .where(mine)
        .group_by(entries.c.order_id)
    )
    overdue = 0
    for order_id, past, paid in by_order:
        left = int(past or 0) - int(paid or 0)
        overdue += left if not order_id else max(left, 0)
    overdue = max(overdue, 0)
    limit = contract.credit_limit
    put(
        work,
        BALANCES,
        [(contract_id, contract.currency, debt, overdue, limit, work.today.isoformat())],
    )
    return Balance(debt, overdue, limit)


def balance_of(scope: Scope, connection: Connection, contract_id: str) -> Balance:
    """The stored balance of a contract of the scope; nothing owed when there is none."""
    query = (
        select(balances.c.debt, balances.c.overdue, balances.c.credit_limit)
        .join(contracts, contracts.c.id == balances.c.contract_id)
        .where(balances.c.contract_id == contract_id, scope.within(contracts.c.company_id))
    )
    row = connection.execute(query).first()
    return Balance(row.debt, row.overdue, row.credit_limit) if row else Balance(0, 0, None)
