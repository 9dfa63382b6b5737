"""An item is to be shown: by number, by id, by a scanned code; a discontinued one by its successor.

It is put under the cursor where it is in the list, else its group is shown first.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from b2bdesk.texts import tr
from b2bdesk.ui.frame.context import ScreenContext
from b2bdesk.ui.itemmodels.catalogue_rows import QUANTITY_COLUMN
from b2bdesk.ui.screens.catalog import news
from b2bdesk.ui.screens.catalog.filtering import Filtering
from b2bdesk.ui.screens.catalog.view import CatalogueView
from b2bdesk.ui.screens.ordering import Ordering
from b2bdesk.usecases.rows.offers import OfferRow
from b2bdesk.usecases.services import Services


class Locating(QObject):
    """Puts the cursor on items.

    Attributes:
        goal: number of the item to go to when its list has come, −1 = none.
    """

    def __init__(
        self,
        context: ScreenContext,
        services: Services,
        view: CatalogueView,
        filtering: Filtering,
        ordering: Ordering,
    ) -> None:
        super().__init__(view)
        self._context, self._services = context, services
        self._view, self._filtering, self._ordering = view, filtering, ordering
        self._rows = view.rows
        self.goal = -1

    def reached(self) -> None:
        """The whole list is there: go to the item that is waited for."""
        if self.goal >= 0:
            self._view.goods().go_to(self.goal, QUANTITY_COLUMN)
            self.goal = -1

    def scan(self, code: str) -> None:
        """A scan adds one multiple of its item and shows it."""
        self._context.runner.run(
            partial(news.by_code, self._services.resolve, code),
            partial(self._on_scanned, code), lane="catalog.scan", owner=self,
        )  # fmt: skip

    def show_item(self, n: int) -> None:
        """Put the cursor on an item; its group is shown when it is not in the list."""
        if self._view.goods().go_to(n, QUANTITY_COLUMN):
            return
        self._context.runner.run(
            partial(self._services.search.offers, [n]), self.show_items, lane="catalog.item",
            owner=self,
        )  # fmt: skip

    def find(self, item_id: str) -> None:
        """Show an item by its id."""
        self._context.runner.run(
            partial(news.one_item, self._services.catalogue, item_id), self.show_items,
            lane="catalog.item", owner=self,
        )  # fmt: skip

    def show_items(self, offers: list[OfferRow]) -> None:
        """Show an item among its group."""
        if not offers:
            return
        offer = offers[0]
        if self._view.page_shown():
            self._view.show_page(False)
        if offer.status == "deleted":
            self._show_successor(offer)
            return
        if self._rows.row_of(offer.n) >= 0:
            self._view.goods().go_to(offer.n, QUANTITY_COLUMN)
            return
        self._context.show_search("", False)
        self._filtering.only_group(offer.group)
        self.goal = offer.n

    def _show_successor(self, offer: OfferRow) -> None:
        """A discontinued item is in no list: show what replaces it, and say so."""
        if offer.replaced_by:
            words = tr("{article} is discontinued, this is its replacement")
            self.find(offer.replaced_by)
        else:
            words = tr("{article} is discontinued")
        self._view.bar.tell(words.format(article=offer.article), "warn")

    def _on_scanned(self, code: str, offers: list[OfferRow]) -> None:
        if not offers:
            self._view.bar.tell(tr("Nothing has the code {code}").format(code=code), "warn")
            return
        self._ordering.add_one(offers[0])
        self.show_item(offers[0].n)
