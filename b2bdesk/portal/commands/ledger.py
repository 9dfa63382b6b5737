"""`settlement list` and `settlement add`: what a buyer owes under a contract, and what was paid."""

from __future__ import annotations

import argparse
from typing import Any

from sqlalchemy import select

from b2bdesk.portal import audit
from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.accounts.rows import ContractRow
from b2bdesk.portal.commands.typed_values import bad, day, minor_sum
from b2bdesk.portal.options import DONE, db_option, say_json
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.settlements.store import EntryRow, balance_of, put_entries
from b2bdesk.portal.storage.tables.settlements import entries
from b2bdesk.portal.storage.work import Work, open_storage
from b2bdesk.texts import tr
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.ids import new_id
from b2bdesk.trade.money import Money


def register(subparsers: Any) -> None:
    """Add the noun."""
    noun = subparsers.add_parser("settlement", help=tr("Debts and payments of a contract"))
    verbs = noun.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("list", parents=[db_option()], help=tr("Tell the movements"))
    parser.add_argument("contract", metavar="ID")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("add", parents=[db_option()], help=tr("Add a debt or a payment"))
    parser.add_argument("contract", metavar="ID")
    parser.add_argument("--debit", metavar="SUM", help=tr("So much is owed more"))
    parser.add_argument("--credit", metavar="SUM", help=tr("So much was paid"))
    parser.add_argument("--due", default="", metavar="YYYY-MM-DD", help=tr("A debt is due on"))
    parser.add_argument("--date", default="", metavar="YYYY-MM-DD", help=tr("today if not told"))
    parser.add_argument("--number", default="", help=tr("Number of the document"))
    parser.set_defaults(run=_add)


def _list(arguments: argparse.Namespace) -> int:
    storage = open_storage(arguments.db)
    try:
        with storage.reading() as connection:
            found = accounts.find_contracts(SYSTEM, connection, contract_id=arguments.contract)
            contract = _only(found)
            balance = balance_of(SYSTEM, connection, contract.id)
            query = select(entries).where(entries.c.contract_id == contract.id)
            rows = connection.execute(query.order_by(entries.c.date, entries.c.id)).all()
    finally:
        storage.close()

    def text(minor: int) -> str:
        return Money(minor, contract.currency).text()

    say_json(
        {
            "contract": contract.id,
            "currency": contract.currency,
            "debt": text(balance.debt),
            "overdue": text(balance.overdue),
            "entries": [
                {
                    "date": row.date,
                    "kind": row.kind,
                    "number": row.number,
                    "debit": text(row.debit),
                    "credit": text(row.credit),
                    "due": row.due,
                }
                for row in rows
            ],
        }
    )
    return DONE


def _add(arguments: argparse.Namespace) -> int:
    if bool(arguments.debit) == bool(arguments.credit):
        raise bad(tr("Name one of --debit and --credit."))

    def add(work: Work) -> dict[str, Any]:
        found = accounts.find_contracts(SYSTEM, work.connection, contract_id=arguments.contract)
        contract = _only(found)
        row = EntryRow(
            id=new_id(),
            contract_id=contract.id,
            date=day(arguments.date) if arguments.date else work.today.isoformat(),
            kind="shipment" if arguments.debit else "payment",
            number=arguments.number,
            debit=minor_sum(arguments.debit or "0", contract.currency),
            credit=minor_sum(arguments.credit or "0", contract.currency),
            due=day(arguments.due) if arguments.debit and arguments.due else "",
        )
        put_entries(SYSTEM, work, [row])
        audit.record(SYSTEM, work, "settlement_add", row.id, company_id=contract.company_id)
        balance = balance_of(SYSTEM, work.connection, contract.id)
        return {
            "debt": Money(balance.debt, contract.currency).text(),
            "overdue": Money(balance.overdue, contract.currency).text(),
        }

    storage = open_storage(arguments.db)
    try:
        say_json(storage.write(add))
    finally:
        storage.close()
    return DONE


def _only(found: list[ContractRow]) -> ContractRow:
    if len(found) != 1:
        raise Expected("not_found")
    return found[0]
