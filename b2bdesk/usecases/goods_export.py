"""The list of goods as it stands on the screen, as a file: the same columns, order and filter.

All rows, however many: they are read by page while they are written, so that a catalogue of 150,000
costs no more memory than a page. Called on the files lane.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, overload

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.ports.tables import (
    DATE,
    PRICE,
    QUANTITY,
    TEXT,
    Table,
    TableColumn,
    TableFiles,
    TableValue,
)
from b2bdesk.usecases.rows.offers import OfferRow

PAGE = 1_000
MOST_PRINTED = 10_000
PLACES, ARRIVES = "places", "arrives"
_SHAPES: Mapping[str, tuple[str, int]] = {
    "article": (TEXT, 22), "name": (TEXT, 60), "brand": (TEXT, 18), "unit": (TEXT, 8),
    "multiple": (QUANTITY, 10), "stock": (QUANTITY, 12), PLACES: (TEXT, 30),
    "coming": (QUANTITY, 12), ARRIVES: (DATE, 12), "use_by": (DATE, 12),
    "price": (PRICE, 12), "qty": (QUANTITY, 10),
}  # fmt: skip


class OffersPort(Protocol):
    """Reads rows of goods."""

    def offers(self, ns: Sequence[int]) -> list[OfferRow]:
        """Return offers in the order asked."""
        ...


@dataclass(frozen=True, slots=True)
class ShownGoods:
    """What the screen shows.

    Attributes:
        title, facts: name of the list and what narrows it, in words.
        columns: (key, heading) from left to right.
        ns: all item numbers in order.
        have: what the active cart has by item id, in base units (e3).
        unit: the sign of a unit by its code.
        number: a quantity (e3) in words.
    """

    title: str
    facts: str
    columns: tuple[tuple[str, str], ...]
    ns: Sequence[int]
    have: Mapping[str, int] = field(default_factory=dict)
    unit: Callable[[str], str] = str
    number: Callable[[int], str] = str


class GoodsExport:
    """Writes lists of goods."""

    def __init__(self, offers: OffersPort, tables: TableFiles) -> None:
        self._offers = offers
        self._tables = tables

    def save(self, target: Path, shown: ShownGoods, told: Callable[[int, int], None]) -> Path:
        """Write a list as .xlsx, .csv or .pdf; the suffix decides.

        Args:
            target: the file; what is half written when `told` raises is taken away.
            shown: the list.
            told: gets rows done and rows in all; may raise to stop.

        Raises:
            Expected: `list_too_long` for paper.
            Environment: the file could not be written.
        """
        if target.suffix.lower() == ".pdf" and len(shown.ns) > MOST_PRINTED:
            raise Expected("list_too_long", count=len(shown.ns), most=MOST_PRINTED)
        columns = [
            TableColumn(title, *_SHAPES[key]) for key, title in shown.columns if key in _SHAPES
        ]
        rows = _Rows(self._offers, shown, told)
        return self._tables.save(target, Table(shown.title, shown.facts, columns, rows))


class _Rows(Sequence[Sequence[TableValue]]):
    """Rows that are read while somebody walks them."""

    def __init__(
        self, offers: OffersPort, shown: ShownGoods, told: Callable[[int, int], None]
    ) -> None:
        self._offers = offers
        self._shown = shown
        self._told = told
        self._keys = [key for key, _ in shown.columns if key in _SHAPES]

    def __len__(self) -> int:
        return len(self._shown.ns)

    @overload
    def __getitem__(self, at: int) -> Sequence[TableValue]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sequence[TableValue]]: ...
    def __getitem__(self, at: int | slice) -> object:
        if isinstance(at, slice):
            return [self._row(offer) for offer in self._offers.offers(self._shown.ns[at])]
        return self._row(self._offers.offers([self._shown.ns[at]])[0])

    def __iter__(self) -> Iterator[Sequence[TableValue]]:
        ns = self._shown.ns
        for first in range(0, len(ns), PAGE):
            self._told(first, len(ns))
            for offer in self._offers.offers(ns[first : first + PAGE]):
                yield self._row(offer)
        self._told(len(ns), len(ns))

    def _row(self, offer: OfferRow) -> Sequence[TableValue]:
        return [_VALUES[key](offer, self._shown) for key in self._keys]


def _arrives(offer: OfferRow, _shown: ShownGoods) -> TableValue:
    return offer.incoming_date if offer.incoming_e3 else None


def _places(offer: OfferRow, shown: ShownGoods) -> TableValue:
    return "; ".join(f"{city} {shown.number(quantity)}" for city, quantity in offer.places)


_VALUES: Mapping[str, Callable[[OfferRow, ShownGoods], TableValue]] = {
    "article": lambda offer, _: offer.article,
    "name": lambda offer, _: offer.name,
    "brand": lambda offer, _: offer.brand,
    "unit": lambda offer, shown: shown.unit(offer.okei),
    "multiple": lambda offer, _: offer.multiple_e3 or None,
    "stock": lambda offer, _: offer.stock_e3,
    PLACES: _places,
    "coming": lambda offer, _: offer.incoming_e3 or None,
    ARRIVES: _arrives,
    "use_by": lambda offer, _: offer.use_by,
    "price": lambda offer, _: offer.price_e5,
    "qty": lambda offer, shown: shown.have.get(offer.id) or None,
}
