"""Favourites as grid rows: the item, what is waited for, what has come true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import QObject

from b2bdesk.domain.watching import BATCH, DATED, FELL, FRESH, LISTED, PRICE, STOCK
from b2bdesk.texts import formats, language, tr, trc
from b2bdesk.trade.decimals import scaled_text
from b2bdesk.trade.unit import short
from b2bdesk.ui.itemmodels.catalogue_rows import (
    QUANTITY_COLUMN,
    price_cell,
    quantity_cell,
    stock_words,
)
from b2bdesk.ui.itemmodels.ordered_rows import OrderedListModel
from b2bdesk.ui.itemmodels.rows import (
    ARTICLE,
    CHECK,
    NUMBER,
    QUANTITY,
    STATE,
    TEXT,
    Cell,
    Column,
    GridRow,
    RowState,
)
from b2bdesk.ui.widgets.chip import ChipSpec
from b2bdesk.usecases.ports.tables import (
    PRICE as PRICE_KIND,
)
from b2bdesk.usecases.ports.tables import (
    QUANTITY as QUANTITY_KIND,
)
from b2bdesk.usecases.ports.tables import (
    Table,
    TableColumn,
)
from b2bdesk.usecases.rows.favourites import HOLDS, FavouriteRow, WatchEvent, WatchRule
from b2bdesk.usecases.rows.offers import OfferRow

LIST, BACK, PRICE_TO, FELL_BY, BATCH_BY = "list", "back", "price_to", "fell_by", "batch_by"
GOOD_UNTIL = "good_until"
RULE_OF = {PRICE_TO: PRICE, FELL_BY: FELL, BATCH_BY: BATCH, GOOD_UNTIL: FRESH}
ALL, FIRED, WAITING = "all", "fired", "waiting"
NO_LIST = "list:"
_SIMPLE_PLACES = 2


def favourite_columns(sign: str) -> list[Column]:
    """Columns of the screen."""
    band = tr("Tell me when")
    return [
        Column("article", tr("Article"), ARTICLE, 158, lead=10, sortable=True),
        Column("name", tr("Name"), TEXT, 300, stretch=True, min_width=230, max_width=4000,
               sortable=True),
        Column(LIST, tr("List"), TEXT, 126, editable=True, weak=True),
        Column("unit", tr("Unit"), TEXT, 54, weak=True, hidden=True),
        Column("stock", tr("Stock"), NUMBER, 76, sortable=True),
        Column("price", tr("Price, {sign}").format(sign=sign), NUMBER, 80, strong=True,
               sortable=True),
        Column(BACK, tr("is back"), CHECK, 80, band=band),
        Column(PRICE_TO, tr("price ≤"), NUMBER, 78, editable=True, band=band),
        Column(FELL_BY, tr("cheaper by, %"), NUMBER, 80, short=tr("by, %"), editable=True,
               band=band),
        Column(BATCH_BY, tr("batch by"), NUMBER, 92, editable=True, band=band, hidden=True),
        Column(GOOD_UNTIL, tr("use by ≥"), NUMBER, 92, editable=True, band=band,
               hidden=True),
        Column("state", tr("State"), STATE, 196, stretch=True, min_width=136, max_width=900),
        Column(QUANTITY_COLUMN, tr("Qty"), QUANTITY, 76, editable=True, hideable=False),
    ]  # fmt: skip


def favourites_model(sign: str, parent: QObject) -> OrderedListModel[FavouriteRow]:
    """Return the model; the key of a row is the item's id."""
    return OrderedListModel(
        favourite_columns(sign), attrgetter("kept.item_id"), favourite_row, parent
    )


def favourite_row(row: FavouriteRow, in_cart_e3: int) -> GridRow:
    """A favourite, ready to paint."""
    offer = row.offer
    gone = offer is None or offer.status == "deleted" or not offer.in_assortment
    cells: dict[str, str | Cell] = {
        "article": row.kept.article if offer is None else offer.article,
        "name": Cell(row.kept.name if offer is None else offer.name,
                     tone="text2" if gone else ""),
        LIST: row.kept.list_name,
        "unit": short(offer.okei, language()) if offer else "",
        "stock": _stock(offer),
        "price": price_cell(offer) if offer else "—",
        BACK: Cell(checked=STOCK in row.rules or LISTED in row.rules),
        PRICE_TO: _value(row.rules.get(PRICE)),
        FELL_BY: _value(row.rules.get(FELL)),
        BATCH_BY: _value(row.rules.get(BATCH)),
        GOOD_UNTIL: _value(row.rules.get(FRESH)),
        QUANTITY_COLUMN: Cell("", locked=True) if gone else quantity_cell(in_cart_e3),
    }  # fmt: skip
    return GridRow(row.kept.item_id, cells, _state(row), muted=gone)


def _stock(offer: OfferRow | None) -> str | Cell:
    if offer is None:
        return "—"
    words = stock_words(offer)
    return Cell(words, tone="bad") if offer.stock_e3 == 0 else words


def _value(rule: WatchRule | None) -> Cell:
    if rule is None:
        return Cell("·", tone="text3", edit=" ")
    tone = "ok" if rule.state == HOLDS else ""
    if rule.kind == PRICE:
        words = formats.price(int(rule.value))
        return Cell(words, tone=tone, edit=plain_value(rule))
    words = plain_value(rule)
    return Cell(words, tone=tone, edit=words)


def plain_value(rule: WatchRule) -> str:
    """A rule's value as an editor begins with it."""
    if rule.kind in DATED:
        return formats.date(dt.date.fromisoformat(rule.value)) if rule.value else ""
    scale, places = (5, _SIMPLE_PLACES) if rule.kind == PRICE else (2, 0)
    words = scaled_text(int(rule.value), scale, places)
    return words.replace(".", ",") if language() == "ru" else words


