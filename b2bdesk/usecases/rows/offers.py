"""Rows of the catalogue: an item with *this buyer's* price and stock, cards, search results."""

from array import array
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AttributeTerm:
    """A condition on attributes, any of `names` (as the supplier writes them).

    `sign` is ":" (any of `values`, as written) or >, >=, <, <= (the one value, a decimal).
    """

    names: tuple[str, ...]
    sign: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for; `sort` is rank, article, name, brand, price or stock.

    `article` is the beginning of an article, «*» stands for anything, alternatives are apart by
    "|"; `brand_words` beginnings of folded brand names, alternatives apart by "|"; `use_by_from`
    and `use_by_to` keep what may be used until a day between; `terms` are conditions on attributes
    out of the query language;
    `error` is a condition of the query language that does not read, `choices` the names there are
    instead of one that nothing has, each with the text that has it. `attributes` are (name, values
    any of which will do), `ranges` (name, from, to) as decimals in words, "" = no bound; `places`
    are ids of warehouses; `promoted_on` and `added_from` narrow to promotions and to news.
    `without` are words and phrases that goods must not have, `unless` questions (filters only)
    whose goods are left out.
    `quick` with a `limit` asks for the first rows only: the total may be a lower bound then.
    """

    text: str = ""
    group: str = ""
    brands: tuple[str, ...] = ()
    in_stock: bool = False
    bought: bool = False
    price_from_e5: int | None = None
    price_to_e5: int | None = None
    sort: str = "rank"
    descending: bool = False
    limit: int | None = None
    article: str = ""
    brand_words: tuple[str, ...] = ()
    stock_from_e3: int | None = None
    stock_to_e3: int | None = None
    error: str = ""
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ranges: tuple[tuple[str, str, str], ...] = ()
    places: tuple[str, ...] = ()
    promoted_on: date | None = None
    added_from: date | None = None
    quick: bool = False
    terms: tuple[AttributeTerm, ...] = ()
    use_by_from: date | None = None
    use_by_to: date | None = None
    without: tuple[str, ...] = ()
    unless: "tuple[Query, ...]" = ()
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Item numbers in order, how many there are, and what was read into the text.

    `corrected` is the text really searched when it differs (layout, typo); `counted` is False
    while `total` is a lower bound.
    `elsewhere` says how many items fit the text but not the filters; `replaces` is the
    discontinued article the text names, whose successor was found; `left_out` are words of the
    text that the goods found do not have, because nothing has them all; `plain` is the text
    without its conditions; `choices` are those of the query whose condition does not read.
    """

    ns: "array[int]"
    total: int
    corrected: str = ""
    counted: bool = True
    error: str = ""
    elsewhere: int = 0
    replaces: str = ""
    left_out: tuple[str, ...] = ()
    plain: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may have been meant instead, and how many items it finds."""

    words: str
    total: int


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One item as this buyer sees it. `stock_e3` None = unknown; `price_e5` None = no price.

    `places` are the places that have it: city and quantity, in the supplier's order. `use_by` is
    the earliest day until which something of the stock may be used (None = not told),
    `short_dated` says that it is near (`domain.shelf_life`).
    """

    n: int
    id: str
    article: str
    name: str
    brand: str
    group: str
    okei: str
    minimum_e3: int
    multiple_e3: int
    vat_code: str
    price_e5: int | None
    stock_e3: int | None
    at_least: bool = False
    incoming_e3: int = 0
    incoming_date: date | None = None
    status: str = "active"
    replaced_by: str = ""
    weight_g: int = 0
    volume_cm3: int = 0
    has_picture: bool = False
    in_assortment: bool = True
    asked: bool = False
    places: tuple[tuple[str, int], ...] = ()
    use_by: date | None = None
    short_dated: bool = False


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A node of the category tree; `count` includes descendants."""

    id: str
    parent: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A value one may filter by and how many items carry it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class PlaceStock:
    """Stock of an item at one place, with what is on its way there.

    `batches`: until when it may be used and how much of it (None = not told), the soonest first.
    """

    place: str
    city: str
    stock_e3: int | None
    at_least: bool
    incoming: tuple[tuple[date, int], ...] = ()
    batches: tuple[tuple[date, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit an item is sold in; `factor_e3` base units per unit."""

    okei: str
    name: str
    factor_e3: int


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One step of the price explanation (PROTOCOL §3)."""

    kind: str
    text: str
    before_e5: int
    after_e5: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """One own earlier purchase of an item; `price_e5` is in `currency`, by the contract."""

    date: date
    order_number: str
    quantity_e3: int
    okei: str
    price_e5: int
    contract_id: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ItemFile:
    """A picture, certificate or passport of an item; `ord` is its place among those of its kind."""

    kind: str
    title: str
    sha256: str
    media_type: str
    size: int
    ord: int = 1


@dataclass(frozen=True, slots=True)
class CardRow:
    """Everything about one item for the card.

    `history_is_own`: `price_history` is of the personal price of the contract, else of its first
    price type. `contract_id` and `currency` are those of the contract in use.
    """

    offer: OfferRow
    description: str
    attributes: tuple[tuple[str, str], ...]
    group_path: tuple[str, ...]
    units: tuple[UnitRow, ...]
    barcodes: tuple[str, ...]
    stock: tuple[PlaceStock, ...]
    breaks: tuple[tuple[int, int], ...]
    steps: tuple[PriceStep, ...]
    analogues: tuple[OfferRow, ...] = ()
    related: tuple[OfferRow, ...] = ()
    files: tuple[ItemFile, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    price_history: tuple[tuple[datetime, int], ...] = ()
    next_batch: date | None = None
    history_is_own: bool = False
    contract_id: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Freshness:
    """When each feed was last brought up to date; missing = never."""

    at: dict[str, datetime] = field(default_factory=dict)
