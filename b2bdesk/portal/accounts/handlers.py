"""Handler of `/account`: the person, its entities, contracts and the scopes they name."""

from __future__ import annotations

from sqlalchemy import Connection

from b2bdesk.portal.accounts import store
from b2bdesk.portal.accounts.rows import ContractRow, EntityRow
from b2bdesk.portal.http.call import Call, Handler
from b2bdesk.portal.pricing.store import find_price_types
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.facts import read_facts
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.money import Money
from b2bdesk.trade.pricing import PriceType
from b2bdesk.wire.account import Account, Address, Contract, Entity, PriceTypeRef
from b2bdesk.wire.routes import ROUTES
from b2bdesk.wire.session import User


def account(call: Call) -> Account:
    """Everything about the caller that decides which scopes are pulled and what may be done."""
    scope = call.scope
    with call.storage.reading() as connection:
        user = store.find_user(scope, connection, user_id=scope.principal_id)
        if user is None:
            raise Expected("sign_in_needed")
        facts = read_facts(connection)
        types = find_price_types(scope, connection)
        entities = [
            _entity(scope, connection, row, types) for row in store.find_entities(scope, connection)
        ]
        managers = [row.manager for row in store.find_companies(scope, connection) if row.manager]
    return Account(
        user=User(id=user.id, login=user.login, name=user.name, role=user.role),
        seller=facts.seller,
        entities=entities,
        rights=[route.name for route in ROUTES if scope.role in route.roles],
        manager=managers[0] if managers else None,
        news=list(facts.news),
    )


def _entity(
    scope: Scope, connection: Connection, row: EntityRow, types: dict[str, PriceType]
) -> Entity:
    contracts = store.find_contracts(scope, connection, entity_id=row.id)
    return Entity(
        id=row.id,
        company_id=row.company_id,
        party=row.party,
        contracts=[contract(each, types) for each in contracts],
        addresses=[
            Address(
                id=each.id,
                name=each.name,
                text=each.text,
                default=each.default,
                place=each.place,
            )
            for each in store.find_addresses(scope, connection, row.id)
        ],
        consignees=list(row.consignees),
    )


def contract(row: ContractRow, types: dict[str, PriceType]) -> Contract:
    """A stored contract as the wire carries it."""

    def sum_text(minor: int | None) -> str:
        return "" if minor is None else Money(minor, row.currency).text()

    return Contract(
        id=row.id,
        number=row.number,
        date=row.date,
        currency=row.currency,
        assortment=row.assortment,
        price_types=[_reference(types[each]) for each in row.price_types if each in types],
        stock_view=row.stock_view,
        deferral_days=row.deferral_days,
        payment_terms=row.payment_terms,
        credit_limit=sum_text(row.credit_limit),
        minimum_sum=sum_text(row.minimum_sum),
        kind=row.kind,
        delivery_methods=list(row.delivery_methods),
        payment_methods=list(row.payment_methods),
        combinations=list(row.combinations),
        calendar=row.calendar,
        stop_overdue=row.stop_overdue,
    )


def _reference(row: PriceType) -> PriceTypeRef:
    plain = row.as_dict()
    return PriceTypeRef(
        id=row.id,
        name=row.name,
        currency=row.currency,
        vat_included=row.vat_included,
        step=plain["step"],
    )


HANDLERS: dict[str, Handler] = {"account": account}
