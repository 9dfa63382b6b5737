"""Adds buyers: a company that can order at once, users with their roles (commands of the supplier).

A company comes with one legal entity and one contract on the portal's default price type, stock
view and assortment.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from b2bdesk.portal import audit
from b2bdesk.portal.accounts import store
from b2bdesk.portal.accounts.defaults import ground
from b2bdesk.portal.accounts.rows import CompanyRow, ContractRow, EntityRow, UserRow
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.sessions.passwords import check_strength, hash_password
from b2bdesk.portal.storage.facts import Facts
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade import requisites
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.ids import new_id
from b2bdesk.trade.pricing import Terms
from b2bdesk.wire.account import Choice, Party
from b2bdesk.wire.routes import BUYERS, STAFF

ROLES = (*BUYERS, *STAFF, "exchange")


@dataclass(frozen=True)
class NewUser:
    """A user as the command line names it; `companies` by ИНН."""

    login: str
    password: str
    role: str
    name: str = ""
    companies: tuple[str, ...] = ()


def add_company(scope: Scope, work: Work, party: Party) -> EntityRow:
    """Add a company with its entity and a default contract.

    Raises:
        Expected: a code of `requisites`, or `company_known` when the ИНН is there already.
    """
    for check in (requisites.check_inn(party.inn), requisites.check_kpp(party.kpp, party.inn)):
        if check.blocking and check.code:
            raise Expected(check.code, text=party.inn)
    known = store.find_entities(scope, work.connection, inn=party.inn)
    if any(row.party.kpp == party.kpp for row in known):
        raise Expected("company_known", text=party.inn)
    facts = ground(scope, work)
    company = CompanyRow(new_id(), party.name)
    entity = EntityRow(new_id(), company.id, party)
    contract = first_contract(facts, entity, work.today)
    store.put_company(scope, work, company)
    store.put_entities(scope, work, [entity])
    store.put_contracts(scope, work, [contract])
    terms = Terms(contract.currency, contract.price_types)
    store.put_terms(scope, work, contract.id, terms.as_dict())
    audit.record(scope, work, "company_add", company.id, company_id=company.id)
    return entity


def first_contract(facts: Facts, entity: EntityRow, today: dt.date) -> ContractRow:
    """Return a contract on the portal's defaults, by which an entity can order at once."""
    return ContractRow(
        id=new_id(),
        company_id=entity.company_id,
        entity_id=entity.id,
        number="1",
        date=today.isoformat(),
        assortment=facts.assortment,
        price_types=(facts.price_type,),
        stock_view=facts.stock_view,
        delivery_methods=(
            Choice(id="delivery", name="Доставка", kind="delivery"),
            Choice(id="pickup", name="Самовывоз", kind="pickup"),
        ),
        payment_methods=(Choice(id="transfer", name="Безналичный расчёт", kind="transfer"),),
    )


def add_user(scope: Scope, work: Work, new: NewUser) -> UserRow:
    """Add a user.

    Raises:
        Expected: `login_taken`, `password_weak`, `role_unknown`, `company_unknown` (the ИНН is
            not there, or a buyer without a company).
    """
    if new.role not in ROLES:
        raise Expected("role_unknown", text=new.role)
    if store.find_user(scope, work.connection, login=new.login) is not None:
        raise Expected("login_taken", text=new.login)
    check_strength(new.password)
    companies: set[str] = set()
    for inn in new.companies:
        found = store.find_entities(scope, work.connection, inn=inn)
        if not found:
            raise Expected("company_unknown", text=inn)
        companies |= {row.company_id for row in found}
    if new.role in BUYERS and not companies:
        raise Expected("company_unknown", text="")
    user = UserRow(
        id=new_id(),
        login=new.login,
        name=new.name or new.login,
        role=new.role,
        company_ids=frozenset(companies),
        password_hash=hash_password(new.password),
    )
    store.put_user(scope, work, user)
    audit.record(scope, work, "user_add", user.id)
    return user
