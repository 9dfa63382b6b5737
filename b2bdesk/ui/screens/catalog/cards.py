"""The card of the row under the cursor: read when the cursor rests, beside or over the grid."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from b2bdesk.texts import tr
from b2bdesk.ui.frame.context import ScreenContext
from b2bdesk.ui.itemmodels.catalogue_rows import CatalogueRows
from b2bdesk.ui.screens.catalog.card import Card, Terms
from b2bdesk.ui.screens.catalog.card_pages import OVERVIEW, VARIANTS
from b2bdesk.ui.screens.catalog.showing import Showing
from b2bdesk.ui.screens.catalog.view import CatalogueView
from b2bdesk.ui.screens.ordering import Ordering
from b2bdesk.usecases.catalogue import Catalogue
from b2bdesk.usecases.rows.goods import Beside, Product
from b2bdesk.usecases.rows.offers import CardRow, OfferRow
from b2bdesk.usecases.services import Services

REST_MS = 120
SHOWN = "catalog.card"


class Cards(QObject):
    """Fills the two cards.

    Signals:
        item_wanted: number of an item to put the cursor on (an analogue).
        starred: id and name of the item shown: into favourites or out of them.
    """

    item_wanted = Signal(int)
    starred = Signal(str, str)

    def __init__(
        self,
        context: ScreenContext,
        services: Services,
        view: CatalogueView,
        ordering: Ordering,
        rows: CatalogueRows,
    ) -> None:
        super().__init__(view)
        self._context = context
        self._services = services
        self._view = view
        self._ordering = ordering
        self._rows = rows
        self._n = -1
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.read)
        self._cards = (view.side.card, view.page.card)
        for card in self._cards:
            card.stepped.connect(self._on_stepped)
            card.typed.connect(self._on_typed)
            card.ordered.connect(self._on_ordered)
            card.analogue_ordered.connect(self._on_analogue_ordered)
            card.analogue_chosen.connect(self._on_analogue_chosen)
            card.variants_wanted.connect(self.open_variants)
            card.starred.connect(self._on_starred)
        self._beside = Beside()
        self._product: Product | None = None
        self._showing = Showing(context, services, self._cards, self)
        self._showing.read.connect(self._on_beside)
        self._hand = Ordering(services.carts, view.hand, context.runner, self)
        self._hand.initiator = "variants"
        self._hand.ordered.connect(self._on_variant_taken)
        self._hand.told.connect(view.page.bar.tell)
        ordering.told.connect(view.page.bar.tell)
        sheet = view.page.sheet
        sheet.typed.connect(self._hand.type)
        sheet.stepped.connect(self._hand.step)
        sheet.item_wanted.connect(self._on_variant_chosen)
        view.page.turned.connect(self._on_turned)
        view.side.closed.connect(self.toggle)
        view.side.opened.connect(self.open_page)
        view.page.left.connect(self.close)
        view.card_moved.connect(self._on_moved)
        ordering.ordered.connect(self._on_taken)
        ordering.cart_read.connect(self._on_cart)

    def set_terms(self, terms: Terms) -> None:
        """Contract of the prices."""
        for card in self._cards:
            card.terms = terms

    def show_stars(self) -> None:
        """The star of the item shown, as the rows know it."""
        item = self.item()
        for card in self._cards:
            card.show_star(there=item is not None and item[0] in self._rows.stars)

    def item(self) -> tuple[str, str] | None:
        """Id and name of the item the card is about."""
        card = self._card().card
        shown = card.offer if card is not None and card.offer.n == self._n else None
        offer = shown or self._rows.raw(self._n)
        return (offer.id, offer.name) if offer is not None else None

    def look_at(self, n: int | None) -> None:
        """The cursor is on another item."""
        self._n = -1 if n is None else n
        if n is None:
            self._view.side.show_nothing(True)
        elif self._view.card_shown() or self._view.page_shown():
            self._rest.start()

    def read(self) -> None:
        """Read the card of the item under the cursor."""
        if self._n < 0:
            return
        n = self._n
        offer = self._rows.raw(n)
        if offer is not None and self._offer() is None:
            self._show_offer(offer)
        self._context.runner.run(
            partial(_read, self._services.catalogue, n), partial(self._on_card, n),
            lane="catalog.card", owner=self,
        )  # fmt: skip

    def toggle(self) -> None:
        """Space: show or hide the card beside the grid."""
        shown = not self._view.card_shown()
        self._view.set_card(shown)
        if self._view.docked():
            self._context.settings.set(SHOWN, shown)
        if shown:
            self.read()
        else:
            self._view.goods().setFocus()

    def open_page(self) -> None:
        """Enter: the whole card."""
        if self._n >= 0:
            self._view.page.turn(OVERVIEW)
            self._view.show_page(True)
            self.read()

    def open_variants(self) -> None:
        """F7: all variants of the product, a quantity for each."""
        n = self._n
        if n >= 0:
            self._context.runner.run(
                partial(self._services.goods.product, n), partial(self._on_product, n),
                lane="catalog.variants", owner=self,
            )  # fmt: skip

    def close(self) -> bool:
        """Escape: close what covers the grid; False when nothing did."""
        if self._view.page_shown():
            self._view.show_page(False)
            return True
        if self._view.card_shown() and not self._view.docked():
            self.toggle()
            return True
        return False

    def to_analogues(self) -> None:
        """F4: into the list of analogues."""
        if not self._view.card_shown() and not self._view.page_shown():
            self.toggle()
        card = self._card()
        if card.analogues.items():
            card.analogues.setFocus()
            card.analogues.select_first()
            self._view.side.area.ensureWidgetVisible(card.analogues)
        else:
            self._ordering.told.emit(tr("There are no substitutes"), "info")

    def _card(self) -> Card:
        return self._view.page.card if self._view.page_shown() else self._view.side.card

    def _offer(self) -> OfferRow | None:
        card = self._card().card
        return card.offer if card is not None else self._rows.raw(self._n)

    def _show_offer(self, offer: OfferRow) -> None:
        for card in self._cards:
            card.show_offer(offer, self._rows.quantity(offer.id))

    def _on_card(self, n: int, found: tuple[CardRow | None, OfferRow | None]) -> None:
        if n != self._n:
            return
        card, successor = found
        self._view.side.show_nothing(card is None)
        if card is None:
            return
        have = self._rows.quantity(card.offer.id)
        today = dt.datetime.now().astimezone().date()
        for each in self._cards:
            each.show_card(card, have, today)
            each.show_successor(successor)
        self.show_stars()
        self._view.page.set_path(" › ".join(card.group_path))
        self._showing.show_card(card)

    def _on_beside(self, beside: Beside) -> None:
        self._beside = beside
        self._view.page.offer_variants(bool(beside.variants))
        if self._view.page.shows_variants() and not beside.variants:
            self._view.page.turn(OVERVIEW)

    def _on_turned(self, view: str) -> None:
        if view == VARIANTS:
            self.open_variants()
        else:
            self._view.page.turn(OVERVIEW)

    def _on_product(self, n: int, product: Product | None) -> None:
        if n != self._n:
            return
        if product is None:
            self._ordering.told.emit(tr("This item has no variants"), "info")
            return
        self._product = product
        page = self._view.page
        self._hand.read()
        page.sheet.show_product(product, n)
        page.offer_variants(True)
        page.turn(VARIANTS)
        if not self._view.page_shown():
            self._view.show_page(True)
            self.read()
        page.sheet.focus_grid()

    def _on_variant_chosen(self, n: int) -> None:
        """The card of a variant, whatever the list shows."""
        self._view.page.turn(OVERVIEW)
        self._n = n
        self.read()

    def _on_variant_taken(self, offer: OfferRow, quantity_e3: int, totals: object) -> None:
        """A variant was ordered: the grid and the cart's line follow."""
        self._rows.put_quantity(offer.id, quantity_e3)
        self._ordering.ordered.emit(offer, quantity_e3, totals)

    def _on_starred(self) -> None:
        item = self.item()
        if item is not None:
            self.starred.emit(*item)

    def _on_stepped(self, direction: int) -> None:
        offer = self._offer()
        if offer is not None:
            self._ordering.step(offer, direction)

    def _on_typed(self, text: str) -> None:
        offer = self._offer()
        if offer is not None:
            self._ordering.type(offer, text)

    def _on_ordered(self) -> None:
        offer = self._offer()
        if offer is None:
            return
        if self._rows.quantity(offer.id):
            self._context.navigate("order")
        else:
            self._ordering.add_one(offer)

    def _on_taken(self, offer: OfferRow, quantity_e3: int, _totals: object) -> None:
        for each in self._cards:
            if each.card is not None and each.card.offer.id == offer.id:
                each.show_quantity(offer, quantity_e3)

    def _on_cart(self, _cart: object) -> None:
        """The cart was read anew: pasted into, undone, another one."""
        for each in self._cards:
            if each.card is not None:
                offer = each.card.offer
                each.show_quantity(offer, self._rows.quantity(offer.id))

    def _on_analogue_ordered(self, key: str) -> None:
        card = self._card().card
        others = (*card.analogues, *card.related, *self._beside.fits) if card is not None else ()
        offer = next((each for each in others if str(each.n) == key), None)
        if offer is not None:
            self._ordering.add_one(offer)

    def _on_analogue_chosen(self, key: str) -> None:
        self.item_wanted.emit(int(key))

    def _on_moved(self, overlay: bool) -> None:
        wanted = self._context.settings.get(SHOWN, True) is not False
        self._view.set_card(wanted and not overlay)


def _read(catalogue: Catalogue, n: int) -> tuple[CardRow | None, OfferRow | None]:
    """A card and the item that replaces its item; on a reader."""
    card = catalogue.card(n)
    if card is None or not card.offer.replaced_by:
        return card, None
    return card, catalogue.by_id(card.offer.replaced_by)
