"""Decisions about a line: the text action of its row, the explain bar, goods instead of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject

from b2bdesk.domain.cart import ACCEPT, KEEP, LATER
from b2bdesk.texts import formats, tr
from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.itemmodels import order_states as states
from b2bdesk.ui.itemmodels.order_cells import QUANTITY_COLUMN
from b2bdesk.ui.screens.order import finding
from b2bdesk.ui.screens.order.answers import Answer
from b2bdesk.ui.screens.order.candidates import Candidates, offer_item, proposal_items
from b2bdesk.ui.screens.order.explaining import explain
from b2bdesk.ui.screens.order.parts import Parts
from b2bdesk.ui.screens.order.shortages import Shortages
from b2bdesk.ui.widgets.row_list import ListItem
from b2bdesk.usecases.rows.carts import LineRow
from b2bdesk.usecases.rows.offers import OfferRow
from b2bdesk.usecases.services import Services
from b2bdesk.usecases.substitution import REPLACE, Choice, Shortage

_ANSWERS = {states.PRICE: ACCEPT, states.KEEP_PRICE: KEEP, states.LATER_PRICE: LATER}


class Deciding(QObject):
    """The explain bar and what its actions do."""

    def __init__(self, parts: Parts, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._book, self._view = parts.book, parts.view
        self._fresh: Mapping[str, dt.datetime] = {}
        grid = parts.view.grid
        grid.action_triggered.connect(self.act)
        grid.pill_chosen.connect(self._book.replace)
        grid.current_key_changed.connect(self._on_current)
        self._view.explain.acted.connect(self._on_explain)
        self._book.changed.connect(self.explain_current)
        self._book.opened.connect(self.explain_current)

    def set_freshness(self, fresh: Mapping[str, dt.datetime]) -> None:
        """When each feed was last brought up to date."""
        self._fresh = fresh
        self.explain_current()

    def explain_current(self) -> None:
        """Explain the row under the cursor."""
        self._on_current(self._view.grid.current_key())

    def act(self, key: str, action: str) -> None:
        """Do what an action of a row or of the explain bar says."""
        line = self._book.rows.line(key)
        if line is None:
            return
        if action in ("pick", "replace"):
            self.offer_instead(key)
        elif action == "only" and line.stock_e3 is not None:
            self._book.set_quantity(key, formats.quantity(line.stock_e3))
        elif action == "keep":
            self._book.keep_as_typed(key)
        elif action == "round":
            self._book.round_up(key)
        elif action == "join":
            self._book.join(line)
        elif action == "remove":
            self._book.remove([key])
        elif action == "accept":
            self.next_problem(1)
        else:
            self._answer(key, line, action)

    def _answer(self, key: str, line: LineRow, action: str) -> None:
        """«All is right» or the new price, for all selected lines; the quantity that was meant."""
        if action in (states.FINE, *_ANSWERS):
            chosen = [str(each) for each in self._view.grid.selected_keys()]
            keys = chosen if key in chosen else [key]
            ids = [line_id for each in keys if (line_id := self._book.rows.line_id(each))]
            priced = partial(self._priced, _ANSWERS.get(action, ""))
            self._book.do(partial(self._approved if action == states.FINE else priced, ids))
        elif action == states.REVIEW:
            self.review_prices()
        elif action == states.MEANT:
            found = (each.params.get("meant_e3") for each in line.states)
            meant = next((each for each in found if isinstance(each, int)), None)
            if meant is not None:
                self._book.set_quantity(key, formats.quantity(meant))

    def offer_all(self) -> None:
        """Show what could be taken for every shortage of the cart."""
        if not self._book.cart_id or self._book.rows.locked:
            return
        parts = self._parts
        parts.context.runner.run(
            partial(parts.services.substitution.proposals, self._book.cart_id),
            partial(self._on_proposals, self._book.cart_id), on="write", lane="order.shortages",
            owner=self,
        )  # fmt: skip

    def _on_proposals(self, cart_id: str, found: Sequence[Shortage]) -> None:
        if cart_id != self._book.cart_id:
            return
        if not found:
            self._parts.context.toast(ToastSpec(tr("Nothing is short in this cart")))
            return
        popover = Shortages(self._view, found)
        popover.taken.connect(self._on_taken)
        popover.open_at(self._view.totals, right=True, above=True)

    def _on_taken(self, choices: list[Choice]) -> None:
        apply = partial(self._parts.services.substitution.apply, self._book.cart_id, choices)
        self._book.do(apply, self._on_done)

    def accept_prices(self) -> None:
        """All prices that moved are taken for seen, as one step."""
        if self._book.cart_id and not self._book.rows.locked:
            accept = partial(self._parts.services.prices.accept, self._book.cart_id)
            self._book.do(accept, self._on_done)

    def _on_done(self, _changes: object) -> None:
        self._book.reload()

    def review_prices(self) -> None:
        """Show every price of the cart that moved."""
        if self._book.cart_id:
            self._parts.context.navigate("prices", cart=self._book.cart_id)

    def _priced(self, answer: str, line_ids: Sequence[str]) -> Answer:
        done = self._parts.services.prices.answer(self._book.cart_id, answer, line_ids)
        return self._book.answer(line_ids, done.changes)

    def _approved(self, line_ids: Sequence[str]) -> Answer:
        self._parts.services.warnings.approve(self._book.cart_id, line_ids)
        return self._book.answer(line_ids)

    def next_problem(self, step: int) -> None:
        """F8: the next row that wants a decision."""
        grid = self._view.grid
        key = self._book.rows.next_problem(grid.current_key(), step)
        if key is not None:
            grid.go_to(key, QUANTITY_COLUMN)
            grid.setFocus()

    def offer_instead(self, key: str, text: str = "") -> None:
        """Open the popover with goods instead of a line."""
        line = self._book.rows.line(key)
        if line is None:
            return
        services = self._parts.services
        wanted = text or line.typed or line.article
        first = partial(_instead, services, self._book.cart_id, line, wanted)
        find = partial(services.search.suggest, limit=7)
        title = (tr("Instead of {article}") if line.item_id else tr("What is “{article}”?")).format(
            article=line.article or line.typed
        )
        popover = Candidates(self._view, title, self._parts.context.runner, find, first)
        popover.taken.connect(partial(self._on_instead, key))
        bar = self._view.explain
        anchor = bar if bar.isVisible() else self._view.totals
        popover.open_at(anchor, right=True, above=True)

    def _on_instead(self, key: str, item_id: str, mode: str) -> None:
        line_id = self._book.rows.line_id(key)
        if mode == REPLACE:
            self._book.replace(key, item_id)
        elif line_id:
            self._on_taken([Choice(line_id, item_id, mode)])

    def _on_explain(self, action: str) -> None:
        key = self._view.grid.current_key()
        if key is not None:
            self.act(str(key), action)

    def _on_current(self, key: object) -> None:
        bar, rows = self._view.explain, self._book.rows
        line = rows.line(key)
        told = explain(line, rows.row_of(str(key)) + 1, self._age()) if line is not None else None
        if told is None:
            bar.explain("", "")
            return
        bar.explain(told.lead, told.sentence, told.trust, tone=told.tone, icon=told.icon)
        bar.set_actions(() if rows.locked else told.actions)

    def _age(self) -> str:
        at = self._fresh.get("stock")
        return formats.ago(at, dt.datetime.now(dt.UTC)) if at is not None else ""


def _instead(services: Services, cart_id: str, line: LineRow, text: str) -> list[ListItem]:
    """What an unknown text may mean, or what replaces goods and why; on the lane of carts."""
    found = services.substitution.proposals(cart_id, (line.line_id,)) if line.item_id else ()
    ranked = [item for each in found for item in proposal_items(each)]
    return ranked or [offer_item(offer) for offer in _similar(services, line, text)]


def _similar(services: Services, line: LineRow, text: str) -> Sequence[OfferRow]:
    if line.n is None:
        return finding.proposals(services.resolve, text)
    card = services.catalogue.card(line.n)
    if card is None:
        return ()
    found = list(card.analogues)
    if card.offer.replaced_by:
        new = services.catalogue.by_id(card.offer.replaced_by)
        found = [new, *found] if new is not None else found
    if not found:
        found = [
            offer for offer in services.resolve.similar(line.name, finding.PROPOSED + 1)
            if offer.id != line.item_id
        ]  # fmt: skip
    return list({offer.id: offer for offer in found}.values())
