"""Rows of the account tables as their store takes and gives them."""

from __future__ import annotations

from dataclasses import dataclass, field

from b2bdesk.wire.account import Calendar, Choice, Combination, Manager, Party


@dataclass(frozen=True)
class CompanyRow:
    """A buyer's company: the border of what its users see."""

    id: str
    name: str
    manager: Manager | None = None


@dataclass(frozen=True)
class UserRow:
    """A person or program that signs in; `company_ids` are those it acts for."""

    id: str
    login: str
    name: str
    role: str
    company_ids: frozenset[str] = frozenset()
    password_hash: str = field(default="", repr=False)
    disabled: bool = False


@dataclass(frozen=True)
class EntityRow:
    """A legal entity of a company."""

    id: str
    company_id: str
    party: Party
    consignees: tuple[Party, ...] = ()
    ord: int = 0


@dataclass(frozen=True)
class AddressRow:
    """A delivery address of an entity; `place` is the one it is served from by default."""

    id: str
    entity_id: str
    name: str
    text: str
    default: bool = False
    place: str = ""
    ord: int = 0


@dataclass(frozen=True)
class ContractRow:
    """A contract of an entity; limits are minor units of its currency, None = none.

    Its pricing terms (PROTOCOL §3) are stored apart: they are a feed of their own.
    """

    id: str
    company_id: str
    entity_id: str
    number: str
    date: str
    assortment: str
    price_types: tuple[str, ...]
    stock_view: str
    currency: str = "RUB"
    kind: str = "sale"
    deferral_days: int = 0
    payment_terms: str = ""
    credit_limit: int | None = None
    minimum_sum: int | None = None
    delivery_methods: tuple[Choice, ...] = ()
    payment_methods: tuple[Choice, ...] = ()
    combinations: tuple[Combination, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    ord: int = 0
    stop_overdue: bool = False
