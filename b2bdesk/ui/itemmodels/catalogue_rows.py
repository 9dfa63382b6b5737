"""The rows of the catalogue grid: goods by number, read by page, with what the cart already has.

`prepare` makes the words once per row; an ordered quantity touches its own row only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QObject

from b2bdesk.texts import formats, language, tr
from b2bdesk.trade.unit import short
from b2bdesk.ui.itemmodels.base_paged import PAGE, PagedRowModel
from b2bdesk.ui.itemmodels.found_marks import article_marks
from b2bdesk.ui.itemmodels.rows import (
    ARTICLE,
    NUMBER,
    PICTURE,
    QUANTITY,
    Cell,
    Column,
    GridRow,
    Key,
)  # fmt: skip
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.usecases.rows.offers import OfferRow
from b2bdesk.usecases.search import Search

QUANTITY_COLUMN = "qty"
USE_BY = "use_by"
NOTHING = "·"
ABSENT = "—"
LIST, TABLE, TILES = "list", "table", "tiles"
_PLACE_LETTERS = 11
_LINE_LETTERS = 13
_SAME = str.maketrans("ёx×*,", "еххх.")
_SHORT_PLACES = {"Санкт-Петербург": "СПб", "Екатеринбург": "Екб", "Нижний Новгород": "Н. Новгород"}
_LIST_HIDDEN = ("article", "brand", "unit", "multiple", USE_BY)
_TABLE_HIDDEN = ("picture", "brand", USE_BY)


def catalogue_columns(sign: str) -> list[Column]:
    """Columns of the catalogue; which of them are shown at first depends on the view."""
    return [
        Column("picture", tr("Picture"), PICTURE, 50, min_width=40),
        Column("article", tr("Article"), ARTICLE, 150, sortable=True),
        Column("name", tr("Name"), width=300, stretch=True, min_width=170, max_width=4000,
               sortable=True),
        Column("brand", tr("Brand"), width=120, sortable=True, weak=True),
        Column("unit", tr("Unit"), width=58, weak=True),
        Column("multiple", tr("Multiple"), NUMBER, 76, short=tr("Mult."), weak=True),
        Column("stock", tr("Stock"), NUMBER, 104, sortable=True),
        Column("coming", tr("In transit"), NUMBER, 64, weak=True),
        Column(USE_BY, tr("Use by"), NUMBER, 92, weak=True, hidden=True),
        Column("price", tr("Price, {sign}").format(sign=sign), NUMBER, 90, sortable=True,
               strong=True),
        Column(QUANTITY_COLUMN, tr("Qty"), QUANTITY, 70, editable=True, hideable=False),
    ]  # fmt: skip


def first_layout(view: str, columns: Sequence[Column]) -> dict[str, object]:
    """The arrangement of a view nobody has changed yet."""
    hidden = _LIST_HIDDEN if view == LIST else _TABLE_HIDDEN
    return {"order": [column.key for column in columns], "hidden": list(hidden)}


class CatalogueRows(PagedRowModel[OfferRow]):
    """The model of the catalogue grid.

    Args:
        sign: currency sign of the contract, for the headings.
        runner: runs the reading of pages.
        search: gives the rows.
        parent: owner.
    """

    def __init__(
        self, sign: str, runner: TaskRunner, search: Search, parent: QObject | None = None
    ) -> None:
        super().__init__(
            catalogue_columns(sign), runner, _Fetch(search), _number, self._painted, parent
        )
        self.two_line = True
        self.marked = ""
        self.stars: frozenset[str] = frozenset()
        self._quantities: dict[str, int] = {}

    def set_quantities(self, quantities: Mapping[str, int]) -> None:
        """Take what the active cart has: item id → base units (e3)."""
        self._quantities = dict(quantities)
        self.paint_again()

    def quantity(self, item_id: str) -> int:
        """What the active cart has of an item, in base units (e3)."""
        return self._quantities.get(item_id, 0)

    def quantities(self) -> Mapping[str, int]:
        """What the active cart has by item id, as it is now."""
        return dict(self._quantities)

    def put_quantity(self, item_id: str, quantity_e3: int) -> None:
        """An order was taken: show it in its row."""
        if quantity_e3:
            self._quantities[item_id] = quantity_e3
        else:
            self._quantities.pop(item_id, None)
        for row, painted in list(self._ready.items()):
            offer = self._raw_at(row)
            if offer is not None and offer.id == item_id:
                del self._ready[row]
                self.settle(painted.key)
                self._repaint(painted.key)
                return

    def set_stars(self, item_ids: frozenset[str]) -> None:
        """Mark favourites."""
        self.stars = item_ids
        self.paint_again()

    def set_two_line(self, two_line: bool) -> None:
        """Words for two-line rows with pictures, or for a plain table."""
        self.two_line = two_line
        self.paint_again()

    def paint_again(self) -> None:
        """Format everything anew, without reading or moving anything."""
        self._ready.clear()
        if len(self._ids):
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def grow(self, ids: Sequence[Key]) -> bool:
        """Take the whole result after its beginning; False when that is another one."""
        have = len(self._ids)
        if not have or have % PAGE or len(ids) < have or ids[:have] != self._ids[:have]:
            return False
        if len(ids) > have:
            self.beginInsertRows(QModelIndex(), have, len(ids) - 1)
            self._ids = ids
            self.endInsertRows()
        return True

    def _painted(self, offer: OfferRow, _number: int) -> GridRow:
        have = self._quantities.get(offer.id, 0)
        row = offer_row(offer, have, two_line=self.two_line, marked=self.marked)
        name = row.cells["name"]
        if offer.id in self.stars and isinstance(name, Cell):
            row.cells["name"] = replace(name, icon="star", icon_tone="accent")
        return row


class _Fetch:
    """Reads the rows of a page, on a reader."""

    def __init__(self, search: Search) -> None:
        self._search = search

    def __call__(self, ns: list[Key]) -> Sequence[OfferRow]:
        return self._search.offers([int(n) for n in ns])


def _number(offer: OfferRow) -> Key:
    return offer.n


def offer_row(offer: OfferRow, in_cart_e3: int, *, two_line: bool, marked: str = "") -> GridRow:
    """An item, ready to paint; `marked` are the words it was found by."""
    gone = offer.status == "deleted" or not offer.in_assortment
    cells: dict[str, str | Cell] = {
        "picture": Cell(picture=offer.id if offer.has_picture else ""),
        "article": _article(offer.article, marked),
        "name": _name(offer, two_line, marked),
        "brand": offer.brand,
        "unit": short(offer.okei, language()),
        "multiple": formats.quantity(offer.multiple_e3) if offer.multiple_e3 else "",
        "stock": _stock(offer, two_line),
        "coming": _coming(offer, two_line),
        USE_BY: _use_by(offer),
        "price": price_cell(offer),
        QUANTITY_COLUMN: quantity_cell(in_cart_e3),
    }
    return GridRow(offer.n, cells, muted=not offer.stock_e3, locked=gone)


def quantity_cell(in_cart_e3: int) -> Cell:
    """What the cart has, or a dot."""
    if not in_cart_e3:
        return Cell(NOTHING, edit=" ")
    words = formats.quantity(in_cart_e3)
    return Cell(words, value=in_cart_e3, edit=plain(in_cart_e3))


def plain(quantity_e3: int) -> str:
    """A quantity as an editor begins with it: without group spaces."""
    return formats.quantity(quantity_e3).replace(formats.NBSP, "").replace(" ", "")


def price_cell(offer: OfferRow) -> str | Cell:
    """The price of one base unit."""
    if offer.asked:
        return Cell(tr("on request"), tone="text2")
    return ABSENT if offer.price_e5 is None else formats.price(offer.price_e5)


def stock_words(offer: OfferRow) -> str:
    """How much there is: «4 200», «>1 000», «нет», «—»."""
    if offer.stock_e3 is None:
        return ABSENT
    if offer.stock_e3 <= 0:
        return tr("none")
    return (">" if offer.at_least else "") + formats.quantity(offer.stock_e3)


def pack_words(offer: OfferRow) -> str:
    """How it is sold: «по 100 шт», or just the unit."""
    unit = short(offer.okei, language())
    if offer.multiple_e3 <= 1000:
        return unit
    words = tr("by {n} {unit}").format(n=formats.quantity(offer.multiple_e3), unit=unit)
    return words.replace(" ", formats.NBSP)


def short_place(place: str) -> str:
    """A city in a narrow column."""
    place = _SHORT_PLACES.get(place, place)
    return place if len(place) <= _PLACE_LETTERS else place[: _PLACE_LETTERS - 1] + "…"


def _article(article: str, marked: str) -> str | Cell:
    spans = article_marks(marked, article) if marked else ()
    return Cell(article, marks=spans) if spans else article


def _name(offer: OfferRow, two_line: bool, marked: str) -> Cell:
    parts = [offer.article, offer.brand, pack_words(offer)] if two_line else []
    badge, tone = _badge(offer)
    sub = " · ".join(part for part in parts if part)
    marks = match_marks(marked, offer.name) if marked else ()
    named = article_marks(marked, offer.article) if marked and sub else ()
    return Cell(
        offer.name, sub=sub, badge=badge, badge_tone=tone, tone=_name_tone(offer), marks=marks,
        sub_marks=named,
    )  # fmt: skip


def match_marks(words: str, name: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a search begin words of a name, as (start, length); never overlapping."""
    folded = fold_length(name)
    found: list[tuple[int, int]] = []
    for word in fold_length(words).split():
        for part in (word, word[: max(3, len(word) - 2)]):
            at = _word_start(folded, part)
            if at >= 0:
                found.append((at, len(part)))
                break
    found.sort()
    return tuple(
        mark for number, mark in enumerate(found) if not number or mark[0] >= sum(found[number - 1])
    )