def _state(row: FavouriteRow) -> RowState | None:
    holding = row.holding
    if holding:
        words = "; ".join(held_words(rule, row) for rule in holding)
        since = max((rule.held_at for rule in holding if rule.held_at), default=None)
        when = f" · {formats.date(since.astimezone().date())}" if since else ""
        return RowState("ok", "circle-check", words + when)
    offer = row.offer
    if offer is None or not offer.in_assortment:
        return RowState("bad" if not row.rules else "warn", "circle-x", tr("not in the catalogue"))
    if offer.status == "deleted":
        return RowState("bad", "circle-x", tr("discontinued"))
    if row.rules:
        return RowState("info", "hourglass", waits_words(row))
    return None


def held_words(rule: WatchRule, row: FavouriteRow) -> str:
    """What has come true, with the figure that is true now."""
    offer = row.offer
    if rule.kind in row.elsewhere:
        told = row.event is not None and row.event.kind == rule.kind
        words = event_words(row.event) if told and row.event else tr("came true")
        return f"{words} ({contract_words(row.elsewhere[rule.kind])})"
    if rule.kind == STOCK and offer is not None:
        unit = short(offer.okei, language())
        return tr("in stock: {n} {unit}").format(n=stock_words(offer), unit=unit)
    if rule.kind in (PRICE, FELL) and offer is not None and offer.price_e5 is not None:
        return tr("price {price}").format(price=formats.price(offer.price_e5))
    if rule.kind == BATCH and row.next_batch is not None:
        return tr("batch of {date}").format(date=formats.date(row.next_batch))
    if rule.kind == FRESH and row.freshest is not None:
        return tr("in stock, use by {date}").format(date=formats.date(row.freshest))
    return tr("in the catalogue again")


def contract_words(number: str) -> str:
    """By which contract a rule is, when it is not the one in use."""
    return tr("by contract No. {number}").format(number=number)


def waits_words(row: FavouriteRow) -> str:
    """What is waited for."""
    first = next(iter(row.rules.values()))
    if first.kind in row.elsewhere:
        return tr("waiting") + f" ({contract_words(row.elsewhere[first.kind])})"
    if row.event is not None:
        day = formats.date(row.event.at.astimezone().date())
        return tr("waiting; came true on {date}").format(date=day)
    day = formats.date(first.set_at.astimezone().date())
    return tr("waiting since {date}").format(date=day)


def event_words(event: WatchEvent) -> str:
    """An event as one sentence: what was waited for and what came."""
    if event.kind == STOCK:
        return tr("back in stock: {n}").format(n=formats.quantity(int(event.found or 0)))
    if event.kind == LISTED:
        return tr("in the catalogue again")
    if event.kind == BATCH:
        day = dt.date.fromisoformat(event.found)
        return tr("batch of {date}").format(date=formats.date(day))
    if event.kind == FRESH:
        day = dt.date.fromisoformat(event.found)
        return tr("in stock, use by {date}").format(date=formats.date(day))
    price = formats.price(int(event.found or 0))
    if event.kind == PRICE:
        limit = formats.price(int(event.value))
        return tr("price {price}, waited for {limit}").format(price=price, limit=limit)
    percent = scaled_text(int(event.value), 2, 0)
    return tr("price {price}, cheaper by {percent} % or more").format(price=price, percent=percent)


def chips(rows: Sequence[FavouriteRow]) -> list[ChipSpec]:
    """Filters: all, come true, waiting, then the lists."""
    names = sorted({row.kept.list_name for row in rows if row.kept.list_name})
    fired = sum(bool(row.holding) for row in rows)
    waiting = sum(belongs(row, WAITING) for row in rows)
    specs = [
        ChipSpec(ALL, tr("All"), len(rows), keep=True),
        ChipSpec(FIRED, tr("Came true"), fired, "circle-check", "ok"),
        ChipSpec(WAITING, trc("favourites", "Waiting"), waiting, "hourglass", "info"),
    ]
    for number, name in enumerate(names):
        count = sum(row.kept.list_name == name for row in rows)
        specs.append(ChipSpec(NO_LIST + name, name, count, "folder", separated=number == 0))
    return specs


def belongs(row: FavouriteRow, key: str) -> bool:
    """Say whether a filter shows a row."""
    if key == FIRED:
        return bool(row.holding)
    if key == WAITING:
        return bool(row.rules) and not row.holding
    if key.startswith(NO_LIST):
        return row.kept.list_name == key.removeprefix(NO_LIST)
    return True


def table(title: str, rows: Sequence[FavouriteRow]) -> Table:
    """What the screen shows, as a file."""
    columns = [
        TableColumn(tr("Article"), width=20), TableColumn(tr("Name"), width=48),
        TableColumn(tr("List"), width=18), TableColumn(tr("Unit"), width=8),
        TableColumn(tr("Stock"), QUANTITY_KIND, 11), TableColumn(tr("Price"), PRICE_KIND, 12),
        TableColumn(tr("price ≤"), PRICE_KIND, 12), TableColumn(tr("cheaper by, %"), width=12),
        TableColumn(tr("State"), width=36),
    ]  # fmt: skip
    return Table(title, "", columns, [_table_row(row) for row in rows])


def _table_row(row: FavouriteRow) -> list[str | int | dt.date | None]:
    offer, price, fell = row.offer, row.rules.get(PRICE), row.rules.get(FELL)
    state = _state(row)
    return [
        row.kept.article, row.kept.name, row.kept.list_name,
        short(offer.okei, language()) if offer else "",
        offer.stock_e3 if offer else None, offer.price_e5 if offer else None,
        int(price.value) if price else None, plain_value(fell) if fell else "",
        state.text if state else "",
    ]  # fmt: skip
