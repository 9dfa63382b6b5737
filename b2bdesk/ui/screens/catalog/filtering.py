"""Filters of the catalogue: tree, chips, facets and sort become one question, and show it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from b2bdesk.texts import formats, tr
from b2bdesk.ui.frame.context import ScreenContext
from b2bdesk.ui.screens.catalog.finding import Finding
from b2bdesk.ui.screens.catalog.view import (
    BOUGHT,
    BRAND,
    IN_STOCK,
    PRICE,
    WORDS,
    CatalogueView,
)  # fmt: skip
from b2bdesk.ui.widgets.chip import ChipSpec

_HEADER = {"article", "name", "brand", "price", "stock"}


class Filtering(QObject):
    """Keeps filter widgets and the question the same.

    Signals:
        changed: the person narrowed or sorted otherwise.
    """

    changed = Signal()

    def __init__(
        self, view: CatalogueView, finding: Finding, context: ScreenContext, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._finding = finding
        self._context = context
        self.suggestion = ""
        self._searched: bool | None = None
        view.sort.chosen.connect(self._on_sort)
        view.tree.chosen.connect(self.set_group)
        view.chips.chosen.connect(self._on_chip)
        view.chips.removed.connect(self._on_removed)
        view.facets.changed.connect(self._on_facets)
        view.grid.sort_requested.connect(self._on_header)
        view.empty.acted.connect(self._on_empty)
        self.show()
        self._show_sort()

    def set_group(self, group: str) -> None:
        """Show one category."""
        self._set(group=group)
        self._view.tree.set_current(group)

    def only_group(self, group: str) -> None:
        """Show one category and nothing else narrowing it."""
        self._view.facets.set_brands(())
        self._view.facets.clear_price()
        self._set(
            group=group, text="", brands=(), in_stock=False, bought=False,
            price_from_e5=None, price_to_e5=None,
        )  # fmt: skip
        self._view.tree.set_current(group)
        self._finding.look()

    def clear(self) -> None:
        """Take every filter away but the category."""
        self._view.facets.set_brands(())
        self._view.facets.clear_price()
        self._context.show_search("", False)
        self._set(
            text="", brands=(), in_stock=False, bought=False, price_from_e5=None, price_to_e5=None
        )

    def toggle_stock(self) -> None:
        """Only what is in stock, or all."""
        self._set(in_stock=not self._finding.query.in_stock)

    def toggle_bought(self) -> None:
        """Only what was bought before, or all."""
        self._set(bought=not self._finding.query.bought)

    def show_group(self) -> None:
        """Put the cursor of the tree on the category in force; forget one that is gone."""
        group = self._finding.query.group
        self._view.tree.set_current(group)
        if group and not self._view.tree.name_of(group):
            self._set(group="")

    def show(self) -> None:
        """Show the question in chips and title."""
        query = self._finding.query
        if self._searched != bool(query.text):
            self._searched = bool(query.text)
            options = _sort_options(searched=self._searched)
            self._view.sort.set_options(options, _sort_key(self._finding))
        specs = [
            ChipSpec(IN_STOCK, tr("In stock"), keep=True),
            ChipSpec(BOUGHT, tr("Bought before"), short=tr("Bought"), keep=True),
        ]
        more: list[ChipSpec] = []
        if query.text:
            words = tr("“{words}”").format(words=query.text)
            more.append(ChipSpec(WORDS, words, removable=True, separated=True))
        for brand in query.brands:
            more.append(ChipSpec(BRAND + brand, brand, removable=True, separated=not more))
        if query.price_from_e5 is not None or query.price_to_e5 is not None:
            more.append(ChipSpec(PRICE, self._price_words(), removable=True, separated=not more))
        on = [IN_STOCK] if query.in_stock else []
        on += [BOUGHT] if query.bought else []
        self._view.show_chips([*specs, *more], on)
        name = self._view.tree.name_of(query.group)
        self._view.header.set_title(name or tr("Catalogue"))

    def _price_words(self) -> str:
        query = self._finding.query
        low = formats.price(query.price_from_e5) if query.price_from_e5 is not None else ""
        high = formats.price(query.price_to_e5) if query.price_to_e5 is not None else ""
        if low and high:
            return tr("{low}–{high} each").format(low=low, high=high)
        if low:
            return tr("from {price} each").format(price=low)
        return tr("up to {price} each").format(price=high)

    def _set(self, **values: object) -> None:
        if self._finding.change(**values):
            self.show()
            self.changed.emit()

    def _on_chip(self, key: str) -> None:
        if key == IN_STOCK:
            self.toggle_stock()
        elif key == BOUGHT:
            self.toggle_bought()
        else:
            self.show()

    def _on_removed(self, key: str) -> None:
        if key == WORDS:
            self._context.show_search("", False)
            self._set(text="")
        elif key == PRICE:
            self._view.facets.clear_price()
            self._set(price_from_e5=None, price_to_e5=None)
        else:
            brands = tuple(b for b in self._finding.query.brands if BRAND + b != key)
            self._view.facets.set_brands(brands)
            self._set(brands=brands)

    def _on_facets(self) -> None:
        low, high = self._view.facets.price_bounds()
        self._set(brands=self._view.facets.brands(), price_from_e5=low, price_to_e5=high)

    def _on_sort(self, key: str) -> None:
        sort, _, way = key.partition(":")
        self._set(sort=sort, descending=way == "down")
        self._show_sort()
        self._view.grid.setFocus()

    def _on_header(self, column: str, descending: bool) -> None:
        self._set(sort=column, descending=descending)
        self._show_sort()

    def _show_sort(self) -> None:
        query = self._finding.query
        shown = query.sort if query.sort in _HEADER else ""
        self._view.grid.set_sort(shown, query.descending)
        self._view.sort.set_current(_sort_key(self._finding))

    def _on_empty(self) -> None:
        if self.suggestion:
            self._context.show_search(self.suggestion, False)
            self._set(text=self.suggestion)
        elif self._finding.query.text and self._finding.query.group:
            self.set_group("")
        else:
            self.clear()


def _sort_key(finding: Finding) -> str:
    query = finding.query
    key = f"{query.sort}:down" if query.descending else query.sort
    return key if key in dict(_sort_options(searched=True)) else query.sort


def _sort_options(*, searched: bool) -> list[tuple[str, str]]:
    return [
        ("rank", tr("Best match") if searched else tr("Catalogue order")),
        ("article", tr("By article")),
        ("name", tr("By name")),
        ("brand", tr("By brand")),
        ("price", tr("Cheapest first")),
        ("price:down", tr("Most expensive first")),
        ("stock:down", tr("Most in stock")),
    ]
