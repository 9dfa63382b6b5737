"""Что изменилось wired: one look per question; kinds are chips over what was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.currencies import sign
from b2bdesk.ui.frame.context import Screen, ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels import radar_rows as words
from b2bdesk.ui.itemmodels.radar_rows import RadarRows
from b2bdesk.ui.itemmodels.rows import Key
from b2bdesk.ui.screens.goods_hand import GoodsHand
from b2bdesk.ui.screens.radar import keys, looking
from b2bdesk.ui.screens.radar.view import BOUGHT, EVERYTHING, FAVOURITES, MONTH, WEEK, RadarView
from b2bdesk.ui.widgets.money_bars import MoneyBar
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.ports.tables import Table
from b2bdesk.usecases.rows.offers import OfferRow
from b2bdesk.usecases.rows.radar import (
    DATE,
    FELL,
    ORDER,
    PURCHASE,
    ROSE,
    SYNC,
    Change,
    RadarFound,
    RadarQuery,
)
from b2bdesk.usecases.services import Services

_COLUMNS, _STATE = "radar.columns", "radar.since"
_SPANS = {WEEK: 7, MONTH: 30}


class RadarScreen(Screen):
    """The price radar."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        known = services.account.context()
        mark = sign(known.contract.currency if known else "RUB")
        self.rows = RadarRows(mark, context.runner, services.radar, self)
        self.view = RadarView(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.setFocusProxy(self.view.grid)
        parts = (self.view.grid, self.rows, self.view.bar)
        self.hand = GoodsHand(context, services, parts, self._offer, "radar", self._key)
        self._found: RadarFound | None = None
        self._query = self._asked = RadarQuery()
        context.commands.add(*keys.commands(self._acts()))
        self._connect()
        self._choose(str(context.settings.get(_STATE, SYNC)))

    def _acts(self) -> dict[str, Callable[[], object]]:
        return {
            "undo": self.hand.undo, "star": self._star, "export": self._export,
            "print": self._print, "card": self._card, "sync": partial(self._since, SYNC),
            "order": partial(self._since, ORDER), "purchase": partial(self._since, PURCHASE),
        }  # fmt: skip

    def _connect(self) -> None:
        view = self.view
        view.since.chosen.connect(self._since)
        view.date.date_changed.connect(self._on_date)
        view.chips.chosen.connect(self._on_kind)
        view.mine.chosen.connect(self._on_mine)
        view.group.chosen.connect(self._on_group)
        view.brand.chosen.connect(self._on_brand)
        view.contract.chosen.connect(self._on_contract)
        view.export.clicked.connect(self._export)
        view.print.clicked.connect(self._print)
        view.empty.acted.connect(partial(self._since, PURCHASE))
        view.bars.chosen.connect(self._on_bar)
        view.grid.layout_changed.connect(partial(self._context.settings.set, _COLUMNS))
        saved = self._context.settings.get(_COLUMNS)
        if isinstance(saved, dict):
            view.grid.layout_columns.restore(saved)
        self._context.hub.changed.connect(self._on_news)

    def arrive(self, args: dict[str, object]) -> None:
        """Look; `since` (one of the choices, or a day as 2026-11-22) and `kind` choose what."""
        self._offer_contracts()
        since = str(args.get("since") or "")
        if since[:1].isdigit():
            self.view.date.set_date(dt.date.fromisoformat(since))
            since = DATE
        if since:
            self._choose(since)
        self.view.chips.set_checked(str(args.get("kind") or words.ALL))
        self.hand.arrive()
        self._look()
        self.view.grid.setFocus()

    def _choose(self, since: str) -> None:
        """Set the question's beginning, without asking it."""
        self.view.since.set_current(since)
        self.view.place_side()
        day: dt.date | None = None
        if since in _SPANS:
            day = _today() - dt.timedelta(days=_SPANS[since])
            self._query = replace(self._query, since=DATE, day=day)
        elif since == DATE:
            day = self.view.date.day() or _today()
            self._query = replace(self._query, since=DATE, day=day)
        else:
            self._query = replace(self._query, since=since, day=None)
        self.view.date.set_date(day)
        if since != DATE:
            self._context.settings.set(_STATE, since)

    def _since(self, since: str) -> None:
        self._choose(since)
        self._look()

    def _on_date(self, day: object) -> None:
        if isinstance(day, dt.date):
            self._since(DATE)

    def _look(self) -> None:
        query = self._query
        if self._found is not None and self._found.whole and self._asked == query:
            self._look_whole(query)  # what is shown stays until all of it is there
            return
        self.view.header.set_facts(tr("Looking what changed…"))
        self._context.runner.run(
            partial(looking.first, self._services, query), partial(self._on_first, query),
            lane="radar", owner=self,
        )  # fmt: skip

    def _on_first(self, query: RadarQuery, look: looking.Look | None) -> None:
        """What was bought stands first and is shown at once; the rest of a price list follows."""
        if look is not None:
            self._show(look)
        self._look_whole(query)

    def _look_whole(self, query: RadarQuery) -> None:
        self._context.runner.run(
            partial(looking.look, self._services, query), self._show, lane="radar", owner=self
        )

    def _show(self, look: looking.Look) -> None:
        self._found = found = look.found
        self._asked = self._query
        view = self.view
        kind = next(iter(view.chips.checked()), words.ALL)
        if found.whole:
            view.chips.set_chips(words.chips(found))
            view.chips.set_checked(kind if found.counts.get(kind) else words.ALL)
        view.header.set_facts(looking.facts(found))
        view.group.set_options([(EVERYTHING, tr("All categories")), *look.groups],
                               self._query.group)  # fmt: skip
        view.brand.set_options(
            [(EVERYTHING, tr("All brands")), *((name, name) for name in look.brands)],
            self._query.brand,
        )
        self._show_money(look)
        self._show_rows()

    def _show_money(self, look: looking.Look) -> None:
        view, found = self.view, look.found
        for fact, kind in ((view.rose, ROSE), (view.fell, FELL)):
            count = found.counts.get(kind, 0)
            note = trn("{n} item", "{n} items", count).format(n=formats.number(count))
            note = note if found.whole else ""
            fact.set(words.money_words(found.money_minor.get(kind, 0), found.currency), note)
        view.bars.set_bars(
            [
                MoneyBar(
                    str(words.key_of(row.change)), row.name,
                    words.money_words(row.change.money_minor, found.currency),
                    row.change.money_minor,
                )
                for row in look.top
            ]
        )  # fmt: skip
        view.top_title.setVisible(bool(look.top))
        view.nothing.set_text(
            "" if look.top else tr("Nothing of what you bought in a year changed its price.")
        )

    def _show_rows(self) -> None:
        found = self._found
        if found is None:
            return
        changes = self._shown(found)
        self.rows.orders = not self._query.contract_id or self._query.contract_id == self._here()
        self.rows.show(found, changes)
        if changes:
            self.view.show_empty(False)
            if self.view.grid.current_key() is None:
                self.view.grid.go_to_row(0, "name")
        else:
            self.view.tell_empty(*looking.why_empty(found))

    def _shown(self, found: RadarFound) -> Sequence[Change]:
        kind = next(iter(self.view.chips.checked()), words.ALL)
        if kind == words.ALL:
            return found.changes
        return [change for change in found.changes if change.kind == kind]

    def _offer_contracts(self) -> None:
        options = [
            (contract.id, tr("No. {number}").format(number=contract.number) + f" · {entity.name}")
            for entity in self._services.account.entities()
            for contract in entity.contracts
        ]
        known = {key for key, _ in options}
        if self._query.contract_id not in known:
            self._query = replace(self._query, contract_id="")
        self.view.contract.set_options(options, self._query.contract_id or self._here())
        self.view.contract.setVisible(len(options) > 1)

    def _here(self) -> str:
        context = self._services.account.context()
        return context.contract.id if context else ""

    def _offer(self, key: object) -> OfferRow | None:
        row = self.rows.raw(key) if isinstance(key, int) else None
        if row is None or row.offer is None or not self.rows.orders:
            return None
        offer = row.offer
        return offer if offer.in_assortment and offer.status != "deleted" else None

    def _key(self, offer: OfferRow) -> Key:
        """The row of an item: the current one when it is its, else the first it stands in."""
        current = self.view.grid.current_key()
        if isinstance(current, int) and words.item_of(current) == offer.n:
            return current
        found = (key for key in self.rows.ids() if words.item_of(int(key)) == offer.n)
        return next(found, 0)

    def _on_kind(self, _kind: str) -> None:
        self._show_rows()

    def _on_mine(self, _key: str) -> None:
        on = self.view.mine.checked()
        self._query = replace(self._query, bought=BOUGHT in on, favourites=FAVOURITES in on)
        self._look()

    def _on_group(self, group: str) -> None:
        self._query = replace(self._query, group=group)
        self._look()

    def _on_brand(self, brand: str) -> None:
        self._query = replace(self._query, brand=brand)
        self._look()

    def _on_contract(self, contract_id: str) -> None:
        self._query = replace(self._query, contract_id=contract_id)
        self._look()

    def _on_bar(self, key: str) -> None:
        self.view.grid.go_to(int(key), "name")
        self.view.grid.setFocus()

    def _card(self) -> None:
        self.hand.open_card(self.view.grid.current_key())

    def _star(self) -> None:
        row = self.rows.raw(self.view.grid.current_key() or 0)
        if row is not None and row.offer is not None:
            self._context.runner.run(
                partial(self._services.favourites.add, [row.item_id]),
                self._on_starred, on="write", owner=self,
            )  # fmt: skip

    def _on_starred(self, _changes: object) -> None:
        self._context.toast(ToastSpec(tr("In favourites")))

    def _export(self) -> None:
        self._with_table(self._save)

    def _print(self) -> None:
        self._with_table(self.hand.print_out)

    def _save(self, table: Table) -> None:
        self.hand.save_as(self, table)

    def _with_table(self, then: Callable[[Table], object]) -> None:
        found = self._found
        if found is None or not found.changes:
            return
        if not found.whole:
            self._context.toast(ToastSpec(tr("The changes are still being looked up"), tone="info"))
            return
        title, facts, changes = tr("What changed"), looking.facts(found), list(self._shown(found))
        self._context.runner.run(
            partial(looking.table_of, self._services, found, changes, (title, facts)),
            then,
            owner=self,
        )

    def _on_news(self, change: ChangeSet) -> None:
        if not self.isVisible():
            return
        self.hand.heard(change)
        if change.touches("context"):
            self._query = replace(self._query, contract_id="")
            self._offer_contracts()
        if change.touches("context", "prices", "catalogue", "orders"):
            self._look()
        elif change.touches("stock", "favourites"):
            self.rows.refresh()


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
