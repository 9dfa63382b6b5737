"""Каталог wired: the question, the rows, quantities into the active cart, cards, what is kept.

Digits in any cell order, letters search, Space opens the card, Enter the whole one (UX §5).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.texts import formats, tr
from b2bdesk.texts.currencies import sign
from b2bdesk.trade.errors import Expected
from b2bdesk.ui.frame.context import Screen, ScreenContext
from b2bdesk.ui.itemmodels.catalogue_rows import (
    LIST,
    QUANTITY_COLUMN,
    TABLE,
    TILES,
    CatalogueRows,
    first_layout,
)  # fmt: skip
from b2bdesk.ui.screens.catalog import keys, news
from b2bdesk.ui.screens.catalog.card import Terms
from b2bdesk.ui.screens.catalog.cards import Cards
from b2bdesk.ui.screens.catalog.exporting import Exporting
from b2bdesk.ui.screens.catalog.filtering import Filtering
from b2bdesk.ui.screens.catalog.finding import Finding
from b2bdesk.ui.screens.catalog.locating import Locating
from b2bdesk.ui.screens.catalog.pictures import LARGE, Thumbnails
from b2bdesk.ui.screens.catalog.view import CatalogueView
from b2bdesk.ui.screens.goods_paste import GoodsPaste
from b2bdesk.ui.screens.ordering import Ordering
from b2bdesk.ui.screens.starring import Starring
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.carts import Totals
from b2bdesk.usecases.rows.offers import Found, OfferRow
from b2bdesk.usecases.services import Services

_COLUMNS, _DENSITY, _VIEW, STATE = (
    "catalog.columns", "catalog.density", "catalog.view", "catalog.state",
)  # fmt: skip


class CatalogueScreen(Screen):
    """The catalogue."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        known = services.account.context()
        mark = sign(known.contract.currency if known else "RUB")
        self.rows = CatalogueRows(mark, context.runner, services.search, self)
        self.view = CatalogueView(self.rows, mark, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.setFocusProxy(self.view.grid)
        self.finding = Finding(services.search, services.facets, context.runner, self)
        self.finding.restore(context.settings.get(STATE))
        self.ordering = Ordering(services.carts, self.rows, context.runner, self)
        self.filtering = Filtering(self.view, self.finding, context, services.facets, self)
        self.locating = Locating(context, services, self.view, self.filtering, self.ordering)
        self.cards = Cards(context, services, self.view, self.ordering, self.rows)
        self.star = Starring(context, services.favourites, self._item, "catalog", self)
        self.star.stars_read.connect(self._on_stars)
        self.cards.starred.connect(self.star.toggle_item)
        self.exporting = Exporting(context, services, self.view, self.rows, self.filtering)
        self.pasting = GoodsPaste(context, services, "catalog", self)
        self.pictures = Thumbnails(services.catalogue, context.runner, self)
        self.large = Thumbnails(services.catalogue, context.runner, self, LARGE)
        self._bars = (self.view.bar, self.view.page.bar)
        self._stale = True
        self._facts = news.Facts()
        self._nothing: Found | None = None
        self._view_name = LIST
        context.commands.add(*keys.commands(self._acts()))
        self._connect()
        self._density = str(context.settings.get(_DENSITY, "compact"))
        self.view.tiles.set_density(self._density)
        self.show_view(str(context.settings.get(_VIEW, LIST)))

    def _acts(self) -> dict[str, keys.Run]:
        return {
            "undo": self.ordering.undo, "redo": partial(self.ordering.undo, again=True),
            "card": self.cards.toggle, "full": self.cards.open_page,
            "instead": self.cards.to_analogues, "cart": self._open_cart,
            "excel": self.exporting.to_excel, "print": self.exporting.to_paper,
            "variants": self.cards.open_variants,
            "promoted": self.filtering.toggle_promoted, "added": self.filtering.toggle_added,
            "in_stock": self.filtering.toggle_stock, "bought": self.filtering.toggle_bought,
            "clear": self.filtering.clear, "escape": self._escape,
            "list": partial(self.show_view, LIST), "table": partial(self.show_view, TABLE),
            "tiles": partial(self.show_view, TILES),
            "compact": partial(self.set_density, "compact"),
            "normal": partial(self.set_density, "normal"),
            "roomy": partial(self.set_density, "roomy"),
            "tree": self.view.tree.setFocus,
            "before": partial(self._step_item, -1), "after": partial(self._step_item, 1),
        }  # fmt: skip

    def _connect(self) -> None:
        view, grid = self.view, self.view.grid
        for goods in (grid, view.tiles):
            goods.edited.connect(self._on_edited)
            goods.stepped.connect(self._on_stepped)
            goods.cleared.connect(self._on_cleared)
            goods.letters_typed.connect(self._on_letters)
            goods.card_requested.connect(self._on_space)
            goods.entered.connect(self._on_entered)
            goods.opened.connect(self._on_entered)
            goods.current_key_changed.connect(partial(self._on_current, goods))
        grid.accepts_paste = True
        grid.pasted.connect(self.pasting.paste)
        grid.set_pictures(self.pictures.get)
        self.pictures.arrived.connect(grid.viewport().update)
        view.tiles.set_pictures(self.large.sized)
        self.large.arrived.connect(view.tiles.viewport().update)
        grid.layout_changed.connect(self._on_layout)
        view.views.chosen.connect(self._on_view)
        view.columns.clicked.connect(self._on_columns)
        view.excel.clicked.connect(self.exporting.to_excel)
        view.print.clicked.connect(self.exporting.to_paper)
        for bar in self._bars:
            bar.open.clicked.connect(self._open_cart)
        view.page.stepped_item.connect(self._step_item)
        self.finding.began.connect(self._on_began)
        self.finding.finished.connect(self._on_finished)
        self.filtering.changed.connect(self._on_filtered)
        self.ordering.cart_read.connect(self._on_cart)
        self.ordering.ordered.connect(self._on_ordered)
        self.ordering.told.connect(view.bar.tell)
        self.cards.item_wanted.connect(self.locating.show_item)
        self._context.hub.changed.connect(self._on_news)

    def arrive(self, args: dict[str, object]) -> None:
        """Show the catalogue; `item` (id), `search` (words), `group` (id) say what of it."""
        if self._stale:
            self._stale = False
            self._read_groups()
            self.ordering.read()
            self.star.read()
            self.finding.look()
        if args.get("item"):
            self.locating.find(str(args["item"]))
        elif args.get("search"):
            words = str(args["search"])
            self._context.show_search(words, False)
            if args.get("anew"):
                self.filtering.only_text(words)
            self.search(words)
        elif args.get("group"):
            self.filtering.set_group(str(args["group"]))
        if not self.view.page_shown() and not args.get("search"):
            self.view.goods().setFocus()

    def search(self, words: str) -> bool:
        """As you type in the header."""
        if self.view.page_shown():
            self.view.show_page(False)
        self.locating.goal = -1
        self.finding.change(text=words.strip())
        self.filtering.show()
        return True

    def question(self) -> str:
        """The words and the filters, to be kept as a search."""
        return self.filtering.question()

    def search_entered(self, words: str) -> bool:
        """Enter: to the first hit."""
        self.search(words)
        if self.view.take_instead():
            return True
        self.view.goods().go_to_row(0, QUANTITY_COLUMN)
        self.view.goods().setFocus()
        return True

    def scanned(self, code: str) -> bool:
        """A scan adds one multiple of its item and shows it."""
        self.locating.scan(code)
        return True

    def show_view(self, name: str) -> None:
        """With pictures, or the plain table; each keeps its own columns."""
        name = name if name in (LIST, TABLE, TILES) else LIST
        before = self.view.tiles if self._view_name == TILES else self.view.grid
        here, self._view_name = before.current_key(), name
        self._context.settings.set(_VIEW, name)
        self.view.views.set_current(name)
        layout = self.view.grid.layout_columns
        layout.set_columns(self.rows.columns)
        saved = self._context.settings.get(f"{_COLUMNS}.{name}")
        layout.restore(
            saved if isinstance(saved, Mapping) else first_layout(name, self.rows.columns)
        )
        self.rows.set_two_line(name != TABLE)
        self.view.grid.freeze("article")
        self.view.grid.set_two_line(name == LIST, self._density)
        self.view.refold()
        if here is not None:
            self.view.goods().go_to(here, QUANTITY_COLUMN)

    def _on_view(self, name: str) -> None:
        self.show_view(name)
        self.view.goods().setFocus()

    def set_density(self, density: str) -> None:
        """Height of the rows."""
        self._density = density
        self._context.settings.set(_DENSITY, density)
        self.view.grid.set_density(density)
        self.view.tiles.set_density(density)

    def _offer(self, key: object) -> OfferRow | None:
        return self.rows.raw(key) if isinstance(key, int) else None

    def _on_stars(self, item_ids: frozenset[str]) -> None:
        self.rows.set_stars(item_ids)
        self.cards.show_stars()

    def _item(self) -> tuple[str, str] | None:
        if self.view.page_shown():
            return self.cards.item()
        offer = self._offer(self.view.goods().current_key())
        return (offer.id, offer.name) if offer is not None else None

    def _on_edited(self, key: object, _column: str, text: str) -> None:
        offer = self._offer(key)
        if offer is not None:
            self.ordering.type(offer, text)

    def _on_stepped(self, key: object, _column: str, direction: int) -> None:
        offer = self._offer(key)
        if offer is not None:
            self.ordering.step(offer, direction)

    def _on_cleared(self, cleared: list[object], column: str) -> None:
        if column == QUANTITY_COLUMN:
            chosen = set(cleared)  # a whole column may have a million
            for offer in self.rows.read_rows():
                if offer.n in chosen and self.rows.quantity(offer.id):
                    self.ordering.order(offer, 0)

    def _on_current(self, goods: QWidget, key: object) -> None:
        if goods is self.view.goods():
            self.cards.look_at(key if isinstance(key, int) else None)

    def _on_letters(self, typed: str) -> None:
        self._context.show_search(typed, True)

    def _on_space(self, _key: object) -> None:
        self.cards.toggle()

    def _on_entered(self, _key: object) -> None:
        self.cards.open_page()

    def _on_layout(self, state: dict[str, object]) -> None:
        self._context.settings.set(f"{_COLUMNS}.{self._view_name}", state)

    def _on_columns(self) -> None:
        self.view.grid.open_columns(self.view.columns)

    def _on_filtered(self) -> None:
        self.locating.goal = -1
        self._context.settings.set(STATE, self.finding.saved())

    def _on_began(self, found: Found, rows: list[OfferRow]) -> None:
        self.rows.marked = found.corrected or self.finding.query.text
        same = len(self.rows.ids()) > len(found.ns) and self.rows.ids()[: len(found.ns)] == found.ns
        if not same:
            self.rows.set_ids(found.ns, rows)
            if self.locating.goal < 0:
                self.view.goods().go_to_row(0, QUANTITY_COLUMN)
        self._tell_found(found)

    def _on_finished(self, found: Found) -> None:
        if not self.rows.grow(found.ns):
            self.rows.set_ids(found.ns)
        self._tell_found(found)
        self.locating.reached()

    def _tell_found(self, found: Found) -> None:
        self.filtering.show()
        self.view.header.set_facts(news.found_words(found, self.finding.query.text))
        self._nothing = None if found.total else found
        if found.total:
            self.view.show_empty("")
            return
        if self.view.card_shown() and not self.view.docked():
            self.view.set_card(False)  # it would lie over the words below
        words = news.no_goods_words(self._facts)
        self.filtering.without_goods = bool(words[0])
        title, note, action = words if words[0] else news.empty_words(found, self.finding)
        self.view.empty.set_actions(action)
        self.view.show_empty(title, note)

    def _on_cart(self, _cart: object) -> None:
        cart = self.ordering.cart
        if cart is not None:
            for bar in self._bars:
                bar.show_cart(*news.cart_words(cart.name, cart.totals))

    def _on_ordered(self, _offer: OfferRow, _quantity: int, totals: Totals) -> None:
        cart = self.ordering.cart
        if cart is not None:
            for bar in self._bars:
                bar.show_cart(*news.cart_words(cart.name, totals))

    def _open_cart(self) -> None:
        self._context.navigate("order")

    def _escape(self) -> None:
        if self.exporting.close() or self.cards.close():
            return
        if self.finding.query.text:
            self._context.show_search("", False)
            self.search("")
        self.view.goods().setFocus()

    def _step_item(self, direction: int) -> None:
        grid = self.view.goods()
        row = self.rows.row_of(grid.current_key() or -1) + direction
        if 0 <= row < self.rows.row_total():
            grid.go_to_row(row)

    def _on_news(self, change: ChangeSet) -> None:
        """Ask anew, what is seen first: the rows, then the cart, the card, the tree."""
        if change.touches("context", "catalogue"):
            self.finding.look()
        if change.touches("context", "catalogue", "prices", "stock"):
            # the same numbers may be other rows now
            self._refresh_terms(moved_only=not change.touches("context"))
        if change.touches("context") or (change.touches("carts") and change.initiator != "catalog"):
            self.ordering.read()
        if change.touches("sync", "prices", "stock", "context", "catalogue"):
            self._read_groups()
        if change.touches("sync", "prices", "stock", "context"):
            self.pictures.try_again()
            self.large.try_again()

    def _refresh_terms(self, moved_only: bool = False) -> None:
        self.rows.refresh(moved_only=moved_only)
        self.cards.read()

    def _read_groups(self) -> None:
        self._context.runner.run(
            partial(news.read_facts, self._services), self._on_facts, lane="catalog.groups",
            failed=_no_contract, owner=self,
        )  # fmt: skip

    def _on_facts(self, facts: news.Facts) -> None:
        self._facts = facts
        if self._nothing is not None:
            self._tell_found(self._nothing)
        self.view.tree.set_groups(facts.groups, facts.total or 0)
        self.view.fit_tree()
        self.filtering.show_group()
        self.cards.set_terms(
            Terms(
                facts.contract, facts.currency, facts.vat_included, facts.prices_at, facts.stock_at
            )
        )
        title = tr("Price, {sign}").format(sign=sign(facts.currency))
        if facts.prices_at is not None:
            title = tr("Price · {time}").format(time=formats.clock(facts.prices_at.astimezone()))
        self.view.grid.rename_column("price", title)
        self.filtering.show()


def _no_contract(error: BaseException) -> bool:
    return isinstance(error, Expected)
