"""Buyers: companies, users, legal entities, addresses, contracts (owner: `accounts.store`)."""

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


def _company() -> Column[str]:
    return Column("company_id", KEY, ForeignKey("company.id"), nullable=False)


companies = Table(
    "company",
    METADATA,
    key("id"),
    text("name"),
    text("manager", "{}"),
    text("created_at"),
)

users = Table(
    "portal_user",
    METADATA,
    key("id"),
    Column("login", KEY, nullable=False, unique=True),
    text("name"),
    text("role"),
    text("password_hash"),
    text("created_at"),
    integer("disabled"),
)

user_companies = Table(
    "user_company",
    METADATA,
    Column("user_id", KEY, ForeignKey("portal_user.id"), primary_key=True),
    Column("company_id", KEY, ForeignKey("company.id"), primary_key=True),
)

entities = Table(
    "entity",
    METADATA,
    key("id"),
    _company(),
    text("inn"),
    text("party", "{}"),
    text("consignees", "[]"),
    integer("ord"),
)

addresses = Table(
    "address",
    METADATA,
    key("id"),
    Column("entity_id", KEY, ForeignKey("entity.id"), nullable=False),
    text("name"),
    text("text"),
    integer("is_default"),
    text("place"),
    integer("ord"),
)

contracts = Table(
    "contract",
    METADATA,
    key("id"),
    _company(),
    Column("entity_id", KEY, ForeignKey("entity.id"), nullable=False),
    text("number"),
    text("date"),
    text("currency", "RUB"),
    text("kind", "sale"),
    text("assortment"),
    text("price_types", "[]"),
    text("stock_view"),
    integer("deferral_days"),
    text("payment_terms"),
    optional("credit_limit"),
    optional("minimum_sum"),
    text("delivery_methods", "[]"),
    text("payment_methods", "[]"),
    text("combinations", "[]"),
    text("calendar", "{}"),
    integer("ord"),
    integer("stop_overdue"),
)

terms = Table(
    "contract_terms",
    METADATA,
    Column("contract_id", KEY, ForeignKey("contract.id"), primary_key=True),
    text("body", "{}"),
    *change_columns(),
)

Index("ix_entity_company", entities.c.company_id)
Index("ix_address_entity", addresses.c.entity_id)
Index("ix_contract_entity", contracts.c.entity_id)
Index("ix_contract_company", contracts.c.company_id)
