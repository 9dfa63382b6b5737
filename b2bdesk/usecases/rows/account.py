"""Rows about people, firms and contracts: who buys from whom, on which terms."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class BankRow:
    """Bank requisites of a firm."""

    name: str
    bik: str
    account: str
    corr_account: str


@dataclass(frozen=True, slots=True)
class PartyRow:
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
    bank: BankRow | None = None


@dataclass(frozen=True, slots=True)
class MethodRow:
    """A delivery or payment method; `free_from_minor` None = never free.

    `minimum_minor` is the least sum of an order that goes this way, None = any.
    """

    id: str
    name: str
    kind: str
    cost_minor: int = 0
    free_from_minor: int | None = None
    minimum_minor: int | None = None


@dataclass(frozen=True, slots=True)
class PriceTypeRow:
    """A price type of a contract; `step_e5` rounds a unit price."""

    id: str
    name: str
    currency: str
    vat_included: bool
    step_e5: int


@dataclass(frozen=True, slots=True)
class AddressRow:
    """A delivery address."""

    id: str
    name: str
    text: str
    default: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class CombinationRow:
    """One allowed combination of delivery method, addresses, payment methods and places."""

    delivery_method: str
    address_ids: tuple[str, ...] = ()
    payment_methods: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """Shipping days of the supplier: closed weekdays (1 = Monday), dates, cut-off, lead days."""

    closed_weekdays: tuple[int, ...] = (6, 7)
    closed_dates: tuple[date, ...] = ()
    cut_off: str = "15:00"
    lead_days: int = 1


@dataclass(frozen=True, slots=True)
class ContractRow:
    """Terms between an entity and the supplier and the scopes they name."""

    id: str
    entity_id: str
    number: str
    date: date | None
    currency: str
    assortment: str
    price_types: tuple[PriceTypeRow, ...]
    stock_view: str
    deferral_days: int = 0
    payment_terms: str = ""
    credit_limit_minor: int | None = None
    minimum_sum_minor: int | None = None
    kind: str = "sale"
    delivery_methods: tuple[MethodRow, ...] = ()
    payment_methods: tuple[MethodRow, ...] = ()
    combinations: tuple[CombinationRow, ...] = ()
    calendar: CalendarRow = CalendarRow()
    stop_overdue: bool = False

    @property
    def vat_included(self) -> bool:
        """Say whether prices of the contract's first price type contain VAT."""
        return self.price_types[0].vat_included if self.price_types else True


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A legal entity one may buy for; `colour` is an index into the theme's entity colours."""

    id: str
    company_id: str
    party: PartyRow
    contracts: tuple[ContractRow, ...]
    addresses: tuple[AddressRow, ...]
    consignees: tuple[PartyRow, ...] = ()
    colour: int = 0

    @property
    def name(self) -> str:
        """Return the short name of the firm."""
        return self.party.name


@dataclass(frozen=True, slots=True)
class Context:
    """Who one buys as right now: everything priced and shown follows it."""

    entity: EntityRow
    contract: ContractRow


@dataclass(frozen=True, slots=True)
class CreditRow:
    """Money between the entity and the supplier by one contract; None = not told."""

    currency: str
    limit_minor: int | None
    debt_minor: int | None
    overdue_minor: int | None
    free_minor: int | None
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class ManagerRow:
    """The supplier's person for this buyer."""

    name: str
    phone: str = ""
    email: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewsRow:
    """One announcement of the supplier."""

    date: date
    title: str


@dataclass(frozen=True, slots=True)
class SessionStatus:
    """Whether and as whom one is signed in; `reason` is an error code when it was refused."""

    signed_in: bool
    portal_url: str = ""
    portal_name: str = ""
    login: str = ""
    user_name: str = ""
    role: str = ""
    demo: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """The whole account as cached: who we are to the supplier and who he is to us."""

    user_name: str
    role: str
    seller: PartyRow
    entities: tuple[EntityRow, ...]
    rights: tuple[str, ...] = ()
    manager: ManagerRow | None = None
    news: tuple[NewsRow, ...] = ()
    user_id: str = ""

    def contracts(self) -> tuple[ContractRow, ...]:
        """Return the contracts of all entities."""
        return tuple(contract for entity in self.entities for contract in entity.contracts)
