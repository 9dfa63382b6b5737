"""Filters of the catalogue: tree, chips, facets and sort become one question, and show it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from b2bdesk.texts import language, tr
from b2bdesk.ui.frame.context import ScreenContext
from b2bdesk.ui.screens.catalog import chips, news
from b2bdesk.ui.screens.catalog.finding import Finding
from b2bdesk.ui.screens.catalog.view import CatalogueView
from b2bdesk.usecases.facets import Facets
from b2bdesk.usecases.query_names import write_query
from b2bdesk.usecases.rows.facets import FacetsRow
from b2bdesk.usecases.rows.offers import Found

_HEADER = {"article", "name", "brand", "price", "stock"}


class Filtering(QObject):
    """Keeps filter widgets and the question the same.

    Signals:
        changed: the person narrowed or sorted otherwise.
    """

    changed = Signal()

    def __init__(
        self,
        view: CatalogueView,
        finding: Finding,
        context: ScreenContext,
        facets: Facets,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._days = facets
        self._facets = FacetsRow()
        self._finding = finding
        self._context = context
        self._elsewhere, self._plain = 0, ""
        self._awaited = False
        self.without_goods = False
        self._searched: bool | None = None
        view.sort.chosen.connect(self._on_sort)
        view.tree.chosen.connect(self.set_group)
        view.chips.chosen.connect(self._on_chip)
        view.chips.removed.connect(self._on_removed)
        view.facets.changed.connect(self._on_facets)
        view.grid.sort_requested.connect(self._on_header)
        view.empty.acted.connect(self._on_empty)
        for suggested in (view.suggested, view.instead):
            suggested.chosen.connect(self.search_for)
        finding.facets_came.connect(self._on_counted)
        finding.began.connect(self._on_began)
        finding.finished.connect(self._on_finished)
        finding.instead_came.connect(view.offer_instead)
        self.show()
        self._show_sort()

    def set_group(self, group: str) -> None:
        """Show one category; attributes of another one are let go."""
        if group != self._finding.query.group:
            self._set(group=group, attributes=(), ranges=())
        self._view.tree.set_current(group)

    def only_group(self, group: str) -> None:
        """Show one category and nothing else narrowing it."""
        self._set(**chips.NOTHING, group=group)
        self._view.tree.set_current(group)
        self._finding.look()

    def clear(self) -> None:
        """Take every filter away but the category."""
        self._context.show_search("", False)
        self._set(**chips.NOTHING)

    def toggle_stock(self) -> None:
        """Only what is in stock, or all."""
        self._set(in_stock=not self._finding.query.in_stock)

    def toggle_bought(self) -> None:
        """Only what was bought before, or all."""
        self._set(bought=not self._finding.query.bought)

    def toggle_promoted(self) -> None:
        """Only what a promotion of the contract names today, or all."""
        on = self._finding.query.promoted_on is None
        self._set(promoted_on=self._days.today() if on else None)

    def toggle_added(self) -> None:
        """Only what was taken up lately, or all."""
        on = self._finding.query.added_from is None
        self._set(added_from=self._days.news_from() if on else None)

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
        shown = chips.chips_of(query, self._facets)
        self._view.show_chips(shown.specs, shown.on)
        self._view.facets.follow(query)
        name = self._view.tree.name_of(query.group)
        self._view.header.set_title(name or tr("Catalogue"))

    def only_text(self, words: str) -> None:
        """Look for words and conditions alone; nothing chosen before narrows them."""
        self._set(**{**chips.NOTHING, "group": "", "text": words})
        self._view.tree.set_current("")

    def question(self) -> str:
        """The words and all filters as one text of the query language."""
        places = {place.id: place.name for place in self._facets.places}
        groups = self._view.tree.names()
        russian = language() == "ru"
        return write_query(self._finding.query, places, groups, russian=russian)

    def narrow(self, **values: object) -> None:
        """Ask for what these fields of a `Query` say."""
        self._set(**values)

    def search_for(self, words: str) -> None:
        """Look for proposed words everywhere: so they were counted."""
        self._context.show_search(words, False)
        self.only_text(words)
        self._view.goods().setFocus()
        self._awaited = True  # an empty list hides the goods till they come

    def words(self) -> str:
        """What narrows the list, for paper."""
        shown = chips.chips_of(self._finding.query, self._facets)
        told = [each.text for each in shown.specs if each.removable or each.key in shown.on]
        return ", ".join(told)

    def _set(self, **values: object) -> None:
        if self._finding.change(**values):
            self.show()
            self.changed.emit()

    def _on_chip(self, key: str) -> None:
        act = {
            chips.IN_STOCK: self.toggle_stock, chips.BOUGHT: self.toggle_bought,
            chips.PROMOTED: self.toggle_promoted, chips.ADDED: self.toggle_added,
        }.get(key, self.show)  # fmt: skip
        act()

    def _on_removed(self, key: str) -> None:
        changed = chips.without(self._finding.query, key)
        if "text" in changed:
            self._context.show_search(str(changed["text"]), False)
        self._set(**changed)

    def _on_facets(self) -> None:
        self._set(**self._view.facets.wanted())

    def _on_counted(self, facets: FacetsRow) -> None:
        self._facets = facets
        self._view.facets.offer(facets)
        self.show()

    def _on_sort(self, key: str) -> None:
        sort, _, way = key.partition(":")
        self._set(sort=sort, descending=way == "down")
        self._show_sort()
        self._view.goods().setFocus()

    def _on_header(self, column: str, descending: bool) -> None:
        self._set(sort=column, descending=descending)
        self._show_sort()

    def _show_sort(self) -> None:
        query = self._finding.query
        shown = query.sort if query.sort in _HEADER else ""
        self._view.grid.set_sort(shown, query.descending)
        self._view.sort.set_current(_sort_key(self._finding))

    def _on_began(self, found: Found, _rows: object) -> None:
        self._elsewhere, self._plain = found.elsewhere, found.plain
        self._context.search_error(news.wrong_words(found))

    def _on_finished(self, found: Found) -> None:
        if self._awaited and found.total:
            self._view.goods().setFocus()
        self._awaited = False

    def _on_empty(self) -> None:
        if self.without_goods:
            self._context.commands.run("sync.now")
        elif self._elsewhere:
            self.search_for(self._plain)
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
