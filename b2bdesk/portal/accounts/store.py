"""Companies, users, entities, addresses and contracts in the database.

Reads are cut to the caller's companies by `Scope`; writes are for the supplier's commands, the
demo and the exchange. Pricing terms are the feed `terms`, one row per contract.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, delete, select, update

from b2bdesk.portal.accounts.rows import AddressRow, CompanyRow, ContractRow, EntityRow, UserRow
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.bulk import upsert
from b2bdesk.portal.storage.changes import Tracked, put
from b2bdesk.portal.storage.clock import instant
from b2bdesk.portal.storage.tables.accounts import (
    addresses,
    companies,
    contracts,
    entities,
    terms,
    user_companies,
    users,
)
from b2bdesk.portal.storage.work import Work
from b2bdesk.wire.account import Calendar, Choice, Combination, Manager, Party
from b2bdesk.wire.codec import encode

T = TypeVar("T")
TERMS = Tracked(terms, "terms", "terms", ("contract_id",), scope="contract_id")


def put_company(scope: Scope, work: Work, row: CompanyRow) -> None:
    """Store a company."""
    manager = _json(row.manager) if row.manager else "{}"
    upsert(work.connection, companies, [(row.id, row.name, manager, instant(work.now))])


def put_user(scope: Scope, work: Work, row: UserRow) -> None:
    """Store a user with the companies it acts for; logins are compared without case."""
    values = (
        row.id,
        row.login.strip().casefold(),
        row.name,
        row.role,
        row.password_hash,
        instant(work.now),
        int(row.disabled),
    )
    upsert(work.connection, users, [values])
    work.connection.execute(delete(user_companies).where(user_companies.c.user_id == row.id))
    upsert(work.connection, user_companies, [(row.id, one) for one in sorted(row.company_ids)])


def set_password_hash(scope: Scope, work: Work, user_id: str, password_hash: str) -> None:
    """Replace the stored hash of a password."""
    work.connection.execute(
        update(users).where(users.c.id == user_id).values(password_hash=password_hash)
    )


def put_entities(scope: Scope, work: Work, rows: Iterable[EntityRow]) -> None:
    """Store legal entities."""
    values = [
        (row.id, row.company_id, row.party.inn, _json(row.party), _json(row.consignees), row.ord)
        for row in rows
    ]
    upsert(work.connection, entities, values)


def put_addresses(scope: Scope, work: Work, rows: Iterable[AddressRow]) -> None:
    """Store delivery addresses."""
    values = [
        (row.id, row.entity_id, row.name, row.text, int(row.default), row.place, row.ord)
        for row in rows
    ]
    upsert(work.connection, addresses, values)


def put_contracts(scope: Scope, work: Work, rows: Iterable[ContractRow]) -> None:
    """Store contracts; their pricing terms come by `put_terms`."""
    upsert(work.connection, contracts, [_contract_values(row) for row in rows])


def put_terms(scope: Scope, work: Work, contract_id: str, body: dict[str, Any]) -> None:
    """Store the pricing terms of a contract.

    Args:
        scope: on whose behalf.
        work: the transaction.
        contract_id: a stored contract.
        body: `Terms.as_dict()` of `trade.pricing`.
    """
    put(work, TERMS, [(contract_id, encode(body).decode())])


def terms_of(scope: Scope, connection: Connection, contract_id: str) -> dict[str, Any]:
    """The pricing terms of a contract as plain data; empty when none are stored."""
    body = connection.execute(select(terms.c.body).where(terms.c.contract_id == contract_id))
    found: dict[str, Any] = msgspec.json.decode(body.scalar() or "{}")
    return found


def find_user(
    scope: Scope, connection: Connection, *, login: str = "", user_id: str = ""
) -> UserRow | None:
    """A user by login or by id (for signing in and for the supplier; not cut by companies)."""
    wanted = users.c.id == user_id if user_id else users.c.login == login.strip().casefold()
    row = connection.execute(select(users).where(wanted)).first()
    if row is None:
        return None
    query = select(user_companies.c.company_id).where(user_companies.c.user_id == row.id)
    acts_for = frozenset(connection.execute(query).scalars())
    return UserRow(
        row.id, row.login, row.name, row.role, acts_for, row.password_hash, bool(row.disabled)
    )


def all_company_ids(connection: Connection) -> frozenset[str]:
    """Every company, for administrators of the portal."""
    return frozenset(connection.execute(select(companies.c.id)).scalars())


def find_companies(scope: Scope, connection: Connection) -> list[CompanyRow]:
    """The companies of a scope."""
    query = select(companies).where(scope.within(companies.c.id)).order_by(companies.c.name)
    return [
        CompanyRow(row.id, row.name, _read(row.manager, Manager) if row.manager != "{}" else None)
        for row in connection.execute(query)
    ]


def find_entities(
    scope: Scope, connection: Connection, *, entity_id: str = "", inn: str = ""
) -> list[EntityRow]:
    """Entities of a scope: all, the one with an id, or those with an ИНН."""
    query = select(entities).where(scope.within(entities.c.company_id))
    if entity_id:
        query = query.where(entities.c.id == entity_id)
    if inn:
        query = query.where(entities.c.inn == inn)
    return [
        EntityRow(
            row.id,
            row.company_id,
            _read(row.party, Party),
            tuple(_read(row.consignees, list[Party])),
            row.ord,
        )
        for row in connection.execute(query.order_by(entities.c.ord, entities.c.id))
    ]


def find_addresses(scope: Scope, connection: Connection, entity_id: str) -> list[AddressRow]:
    """Addresses of an entity of the scope."""
    query = (
        select(addresses)
        .join(entities, entities.c.id == addresses.c.entity_id)
        .where(addresses.c.entity_id == entity_id, scope.within(entities.c.company_id))
        .order_by(addresses.c.ord, addresses.c.id)
    )
    return [
        AddressRow(
            row.id, row.entity_id, row.name, row.text, bool(row.is_default), row.place, row.ord
        )
        for row in connection.execute(query)
    ]


def find_contracts(
    scope: Scope, connection: Connection, *, entity_id: str = "", contract_id: str = ""
) -> list[ContractRow]:
    """Contracts of a scope: all, of an entity, or the one with an id."""
    query = select(contracts).where(scope.within(contracts.c.company_id))
    if entity_id:
        query = query.where(contracts.c.entity_id == entity_id)
    if contract_id:
        query = query.where(contracts.c.id == contract_id)
    ordered = query.order_by(contracts.c.ord, contracts.c.id)
    return [_contract(row) for row in connection.execute(ordered)]


def _contract_values(row: ContractRow) -> tuple[Any, ...]:
    return (
        row.id,
        row.company_id,
        row.entity_id,
        row.number,
        row.date,
        row.currency,
        row.kind,
        row.assortment,
        _json(row.price_types),
        row.stock_view,
        row.deferral_days,
        row.payment_terms,
        row.credit_limit,
        row.minimum_sum,
        _json(row.delivery_methods),
        _json(row.payment_methods),
        _json(row.combinations),
        _json(row.calendar),
        row.ord,
        int(row.stop_overdue),
    )


def _contract(row: Any) -> ContractRow:
    return ContractRow(
        id=row.id,
        company_id=row.company_id,
        entity_id=row.entity_id,
        number=row.number,
        date=row.date,
        assortment=row.assortment,
        price_types=tuple(_read(row.price_types, list[str])),
        stock_view=row.stock_view,
        currency=row.currency,
        kind=row.kind,
        deferral_days=row.deferral_days,
        payment_terms=row.payment_terms,
        credit_limit=row.credit_limit,
        minimum_sum=row.minimum_sum,
        delivery_methods=tuple(_read(row.delivery_methods, list[Choice])),
        payment_methods=tuple(_read(row.payment_methods, list[Choice])),
        combinations=tuple(_read(row.combinations, list[Combination])),
        calendar=_read(row.calendar, Calendar),
        ord=row.ord,
        stop_overdue=bool(row.stop_overdue),
    )


def _json(value: object) -> str:
    return encode(value).decode()


def _read(text: str, kind: type[T]) -> T:
    return msgspec.json.decode(text, type=kind)
