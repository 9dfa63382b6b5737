"""Changes of the price radar as grid rows, read by page: a full price list may have moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject

from b2bdesk.texts import formats, language, tr, trc
from b2bdesk.trade.unit import short
from b2bdesk.ui.itemmodels.base_paged import PagedRowModel
from b2bdesk.ui.itemmodels.catalogue_rows import (
    ABSENT,
    QUANTITY_COLUMN,
    quantity_cell,
    stock_words,
)
from b2bdesk.ui.itemmodels.rows import ARTICLE, NUMBER, QUANTITY, TEXT, Cell, Column, GridRow, Key
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.widgets.chip import ChipSpec
from b2bdesk.usecases.ports import tables
from b2bdesk.usecases.radar import Radar
from b2bdesk.usecases.rows import radar as kinds
from b2bdesk.usecases.rows.radar import Change, RadarFound, RadarRow

ALL = "all"
PRICES = (kinds.ROSE, kinds.FELL, kinds.PRICED, kinds.UNPRICED)
_STEP = 16
_ICONS = {
    kinds.ROSE: ("trending-up", "bad"),
    kinds.FELL: ("trending-down", "ok"),
    kinds.CAME: ("circle-plus", "info"),
    kinds.BACK: ("circle-plus", "ok"),
    kinds.WENT: ("circle-x", "bad"),
    kinds.OUT: ("circle-minus", "warn"),
    kinds.RETURNED: ("circle-check", "ok"),
    kinds.PACK: ("package", "warn"),
    kinds.PRICED: ("tag", "info"),
    kinds.UNPRICED: ("tag", "warn"),
}


def kind_words(kind: str) -> str:
    """What happened, in a word or two."""
    return {
        kinds.ROSE: trc("radar", "Rose"),
        kinds.FELL: trc("radar", "Fell"),
        kinds.CAME: trc("radar", "New"),
        kinds.BACK: trc("radar", "Offered again"),
        kinds.WENT: trc("radar", "Gone"),
        kinds.OUT: trc("radar", "Out of stock"),
        kinds.RETURNED: trc("radar", "Back in stock"),
        kinds.PACK: trc("radar", "Packed otherwise"),
        kinds.PRICED: trc("radar", "Has a price now"),
        kinds.UNPRICED: trc("radar", "No price any more"),
    }[kind]


def key_of(change: Change) -> int:
    """The key of a change: its item and what happened."""
    return change.n * _STEP + kinds.KINDS.index(change.kind)


def item_of(key: int) -> int:
    """The item number a key is of."""
    return key // _STEP


def radar_columns(sign: str) -> list[Column]:
    """Columns of the radar."""
    return [
        Column("article", tr("Article"), ARTICLE, 158, lead=10),
        Column("name", tr("Name"), TEXT, 250, stretch=True, min_width=230, max_width=4000),
        Column("kind", tr("What changed"), TEXT, 146),
        Column("was", trc("radar", "Was"), NUMBER, 72, weak=True),
        Column("now", trc("radar", "Now"), NUMBER, 72, strong=True),
        Column("by", tr("By, %"), NUMBER, 66),
        Column("bought", tr("Bought a year"), NUMBER, 90, short=tr("A year"), weak=True),
        Column("money", tr("A year, {sign}").format(sign=sign), NUMBER, 104, strong=True),
        Column("stock", tr("Stock"), NUMBER, 84, weak=True),
        Column("at", tr("When"), TEXT, 84, weak=True, hidden=True),
        Column(QUANTITY_COLUMN, tr("Qty"), QUANTITY, 76, editable=True, hideable=False),
    ]


class RadarRows(PagedRowModel[RadarRow]):
    """The model of the radar.

    Args:
        sign: currency sign of the contract.
        runner: runs the reading of pages.
        radar: gives the rows.
        parent: owner.
    """

    def __init__(self, sign: str, runner: TaskRunner, radar: Radar, parent: QObject) -> None:
        self._pages_of = _Pages(radar)
        super().__init__(
            radar_columns(sign), runner, self._pages_of, _row_key, self._painted, parent
        )
        self._quantities: dict[str, int] = {}
        self.orders = True

    def show(self, found: RadarFound, changes: Sequence[Change]) -> None:
        """Show these changes of a result."""
        known = {key_of(change): change for change in changes}
        self._pages_of.take(found, known)
        self.set_ids(list(known))

    def set_quantities(self, quantities: Mapping[str, int]) -> None:
        """Take what the active cart has: item id → base units (e3)."""
        self._quantities = dict(quantities)
        self._ready.clear()
        if len(self._ids):
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def quantity(self, item_id: str) -> int:
        """What the active cart has of an item, in base units (e3)."""
        return self._quantities.get(item_id, 0)

    def put_quantity(self, item_id: str, quantity_e3: int) -> None:
        """An order was taken: show it in every row of the item."""
        if quantity_e3:
            self._quantities[item_id] = quantity_e3
        else:
            self._quantities.pop(item_id, None)
        for row, painted in list(self._ready.items()):
            raw = self._raw_at(row)
            if raw is not None and raw.item_id == item_id:
                del self._ready[row]
                self.settle(painted.key)
                self._repaint(painted.key)

    def _painted(self, row: RadarRow, _number: int) -> GridRow:
        return radar_row(row, self._quantities.get(row.item_id, 0), self.orders)


class _Pages:
    """Reads the rows of a page, on a reader."""

    def __init__(self, radar: Radar) -> None:
        self._radar = radar
        self._held: tuple[RadarFound | None, Mapping[int, Change]] = (None, {})

    def take(self, found: RadarFound, known: Mapping[int, Change]) -> None:
        """Read from this result from now on."""
        self._held = (found, known)

    def __call__(self, keys: list[Key]) -> Sequence[RadarRow]:
        found, known = self._held
        if found is None:
            return []
        return self._radar.rows(found, [known[int(key)] for key in keys if int(key) in known])


def _row_key(row: RadarRow) -> Key:
    return key_of(row.change)


def radar_row(row: RadarRow, in_cart_e3: int, orders: bool = True) -> GridRow:
    """A change, ready to paint."""
    change, offer = row.change, row.offer
    icon, tone = _ICONS[change.kind]
    was, now = values(change)
    orderable = orders and offer is not None and offer.in_assortment and offer.status != "deleted"
    cells: dict[str, str | Cell] = {
        "article": row.article,
        "name": row.name,
        "kind": Cell(kind_words(change.kind), icon=icon, icon_tone=tone),
        "was": was,
        "now": now,
        "by": _percent(change),
        "bought": formats.quantity(change.bought_e3) if change.bought_e3 else ABSENT,
        "money": _money(change),
        "stock": stock_words(offer) if offer else ABSENT,
        "at": formats.date(moment(change).date()),
        QUANTITY_COLUMN: quantity_cell(in_cart_e3) if orderable else Cell("", locked=True),
    }
    return GridRow(key_of(change), cells, muted=change.kind == kinds.WENT)


def moment(change: Change) -> dt.datetime:
    """When it was seen, in local time."""
    return dt.datetime.fromtimestamp(change.at, dt.UTC).astimezone()


def values(change: Change) -> tuple[str, str]:
    """What was and what is, as words."""
    if change.kind in PRICES:
        return _price(change.old), _price(change.new)
    if change.kind in (kinds.PACK, kinds.OUT, kinds.RETURNED):
        return formats.quantity(change.old or 0) or "0", formats.quantity(change.new or 0) or "0"
    return ABSENT, ABSENT


def _price(value: int | None) -> str:
    return ABSENT if value is None else formats.price(value)


def tenths(change: Change) -> int | None:
    """The difference in tenths of a percent."""
    if change.kind not in (kinds.ROSE, kinds.FELL) or not change.old or change.new is None:
        return None
    return ((change.new - change.old) * 2000 + change.old) // (2 * change.old)


def _percent(change: Change) -> str | Cell:
    value = tenths(change)
    if value is None:
        return ""
    tone = "bad" if change.kind == kinds.ROSE else "ok"
    return Cell(percent_words(value), tone=tone, value=value)


def percent_words(value: int) -> str:
    """Tenths of a percent with their sign: «+5,0»."""
    whole, part = divmod(abs(value), 10)
    comma = "," if language() == "ru" else "."
    return f"{'+' if value > 0 else '−'}{formats.number(whole)}{comma}{part}"


def _money(change: Change) -> str | Cell:
    if not change.money_minor:
        return ABSENT
    tone = "bad" if change.money_minor > 0 else "ok"
    return Cell(money_words(change.money_minor), tone=tone, value=change.money_minor)


def money_words(minor: int, currency: str = "") -> str:
    """A difference in money with its sign."""
    sign = "+" if minor > 0 else "−" if minor < 0 else ""
    words = formats.money(abs(minor), currency) if currency else formats.amount(abs(minor))
    return sign + words


def chips(found: RadarFound) -> list[ChipSpec]:
    """A chip per kind that occurs."""
    specs = [ChipSpec(ALL, tr("All"), len(found.changes), keep=True)]
    for kind in kinds.KINDS:
        icon, tone = _ICONS[kind]
        specs.append(ChipSpec(kind, kind_words(kind), found.counts.get(kind, 0), icon, tone))
    return specs


def table(title: str, facts: str, rows: Sequence[RadarRow]) -> tables.Table:
    """Changes as a file."""
    columns = [
        tables.TableColumn(tr("Article"), width=20),
        tables.TableColumn(tr("Name"), width=48),
        tables.TableColumn(tr("Brand"), width=16),
        tables.TableColumn(tr("What changed"), width=20),
        tables.TableColumn(trc("radar", "Was"), tables.PRICE, 12),
        tables.TableColumn(trc("radar", "Now"), tables.PRICE, 12),
        tables.TableColumn(tr("By, %"), width=9),
        tables.TableColumn(tr("Unit"), width=8),
        tables.TableColumn(tr("Bought a year"), tables.QUANTITY, 12),
        tables.TableColumn(tr("In money a year"), tables.MONEY, 14),
        tables.TableColumn(tr("Stock"), tables.QUANTITY, 11),
        tables.TableColumn(tr("When"), tables.DATE, 11),
    ]
    return tables.Table(title, facts, columns, [_table_row(row) for row in rows])


def _table_row(row: RadarRow) -> list[tables.TableValue]:
    change, offer = row.change, row.offer
    tenth = tenths(change)
    words = kind_words(change.kind)
    if change.kind == kinds.PACK:
        words = f"{words}: {' → '.join(values(change))}"
    priced = change.kind in PRICES
    return [
        row.article, row.name, row.brand, words,
        change.old if priced else None, change.new if priced else None,
        percent_words(tenth) if tenth is not None else "",
        short(offer.okei, language()) if offer else "",
        change.bought_e3 or None, change.money_minor or None,
        offer.stock_e3 if offer else None, moment(change).date(),
    ]  # fmt: skip
