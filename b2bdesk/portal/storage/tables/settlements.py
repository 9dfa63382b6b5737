"""What buyers owe: the ledger of a contract and its balance (owner: `settlements.store`)."""

from sqlalchemy import Column, ForeignKey, Index, Table

from b2bdesk.portal.storage.tables.base import (
    KEY,
    METADATA,
    change_columns,
    integer,
    key,
    optional,
    text,
)


def _contract(primary: bool = False) -> Column[str]:
    return Column(
        "contract_id", KEY, ForeignKey("contract.id"), nullable=False, primary_key=primary
    )


entries = Table(
    "settlement_entry",
    METADATA,
    key("id"),
    _contract(),
    text("date"),
    text("kind"),
    text("number"),
    integer("debit"),
    integer("credit"),
    text("due"),
    text("document_id"),
    text("order_id"),
    *change_columns(),
)

balances = Table(
    "settlement_balance",
    METADATA,
    _contract(primary=True),
    text("currency", "RUB"),
    integer("debt"),
    integer("overdue"),
    optional("credit_limit"),
    text("as_of"),
    *change_columns(),
)

Index("ix_settlement_entry_rev", entries.c.contract_id, entries.c.rev)