def fold_length(text: str) -> str:
    """Lower case, ё as е, × and x as х: the length stays, so that places agree."""
    return text.lower().translate(_SAME)


def _word_start(text: str, part: str) -> int:
    at = text.find(part)
    while at > 0 and text[at - 1].isalpha() and part[0].isalpha():
        at = text.find(part, at + 1)
    return at


def _name_tone(offer: OfferRow) -> str:
    return "text" if offer.stock_e3 else "text2"


def _badge(offer: OfferRow) -> tuple[str, str]:
    if offer.status == "deleted":
        return tr("discontinued"), "bad"
    if not offer.in_assortment:
        return tr("not in your contract"), "bad"
    if offer.status == "ending":
        return tr("last stock"), "info"
    if offer.short_dated and offer.use_by is not None:
        day = f"{offer.use_by.day:02}.{offer.use_by.month:02}"
        return tr("use by {date}").format(date=day), "warn"
    return "", "mute"


def _use_by(offer: OfferRow) -> str | Cell:
    if offer.use_by is None:
        return ""
    return Cell(formats.date(offer.use_by), tone="warn" if offer.short_dated else "text2")


def _stock(offer: OfferRow, two_line: bool) -> str | Cell:
    words = stock_words(offer)
    if offer.stock_e3 is None:
        return words
    if offer.stock_e3 <= 0:
        return Cell(words, tone="bad")
    place = _place(offer)
    if two_line:
        return Cell(words, sub=place)
    if len(offer.places) == 1 and len(words) + len(place) <= _LINE_LETTERS:
        return f"{words} · {place}".replace(" ", formats.NBSP)
    return words


def _place(offer: OfferRow) -> str:
    """Where it lies: the only place, or the one that has most and how many more there are."""
    if not offer.places:
        return ""
    city, quantity = max(offer.places, key=_most)
    if len(offer.places) == 1:
        return short_place(city)
    return f"{short_place(city)} {formats.quantity(quantity)}"


def _most(place: tuple[str, int]) -> int:
    return place[1]


def _coming(offer: OfferRow, two_line: bool) -> str | Cell:
    if not offer.incoming_e3 or offer.incoming_date is None:
        return ""
    day = f"{offer.incoming_date.day:02}.{offer.incoming_date.month:02}"
    if two_line:
        return Cell(formats.quantity(offer.incoming_e3), sub=day)
    return Cell(day, tone="text2")
