"""Who one is to the supplier: entities, contracts, scopes, addresses (PROTOCOL §1 `/account`)."""

import msgspec

from b2bdesk.wire.session import User


class Bank(msgspec.Struct, frozen=True, kw_only=True):
    """Bank requisites: БИК, settlement and correspondent accounts, the bank's name."""

    name: str
    bik: str
    account: str
    corr_account: str = ""


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Requisites of a firm as documents print them."""

    name: str
    inn: str
    full_name: str = ""
    kpp: str = ""
    ogrn: str = ""
    okpo: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    director: str = ""
    accountant: str = ""
    bank: Bank | None = None


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery or payment method: `kind` is delivery, pickup, carrier, transfer, deferral …

    `minimum` is the least sum of an order that goes this way; empty = any.
    """

    id: str
    name: str
    kind: str
    cost: str = "0.00"
    free_from: str = ""
    minimum: str = ""


class Combination(msgspec.Struct, frozen=True, kw_only=True):
    """One allowed combination of methods; an empty list allows any."""

    delivery_method: str
    address_ids: list[str] = []
    payment_methods: list[str] = []
    places: list[str] = []


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery address of an entity."""

    id: str
    name: str
    text: str
    default: bool = False
    place: str = ""


class PriceTypeRef(msgspec.Struct, frozen=True, kw_only=True):
    """A price type a contract names; `step` is the rounding unit of a unit price (§3)."""

    id: str
    name: str
    currency: str
    vat_included: bool
    step: str = "0.01"


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """Shipping days: closed weekdays (1 = Monday) and dates, cut-off "HH:MM", lead days."""

    closed_weekdays: tuple[int, ...] = (6, 7)
    closed_dates: list[str] = []
    cut_off: str = "15:00"
    lead_days: int = 1


class Contract(msgspec.Struct, frozen=True, kw_only=True):
    """Terms between an entity and the supplier, with the keys of its feed scopes.

    Sums are decimal strings of `currency`. `price_types` is in order of preference. With
    `stop_overdue` no order is taken while something is overdue (`overdue_debt`).
    """

    id: str
    number: str
    date: str
    currency: str
    assortment: str
    price_types: list[PriceTypeRef]
    stock_view: str
    deferral_days: int = 0
    payment_terms: str = ""
    credit_limit: str = ""
    minimum_sum: str = ""
    kind: str = "sale"
    delivery_methods: list[Choice] = []
    payment_methods: list[Choice] = []
    combinations: list[Combination] = []
    calendar: Calendar = Calendar()
    stop_overdue: bool = False


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """A legal entity the person may buy for."""

    id: str
    company_id: str
    party: Party
    contracts: list[Contract] = []
    addresses: list[Address] = []
    consignees: list[Party] = []


class Manager(msgspec.Struct, frozen=True, kw_only=True):
    """The supplier's person for this buyer."""

    name: str
    phone: str = ""
    email: str = ""
    note: str = ""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about the buyer that decides which scopes are pulled and what may be done."""

    user: User
    seller: Party
    entities: list[Entity]
    rights: list[str] = []
    manager: Manager | None = None
    news: list["News"] = []


class News(msgspec.Struct, frozen=True, kw_only=True):
    """One announcement of the supplier: ISO date and a line of plain text."""

    date: str
    title: str
