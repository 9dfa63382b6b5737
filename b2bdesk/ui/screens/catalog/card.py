"""The product card: the same sections beside the grid (336 px) and over the whole screen.

It shows a `CardRow` and says by signal what the person wants; sections without data are hidden.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import formats, language, tr, trn
from b2bdesk.texts.currencies import sign
from b2bdesk.trade.unit import short
from b2bdesk.trade.vat import percent
from b2bdesk.ui.screens.catalog import card_words
from b2bdesk.ui.screens.catalog.card_parts import (
    Breaks,
    FactTable,
    PriceTrack,
    StockBars,
)  # fmt: skip
from b2bdesk.ui.screens.catalog.gallery import Gallery
from b2bdesk.ui.screens.starring import KEY as STAR
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.badges import Badge
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.bars import Sparkline
from b2bdesk.ui.widgets.button import FORM, SECONDARY, SOFT, Button, IconButton
from b2bdesk.ui.widgets.checks import Stepper
from b2bdesk.ui.widgets.labels import Line, PlainLabel
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.ui.widgets.screen_parts import SideHeading
from b2bdesk.usecases.goods import papers, pictures
from b2bdesk.usecases.rows.goods import Beside
from b2bdesk.usecases.rows.offers import CardRow, OfferRow


@dataclass(frozen=True, slots=True)
class Terms:
    """What of the contract the card names, and how old prices and stock are."""

    number: str = ""
    currency: str = "RUB"
    vat_included: bool = True
    prices_at: dt.datetime | None = None
    stock_at: dt.datetime | None = None


class Section(QWidget):
    """A title with a fact at the right, a hairline above, and its contents."""

    def __init__(self, title: str, *content: QWidget) -> None:
        super().__init__()
        self._title = title
        self._head = SideHeading(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(3)
        column.addWidget(Line())
        column.addSpacing(5)
        column.addWidget(self._head)
        for each in content:
            column.addWidget(each)

    def tell(self, fact: str, *, shown: bool) -> None:
        """Set the fact at the right; hide the section when there is nothing to say."""
        self._head.set(self._title, fact)
        self.setVisible(shown)


class Card(QWidget):
    """All sections of one item; a layout of them is made by the subclass or owner.

    Signals:
        stepped: −1 or +1 multiple.
        typed: quantity as typed.
        ordered: the main button: put the smallest order in, or go to the line.
        analogue_ordered, analogue_chosen: number of another item as text.
        paper_opened, paper_saved: place of a paper among those of the card, as text.
        variants_wanted: the sheet of variants is asked for.
        starred: into favourites or out of them.
    """

    stepped = Signal(int)
    typed = Signal(str)
    ordered = Signal()
    analogue_ordered = Signal(str)
    analogue_chosen = Signal(str)
    paper_opened = Signal(str)
    paper_saved = Signal(str)
    variants_wanted = Signal()
    starred = Signal()

    def __init__(self, picture_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: CardRow | None = None
        self.terms = Terms()
        self._next: OfferRow | None = None
        self.gallery = Gallery(picture_height)
        self.title = PlainLabel("", 14, look.SEMIBOLD, wrap=True)
        self.badge = Badge("", "bad")
        self.successor = Banner()
        self.facts = PlainLabel("", 12, tone="text2")
        self.price = PlainLabel("", 24, look.SEMIBOLD)
        self.unit = PlainLabel("", 12, tone="text2")
        self.pack = PlainLabel("", 12, tone="text2")
        self.stepper = Stepper(tr("Quantity"))
        self.order = Button(tr("Add to the cart"), SECONDARY, height=FORM)
        self.star = IconButton("star", tr("Put into favourites"), key=STAR, size=FORM)
        self.star.set_bordered(True)
        self.description = PlainLabel("", 12, tone="text2", wrap=True)
        self.spark = Sparkline(tr("Price over time"))
        self.spark_words = [PlainLabel("", 12, tone="text2") for _ in range(3)]
        self.track, self.breaks, self.bars = PriceTrack(), Breaks(), StockBars()
        self.attributes, self.packs, self.bought = FactTable(), FactTable(), FactTable()
        self.variants = Button("", SECONDARY, icon="table", key="F7", height=FORM)
        self.variants.hide()
        self.ships = PlainLabel("", 12, tone="text2", wrap=True)
        self.analogues = _goods_list(tr("Substitutes"))
        self.fits, self.related = _goods_list(tr("Goes with")), _goods_list(tr("Bought along"))
        self.papers = _goods_list(tr("Documents"))
        self._sections()
        self._connect()

    def _sections(self) -> None:
        self.how = Section(tr("How the price was made up"), self.track)
        self.by_quantity = Section(tr("Price from quantity"), self.breaks)
        self.history = Section(tr("Price over time"), self._history())
        self.stock = Section(tr("Stock"), self.bars, self.ships)
        self.instead = Section(tr("Substitutes"), self.analogues)
        self.matching = Section(tr("Goes with"), self.fits)
        self.along = Section(tr("Bought along"), self.related)
        self.documents = Section(tr("Documents and certificates"), self.papers)
        self.about = Section(tr("Properties"), self.description, self.attributes)
        self.units = Section(tr("Units and packs"), self.packs)
        self.purchases = Section(tr("Your purchases"), self.bought)

    def _history(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in self.spark_words:
            label.set_align(Qt.AlignmentFlag.AlignRight)
            words.addWidget(label)
        self.spark.setFixedHeight(48)
        row.addWidget(self.spark, 1)
        row.addLayout(words)
        return holder

    def _connect(self) -> None:
        self.stepper.stepped.connect(self.stepped)
        self.stepper.typed.connect(self.typed)
        self.order.clicked.connect(self.ordered)
        self.successor.action.connect(self._on_successor)
        for goods in (self.analogues, self.fits, self.related):
            goods.action.connect(self.analogue_ordered)
            goods.chosen.connect(self.analogue_chosen)
        self.papers.chosen.connect(self.paper_opened)
        self.papers.action.connect(self.paper_saved)
        self.variants.clicked.connect(self.variants_wanted)
        self.star.clicked.connect(self.starred)

    def head(self) -> QVBoxLayout:
        """Name, codes, price and ordering."""
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.facts)
        column.addWidget(self.successor)
        column.addSpacing(6)
        price = QHBoxLayout()
        price.setSpacing(10)
        price.addWidget(self.price)
        notes = QVBoxLayout()
        notes.setSpacing(0)
        notes.addWidget(self.unit)
        notes.addWidget(self.pack)
        price.addLayout(notes, 1)
        column.addLayout(price)
        column.addSpacing(8)
        order = QHBoxLayout()
        order.setSpacing(8)
        order.addWidget(self.stepper, 1)
        order.addWidget(self.order, 1)
        order.addWidget(self.star)
        column.addLayout(order)
        column.addSpacing(6)
        column.addWidget(self.variants)
        column.addSpacing(4)
        return column

    def show_offer(self, offer: OfferRow, in_cart_e3: int) -> None:
        """Show what the grid knows already, before the card is read."""
        self.title.set_text(offer.name)
        self.facts.set_text(" · ".join(part for part in (offer.article, offer.brand) if part))
        self.show_quantity(offer, in_cart_e3)
        self._show_price(offer)

    def show_card(self, card: CardRow, in_cart_e3: int, today: dt.date) -> None:
        """Show everything about an item."""
        self.card = card
        offer = card.offer
        self.show_offer(offer, in_cart_e3)
        self.facts.set_text(card_words.facts_line(card))
        steps = card_words.step_lines(card.steps, offer.price_e5)
        self.track.set_lines(steps)
        contract = tr("contract {number}").format(number=self.terms.number)
        self.how.tell(contract if self.terms.number else "", shown=len(steps) > 1)
        stock = card_words.stock_lines(card, today)
        self.bars.set_lines(stock)
        self.stock.tell(_ago(self.terms.stock_at), shown=bool(stock))
        self._show_facts(card)
        self._show_history(card)
        _fill(self.analogues, card_words.analogue_items(card.analogues))
        self.instead.tell(tr("F4 — in stock first"), shown=bool(card.analogues))
        _fill(self.related, card_words.analogue_items(card.related))
        self.along.tell("", shown=bool(card.related))
        self.show_papers(frozenset())

    def show_beside(self, beside: Beside | None) -> None:
        """Show what was read after the card: companions, variants, days of shipment."""
        found = beside or Beside()
        _fill(self.fits, card_words.analogue_items(found.fits))
        self.matching.tell("", shown=bool(found.fits))
        words = card_words.ship_words(found)
        self.ships.set_text(words)
        self.ships.setVisible(bool(words))
        self.variants.setText(card_words.variant_words(found.variants))
        self.variants.setVisible(bool(found.variants))

    def show_papers(self, here: frozenset[int]) -> None:
        """Show documents and certificates; `here` are the places of those on this machine."""
        if self.card is not None:
            files = papers(self.card.files)
            _fill(self.papers, card_words.paper_items(files, here))
            count = trn("{n} file", "{n} files", len(files)).format(n=len(files))
            self.documents.tell(count if files else "", shown=bool(files))

    def show_star(self, *, there: bool) -> None:
        """Show whether the item is among the favourites."""
        words = tr("Take out of favourites") if there else tr("Put into favourites")
        self.star.set_name(words, STAR)
        self.star.set_tone("accent" if there else "")

    def show_successor(self, offer: OfferRow | None) -> None:
        """The goods that replace this item, when the supplier named them."""
        self._next = offer
        if offer is None:
            self.successor.clear()
        else:
            words = tr("Replaced by {article}").format(article=offer.article)
            self.successor.tell("info", words, action=tr("Show"))

    def _on_successor(self) -> None:
        if self._next is not None:
            self.analogue_chosen.emit(str(self._next.n))

    def begin_pictures(self, offer: OfferRow) -> None:
        """Another item: forget its pictures, until they are read."""
        listed = pictures(self.card.files) if self.card is not None else 0
        self.gallery.set_count(listed or int(offer.has_picture))

    def show_image(self, number: int, image: QImage | None) -> None:
        """Show a picture."""
        self.gallery.put(number, image)

    def show_quantity(self, offer: OfferRow, in_cart_e3: int) -> None:
        """Show what the cart has."""
        unit = short(offer.okei, language())
        if not self.stepper.is_typing():
            self.stepper.set_text(f"{formats.quantity(in_cart_e3)} {unit}")
        self.order.setText(tr("In the cart") if in_cart_e3 else tr("Add to the cart"))
        self.order.set_icon("check" if in_cart_e3 else "shopping-cart-plus")
        self.order.set_kind(SOFT if in_cart_e3 else SECONDARY)
        usable = offer.in_assortment and offer.status != "deleted"
        self.stepper.setEnabled(usable)
        self.order.set_enabled(usable, tr("Not sold under this contract"))
        self.badge.set("" if usable else tr("Not sold under this contract"), "bad")
        if self.card is not None and self.card.offer.id == offer.id:
            cells, current, fact = card_words.break_cells(self.card, in_cart_e3)
            self.breaks.set_cells(cells, current)
            self.by_quantity.tell(fact, shown=bool(cells))

    def _show_price(self, offer: OfferRow) -> None:
        if offer.price_e5 is None:
            self.price.set_text(tr("on request") if offer.asked else "—")
        else:
            self.price.set_text(_with_sign(formats.price(offer.price_e5), self.terms.currency))
        unit, pack = card_words.price_notes(offer, percent(offer.vat_code), self.terms.vat_included)
        self.unit.set_text(unit)
        aged = tr("price {ago}").format(ago=_ago(self.terms.prices_at))
        self.pack.set_text(f"{pack} · {aged}" if self.terms.prices_at is not None else pack)

    def _show_facts(self, card: CardRow) -> None:
        self.description.set_text(card.description)
        self.description.setVisible(bool(card.description))
        facts = card_words.fact_lines(card)
        self.attributes.set_lines(facts)
        group = card.group_path[-1] if card.group_path else ""
        self.about.tell(group, shown=bool(facts or card.description))
        packs = card_words.pack_lines(card)
        self.packs.set_lines(packs)
        self.units.tell("", shown=bool(packs))
        self.bought.set_lines(card_words.purchase_lines(card.purchases, card.currency))
        fact = card_words.purchase_fact(card.purchases)
        self.purchases.tell(fact, shown=bool(card.purchases))

    def _show_history(self, card: CardRow) -> None:
        points = card_words.price_points(card)
        if len(points) > 1:
            self.spark.set_points([(at.timestamp(), float(price)) for at, price in points])
            fact, words = card_words.history_words(points)
            for label, text in zip(self.spark_words, words, strict=True):
                label.set_text(text)
            self.history.tell(fact, shown=True)
        else:
            self.history.tell("", shown=False)


def _with_sign(number: str, currency: str) -> str:
    mark = sign(currency)
    return f"{number}{formats.NBSP}{mark}" if language() == "ru" else f"{mark}{number}"


def _ago(at: dt.datetime | None) -> str:
    return "" if at is None else formats.ago(at, dt.datetime.now(dt.UTC))


def _goods_list(name: str) -> RowList:
    rows = RowList(two_line=True, lines=True)
    rows.setAccessibleName(name)
    return rows


def _fill(rows: RowList, items: list[ListItem]) -> None:
    rows.set_items(items)
    rows.setFixedHeight(rows.row_height * len(items) + 2)
