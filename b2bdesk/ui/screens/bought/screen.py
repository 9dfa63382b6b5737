"""Покупали раньше wired: what was bought, what it suggests, the usual quantity with one key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.currencies import sign
from b2bdesk.ui.frame.commands import CART, EDIT, FILE, Command
from b2bdesk.ui.frame.context import Screen, ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels import bought_rows as words
from b2bdesk.ui.itemmodels.bought_rows import Shown
from b2bdesk.ui.screens.bought.view import BoughtView
from b2bdesk.ui.screens.goods_hand import GoodsHand, matches
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.ports.tables import Table
from b2bdesk.usecases.rows.bought import AddressCount, BoughtFilter
from b2bdesk.usecases.rows.carts import AddResult, NewLine
from b2bdesk.usecases.rows.offers import OfferRow
from b2bdesk.usecases.services import Services

_COLUMNS = "bought.columns"
_EVERY = "*"
_SORTS: dict[str, Callable[[Shown], tuple[object, ...]]] = {
    "article": lambda shown: (shown.row.article,),
    "name": lambda shown: (shown.row.name,),
    "times": lambda shown: (shown.row.times,),
    "last": lambda shown: (shown.row.last,),
    "year": lambda shown: (shown.row.total_e3,),
}


@dataclass(frozen=True, slots=True)
class _Read:
    rows: tuple[Shown, ...]
    addresses: tuple[AddressCount, ...]


class BoughtScreen(Screen):
    """Goods bought before."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        known = services.account.context()
        self.rows = words.bought_model(sign(known.contract.currency if known else "RUB"), self)
        self.view = BoughtView(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.setFocusProxy(self.view.grid)
        parts = (self.view.grid, self.rows, self.view.bar)
        self.hand = GoodsHand(context, services, parts, self._offer, "bought")
        self._read = _Read((), ())
        self._wanted, self._address, self._words = "", "", ""
        self._sort = ("", False)
        context.commands.add(*self._commands())
        self._connect()

    def _commands(self) -> list[Command]:
        table = [
            ("take", tr("Take what is suggested"), self._take_all, ("Ctrl+Shift+A",), CART,
             "shopping-cart-plus"),
            ("star", tr("Put into favourites"), self._star, ("Ctrl+Shift+D",), EDIT, "star"),
            ("undo", tr("Undo in the cart"), self.hand.undo, ("Ctrl+Z",), EDIT, "arrow-back-up"),
            ("export", tr("Save as a spreadsheet"), self._export, ("Ctrl+Shift+E",), FILE,
             "file-spreadsheet"),
            ("print", tr("Print the list"), self._print, ("Ctrl+P",), FILE, "printer"),
            ("card", tr("Show in the catalogue"), self._card, (), CART, "layout-grid"),
        ]  # fmt: skip
        return [
            Command(f"bought.{name}", title, run, shortcuts, "bought", menu, icon)
            for name, title, run, shortcuts, menu, icon in table
        ]

    def _connect(self) -> None:
        view, grid = self.view, self.view.grid
        grid.action_triggered.connect(self._on_action)
        grid.sort_requested.connect(self._on_sort)
        grid.layout_changed.connect(partial(self._context.settings.set, _COLUMNS))
        saved = self._context.settings.get(_COLUMNS)
        if isinstance(saved, dict):
            grid.layout_columns.restore(saved)
        view.chips.chosen.connect(self._on_filter)
        view.entity.chosen.connect(self._on_entity)
        view.address.chosen.connect(self._on_address)
        view.take.clicked.connect(self._take_all)
        view.export.clicked.connect(self._export)
        view.print.clicked.connect(self._print)
        view.empty.acted.connect(partial(self._context.navigate, "catalog"))
        self._context.hub.changed.connect(self._on_news)

    def arrive(self, args: dict[str, object]) -> None:
        """Show what was bought; `filter` chooses a chip (due, together, regular)."""
        self._offer_entities()
        if args.get("filter"):
            self.view.chips.set_checked(str(args["filter"]))
        self.hand.arrive()
        self._reload()
        self.view.grid.setFocus()

    def search(self, words_: str) -> bool:
        """As you type in the header: among what was bought."""
        self._words = words_.strip()
        self._show_rows()
        return True

    def _offer_entities(self) -> None:
        options = [(row.id, row.name) for row in self._services.account.entities()]
        context = self._services.account.context()
        here = context.entity.id if context else _EVERY
        self._wanted = self._wanted or here
        self.view.entity.set_options([*options, (_EVERY, tr("All legal entities"))], self._wanted)
        self.view.entity.setVisible(len(options) > 1)

    def _filter(self) -> BoughtFilter:
        entity = "" if self._wanted == _EVERY else self._wanted
        return BoughtFilter(entity, self._address)

    def _reload(self) -> None:
        self._context.runner.run(
            partial(_read, self._services, self._filter()), self._show, lane="bought", owner=self
        )

    def _show(self, read: _Read) -> None:
        self._read = read
        kind = next(iter(self.view.chips.checked()), words.ALL)
        specs = words.chips(read.rows)
        self.view.chips.set_chips(specs)
        counts = {spec.key: spec.count for spec in specs}
        self.view.chips.set_checked(kind if counts.get(kind) else words.ALL)
        options = [(_EVERY, tr("All addresses"))]
        options += [(each.address, each.address) for each in read.addresses]
        self.view.address.set_options(options, self._address or _EVERY)
        self.view.address.setVisible(len(read.addresses) > 1)
        facts = trn("{n} item", "{n} items", len(read.rows))
        self.view.header.set_facts(facts.format(n=formats.number(len(read.rows))))
        suggested = sum(shown.advice is not None for shown in read.rows)
        self.view.take.set_enabled(bool(suggested), tr("Nothing is suggested now"))
        self._show_rows()

    def _show_rows(self) -> None:
        rows = self._shown()
        self.rows.set_rows(rows)
        self.view.show_empty(not self._read.rows)
        if rows and self.view.grid.current_key() is None:
            self.view.grid.go_to_row(0, "name")

    def _shown(self) -> list[Shown]:
        kind = next(iter(self.view.chips.checked()), words.ALL)
        rows = [
            shown
            for shown in self._read.rows
            if (kind == words.ALL or (shown.advice is not None and shown.advice.reason == kind))
            and matches(self._words, shown.row.article, shown.row.name)
        ]
        column, descending = self._sort
        if column in _SORTS:
            rows.sort(key=_SORTS[column], reverse=descending)
        return rows

    def _offer(self, key: object) -> OfferRow | None:
        shown = self.rows.raw(str(key))
        offer = shown.row.offer if shown is not None else None
        return offer if words.orderable(offer) else None

    def _on_action(self, key: object, action: str) -> None:
        shown, offer = self.rows.raw(str(key)), self._offer(key)
        if action == words.TAKE and shown is not None and offer is not None:
            self.hand.ordering.order(offer, shown.row.typical_e3)

    def _take_all(self) -> None:
        """The usual quantity of everything suggested that is shown, as one step."""
        chosen = [
            shown
            for shown in self._shown()
            if shown.advice is not None and not self.rows.quantity(shown.item_id)
        ]
        lines = [
            NewLine(shown.item_id, shown.row.typical_e3, shown.row.offer.okei)
            for shown in chosen
            if shown.row.offer is not None
        ]
        cart = self.hand.ordering.cart
        if not lines or cart is None:
            return
        self._context.runner.run(
            partial(self._services.carts.add_lines, cart.id, lines, "repeat"),
            self._on_taken, on="write", owner=self,
        )  # fmt: skip

    def _on_taken(self, result: AddResult) -> None:
        count = result.added + result.summed
        text = trn("{n} line is in the cart", "{n} lines are in the cart", count)
        self._context.toast(
            ToastSpec(
                text.format(n=formats.number(count)), action=tr("Undo"), run=self.hand.undo,
                key="Ctrl+Z",
            )
        )  # fmt: skip

    def _star(self) -> None:
        key = self.view.grid.current_key()
        if key is not None and self._offer(key) is not None:
            self._context.runner.run(
                partial(self._services.favourites.add, [str(key)]),
                self._on_starred, on="write", owner=self,
            )  # fmt: skip

    def _on_starred(self, _changes: object) -> None:
        self._context.toast(ToastSpec(tr("In favourites")))

    def _on_filter(self, _key: str) -> None:
        self._show_rows()

    def _on_entity(self, key: str) -> None:
        self._wanted, self._address = key, ""
        self._reload()

    def _on_address(self, key: str) -> None:
        self._address = "" if key == _EVERY else key
        self._reload()

    def _on_sort(self, column: str, descending: bool) -> None:
        self._sort = (column, descending)
        self.view.grid.set_sort(column, descending)
        self._show_rows()

    def _card(self) -> None:
        self.hand.open_card(self.view.grid.current_key())

    def _table(self) -> Table:
        return words.table(tr("Bought earlier"), "", self._shown())

    def _export(self) -> None:
        self.hand.save_as(self, self._table())

    def _print(self) -> None:
        self.hand.print_out(self._table())

    def _on_news(self, change: ChangeSet) -> None:
        if change.touches("context"):
            self._wanted = self._address = ""
        if not self.isVisible():
            return
        self.hand.heard(change)
        if change.touches("context"):
            self._offer_entities()
        elsewhere = change.touches("carts") and change.initiator != "bought"
        if elsewhere or change.touches("context", "orders", "prices", "stock", "catalogue"):
            self._reload()


def _read(services: Services, wanted: BoughtFilter) -> _Read:
    advice = {each.row.item_id: each for each in services.bought.advice(wanted)}
    today = dt.datetime.now().astimezone().date()
    rows = [
        Shown(row, advice.get(row.item_id), today) for row in services.bought.rows(wanted)
    ]  # fmt: skip
    rows.sort(key=_first_suggested(list(advice)))
    entity = wanted.entity_id
    return _Read(tuple(rows), services.bought.addresses(entity) if entity else ())


def _first_suggested(order: Sequence[str]) -> Callable[[Shown], int]:
    """What is suggested on top, in the order of the suggestions; the rest as it was."""
    places = {item_id: place for place, item_id in enumerate(order)}

    def place(shown: Shown) -> int:
        return places.get(shown.item_id, len(places))

    return place
