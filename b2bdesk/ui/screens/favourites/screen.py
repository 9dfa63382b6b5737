"""Избранное wired: conditions are typed into the grid, what came true is told and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from PySide6.QtWidgets import QVBoxLayout

from b2bdesk.domain.watching import LISTED, STOCK, typed_value
from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.currencies import sign
from b2bdesk.texts.errors import describe
from b2bdesk.trade.errors import CodedError, Expected
from b2bdesk.ui.frame.context import Screen, ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels import favourite_rows as words
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.rows import ARTICLE, TEXT, Column, GridRow
from b2bdesk.ui.screens.favourites import keys
from b2bdesk.ui.screens.favourites.view import GOODS, HISTORY, FavouritesView
from b2bdesk.ui.screens.goods_hand import GoodsHand, matches
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.favourites import FavouriteRow, WatchEvent
from b2bdesk.usecases.rows.offers import OfferRow
from b2bdesk.usecases.services import Services

_COLUMNS = "favourites.columns"
_SORTS: dict[str, Callable[[FavouriteRow], tuple[bool, object]]] = {
    "article": lambda row: (False, row.kept.article),
    "name": lambda row: (False, row.kept.name),
    "stock": lambda row: _known(row.offer, "stock_e3"),
    "price": lambda row: _known(row.offer, "price_e5"),
}


@dataclass(frozen=True, slots=True)
class _Read:
    rows: tuple[FavouriteRow, ...]
    events: tuple[WatchEvent, ...]


class FavouritesScreen(Screen):
    """Favourites."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        known = services.account.context()
        self.rows = words.favourites_model(sign(known.contract.currency if known else "RUB"), self)
        self._events: ListRowModel[WatchEvent] = ListRowModel(
            _event_columns(), attrgetter("id"), _event_row, self
        )
        self.view = FavouritesView(self.rows, self._events)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.setFocusProxy(self.view.grid)
        parts = (self.view.grid, self.rows, self.view.bar)
        self.hand = GoodsHand(context, services, parts, self._offer, "favourites")
        self._read: _Read = _Read((), ())
        self._page, self._words, self._sort = GOODS, "", ("", False)
        context.commands.add(*keys.commands(self._acts()))
        self._connect()

    def _acts(self) -> dict[str, Callable[[], object]]:
        return {
            "remove": self._remove, "export": self._export, "print": self._print,
            "history": partial(self._turn, HISTORY), "goods": partial(self._turn, GOODS),
            "undo": self.hand.undo, "card": self._card,
        }  # fmt: skip

    def _connect(self) -> None:
        view, grid = self.view, self.view.grid
        grid.edited.connect(self._on_edited)
        grid.toggled.connect(self._on_toggled)
        grid.cleared.connect(self._on_cleared)
        grid.deleted.connect(self._on_deleted)
        grid.sort_requested.connect(self._on_sort)
        grid.layout_changed.connect(partial(self._context.settings.set, _COLUMNS))
        saved = self._context.settings.get(_COLUMNS)
        if isinstance(saved, dict):
            grid.layout_columns.restore(saved)
        view.chips.chosen.connect(self._on_filter)
        view.pages.chosen.connect(self._turn)
        view.export.clicked.connect(self._export)
        view.print.clicked.connect(self._print)
        view.empty.acted.connect(partial(self._context.navigate, "catalog"))
        view.events.opened.connect(self._on_event)
        view.events.entered.connect(self._on_event)
        self._context.hub.changed.connect(self._on_news)

    def arrive(self, args: dict[str, object]) -> None:
        """Show the goods; `page` = history shows what came true, `filter` chooses a chip."""
        self._page = HISTORY if args.get("page") == HISTORY else GOODS
        if args.get("filter"):
            self.view.chips.set_checked(str(args["filter"]))
        self.hand.arrive()
        self._reload()
        self._context.runner.run(self._services.favourites.see, on="write", owner=self)
        self.view.grid.setFocus()

    def search(self, words_: str) -> bool:
        """As you type in the header: among the favourites."""
        self._words = words_.strip()
        self._show_rows()
        return True

    def _reload(self) -> None:
        self._context.runner.run(
            partial(_read, self._services), self._show, lane="favourites", owner=self
        )

    def _show(self, read: _Read) -> None:
        self._read = read
        if self._context.settings.get(_COLUMNS) is None and any(row.freshest for row in read.rows):
            # goods with a day to be used by: waiting for a later one is offered without asking
            self.view.grid.layout_columns.set_hidden(words.GOOD_UNTIL, hidden=False)
        self.view.chips.set_chips(words.chips(read.rows))
        if not self.view.chips.checked():
            self.view.chips.set_checked(words.ALL)
        self._events.set_rows(read.events)
        self._turn(self._page)
        self._show_rows()

    def _show_rows(self) -> None:
        rows = self._shown()
        self.rows.set_rows(rows)
        facts = trn("{n} item", "{n} items", len(self._read.rows))
        self.view.header.set_facts(facts.format(n=formats.number(len(self._read.rows))))
        if rows and self.view.grid.current_key() is None:
            self.view.grid.go_to_row(0, "name")

    def _shown(self) -> list[FavouriteRow]:
        key = next(iter(self.view.chips.checked()), words.ALL)
        rows = [
            row
            for row in self._read.rows
            if words.belongs(row, key)
            and matches(self._words, row.kept.article, row.kept.name, row.kept.list_name)
        ]
        column, descending = self._sort
        if column in _SORTS:
            rows.sort(key=_SORTS[column], reverse=descending)
        return rows

    def _turn(self, page: str) -> None:
        self._page = page
        self.view.show_page(page, empty=not self._read.rows, quiet=not self._read.events)

    def _offer(self, key: object) -> OfferRow | None:
        row = self.rows.raw(str(key))
        offer = row.offer if row is not None else None
        if offer is None or offer.status == "deleted" or not offer.in_assortment:
            return None
        return offer

    def _on_edited(self, key: object, column: str, text: str) -> None:
        item_id = str(key)
        if column == words.LIST:
            self._write(partial(self._services.favourites.set_list, [item_id], text))
        elif column in words.RULE_OF:
            self._set(item_id, column, text)

    def _set(self, item_id: str, column: str, text: str) -> None:
        kind = words.RULE_OF[column]
        value = typed_value(kind, text)
        if value is None:
            self._refuse(item_id, column, tr("“{text}” does not read").format(text=text))
        elif value:
            self.rows.set_pending(item_id, column, text)
            self._write(
                partial(self._services.favourites.set_rule, item_id, kind, value),
                partial(self._on_refused, item_id, column),
            )
        else:
            self._write(partial(self._services.favourites.drop_rule, item_id, kind))

    def _on_toggled(self, key: object, on: bool) -> None:
        item_id = str(key)
        row = self.rows.raw(item_id)
        if row is None:
            return
        if on:
            gone = row.offer is None or not row.offer.in_assortment or row.offer.status == "deleted"
            kind = LISTED if gone else STOCK
            self._write(partial(self._services.favourites.set_rule, item_id, kind))
            return
        for kind in (STOCK, LISTED):
            if kind in row.rules:
                self._write(partial(self._services.favourites.drop_rule, item_id, kind))

    def _on_cleared(self, cleared: list[object], column: str) -> None:
        for key in cleared:
            if column in words.RULE_OF:
                kind = words.RULE_OF[column]
                self._write(partial(self._services.favourites.drop_rule, str(key), kind))
            elif column == words.LIST:
                self._write(partial(self._services.favourites.set_list, [str(key)], ""))

    def _on_refused(self, item_id: str, column: str, error: BaseException) -> bool:
        if not isinstance(error, Expected):
            return False
        self._refuse(item_id, column, describe(error.code, error.params).one_line())
        return True

    def _refuse(self, item_id: str, column: str, reason: str) -> None:
        self.rows.settle(item_id)
        self.view.bar.tell(reason, "bad")

    def _write(
        self,
        work: Callable[[], object],
        failed: Callable[[BaseException], bool] | None = None,
    ) -> None:
        self._context.runner.run(work, on="write", failed=failed, owner=self)

    def _remove(self) -> None:
        keys_ = list(self.view.grid.selected_keys())
        current = self.view.grid.current_key()
        self._on_deleted(keys_ or ([current] if current is not None else []))

    def _on_deleted(self, deleted: Sequence[object]) -> None:
        gone = [row for key in deleted if (row := self.rows.raw(str(key))) is not None]
        if not gone:
            return
        self._write(partial(self._services.favourites.remove, [row.kept.item_id for row in gone]))
        text = trn("{n} item taken out of favourites", "{n} items taken out of favourites",
                   len(gone))  # fmt: skip
        self._context.toast(
            ToastSpec(text.format(n=len(gone)), action=tr("Undo"), run=partial(self._restore, gone))
        )

    def _restore(self, rows: Sequence[FavouriteRow]) -> None:
        self._write(partial(self._services.favourites.restore, rows))

    def _on_filter(self, _key: str) -> None:
        self._show_rows()

    def _on_sort(self, column: str, descending: bool) -> None:
        self._sort = (column, descending)
        self.view.grid.set_sort(column, descending)
        self._show_rows()

    def _card(self) -> None:
        self.hand.open_card(self.view.grid.current_key())

    def _on_event(self, key: object) -> None:
        event = self._events.raw(key) if isinstance(key, int) else None
        if event is not None:
            self._context.navigate("catalog", item=event.item_id)

    def _export(self) -> None:
        self.hand.save_as(self, words.table(tr("Favourites"), self._shown()))

    def _print(self) -> None:
        self.hand.print_out(words.table(tr("Favourites"), self._shown()))

    def _on_news(self, change: ChangeSet) -> None:
        if not self.isVisible():
            return
        self.hand.heard(change)
        if change.touches("favourites", "context", "prices", "stock", "catalogue"):
            self._reload()


def _read(services: Services) -> _Read:
    try:
        return _Read(services.favourites.rows(), services.favourites.events())
    except CodedError:
        return _Read((), ())


def _known(offer: OfferRow | None, name: str) -> tuple[bool, object]:
    value = getattr(offer, name) if offer is not None else None
    return value is None, value or 0


def _event_columns() -> list[Column]:
    return [
        Column("at", tr("When"), TEXT, 130, weak=True),
        Column("article", tr("Article"), ARTICLE, 160),
        Column("name", tr("Name"), TEXT, 280, stretch=True, min_width=170, max_width=4000),
        Column("what", tr("What came true"), TEXT, 320, stretch=True, min_width=200),
    ]


def _event_row(event: WatchEvent, _number: int) -> GridRow:
    local = event.at.astimezone()
    return GridRow(
        event.id,
        {
            "at": f"{formats.date(local.date())} {formats.clock(local)}",
            "article": event.article,
            "name": event.name,
            "what": words.event_words(event),
        },
    )
