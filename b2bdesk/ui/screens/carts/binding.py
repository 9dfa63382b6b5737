"""The same cart under other contracts: side by side, and bound anew as one undoable step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from b2bdesk.texts import errors, formats, tr, trn
from b2bdesk.trade.errors import Expected
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.screens.carts.form import contract_words
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.cart_rebind import Covered, Rebound, WhatIf
from b2bdesk.usecases.rows.account import ContractRow, EntityRow
from b2bdesk.usecases.services import Services

_WIDTH, _PLACE_ROW = 760, 28


class Binding(QObject):
    """What-if and binding.

    Signals:
        bound: a cart has another contract now.
    """

    bound = Signal(object)

    def __init__(self, context: ScreenContext, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._services = context, services

    def compare(self, anchor: QWidget, cart_id: str) -> None:
        """Show what the cart would come to by each contract."""
        if cart_id:
            self._context.runner.run(
                partial(self._counted, cart_id), partial(self._show, anchor, cart_id), on="write",
                failed=self._on_refused, owner=self,
            )  # fmt: skip

    def bind(self, cart_id: str, contract_id: str) -> None:
        """Bind a cart to another contract."""
        self._context.runner.run(
            partial(self._services.rebinding.rebind, cart_id, contract_id),
            partial(self._on_bound, cart_id), on="write", failed=self._on_refused, owner=self,
        )  # fmt: skip

    def _counted(self, cart_id: str) -> tuple[str, Sequence[WhatIf], Sequence[EntityRow]]:
        present = self._services.carts.open(cart_id).cart.contract_id
        found = self._services.rebinding.what_if(cart_id)
        return present, found, self._services.account.entities()

    def _show(
        self, anchor: QWidget, cart_id: str,
        found: tuple[str, Sequence[WhatIf], Sequence[EntityRow]],
    ) -> None:  # fmt: skip
        present, counted, entities = found
        names = {
            contract.id: (entity, contract) for entity in entities for contract in entity.contracts
        }
        popover = Popover(anchor, width=_WIDTH)
        popover.add(PlainLabel(tr("This cart by all contracts"), 14, look.SEMIBOLD))
        rows = RowList(two_line=True, lines=True)
        rows.setAccessibleName(tr("This cart by all contracts"))
        rows.fill_height(8)
        rows.set_items([_item(each, names) for each in counted if each.contract_id in names],
                       present)  # fmt: skip
        rows.chosen.connect(popover.close_now)
        rows.chosen.connect(partial(self._bind_other, cart_id, present))
        popover.add(rows)
        places = RowList(row_height=_PLACE_ROW)
        places.setAccessibleName(tr("Warehouses"))
        places.fill_height(6)
        heading = PlainLabel(tr("What one warehouse could send alone"), 12, look.SEMIBOLD)
        for each in (heading, places):
            each.hide()
            popover.add(each)
        shown = _Places(popover, heading, places)
        rows.current_key.connect(partial(self._look_into, cart_id, shown))
        note = tr("Enter binds the cart to the contract; Ctrl+Z in the sheet takes it back")
        popover.add(PlainLabel(note, 12, tone="text2", wrap=True))
        popover.open_at(anchor, right=True)
        self._look_into(cart_id, shown, present)

    def _look_into(self, cart_id: str, shown: _Places, contract_id: str) -> None:
        """Ask how much of the cart each warehouse of a contract has in full."""
        work = partial(self._services.rebinding.warehouses, cart_id, contract_id)
        self._context.runner.run(
            work, shown.show, on="write", lane="carts.places", owner=shown, failed=self._on_refused
        )

    def _bind_other(self, cart_id: str, present: str, contract_id: str) -> None:
        if contract_id != present:
            self.bind(cart_id, contract_id)

    def _on_bound(self, cart_id: str, rebound: Rebound) -> None:
        count = len(rebound.changed)
        words = trn("{n} line changed with the contract", "{n} lines changed with the contract",
                    count).format(n=formats.number(count))  # fmt: skip
        before = formats.money(rebound.before.gross_minor, rebound.before.currency)
        after = formats.money(rebound.after.gross_minor, rebound.after.currency)
        undo = partial(self._undo, cart_id)
        self._context.toast(
            ToastSpec(words, f"{before} → {after}", action=tr("Undo"), run=undo,
                      until=f"cart:{cart_id}")
        )  # fmt: skip
        self.bound.emit(rebound)

    def _undo(self, cart_id: str) -> None:
        self._context.runner.run(
            partial(self._services.carts.undo, cart_id), self.bound.emit, on="write", owner=self
        )

    def _on_refused(self, error: BaseException) -> bool:
        if not isinstance(error, Expected):
            return False
        told = errors.describe(error.code, error.params)
        self._context.toast(ToastSpec(told.title, told.sentence, "bad"))
        self.bound.emit(None)
        return True


class _Places(QObject):
    """The warehouses below the contracts, of the contract under the cursor."""

    def __init__(self, popover: Popover, heading: PlainLabel, rows: RowList) -> None:
        super().__init__(popover)
        self._popover, self._heading, self._rows = popover, heading, rows

    def show(self, places: Sequence[Covered]) -> None:
        """Show them, the one that has the most first."""
        found = sorted(places, key=_most_whole)
        self._rows.set_items([_place_item(each) for each in found])
        for each in (self._heading, self._rows):
            each.setVisible(bool(found))
        self._popover.refit()


def _most_whole(place: Covered) -> tuple[int, str]:
    return -place.whole, place.name


def _place_item(place: Covered) -> ListItem:
    count = place.whole + place.short
    share = trn("{n} of {m} line", "{n} of {m} lines", count)
    told = share.format(n=formats.number(place.whole), m=formats.number(count))
    return ListItem(
        place.place_id, place.name, right=tr("the whole cart") if not place.short else told,
        right_tone="ok" if not place.short else "text" if place.whole else "text3",
        icon="building-warehouse",
    )  # fmt: skip


def _item(counted: WhatIf, names: Mapping[str, tuple[EntityRow, ContractRow]]) -> ListItem:
    entity, contract = names[counted.contract_id]
    parts = [contract_words(contract)]
    for problem in sorted(counted.problems, key=lambda each: not each.blocking):
        title = errors.describe(problem.code, problem.params).title
        parts.append(f"{title[:1].lower()}{title[1:]}")
    if counted.blocked:
        parts.append(trn("{n} not sold", "{n} not sold", counted.blocked).format(n=counted.blocked))
    if counted.short:
        parts.append(trn("{n} short in stock", "{n} short in stock", counted.short).format(
            n=counted.short))  # fmt: skip
    if counted.ways:
        way = min(counted.ways, key=lambda each: each.cost_minor)
        cost = formats.money(way.cost_minor, counted.totals.currency)
        parts.append(f"{way.name} {cost}" if way.cost_minor else way.name)
    if counted.ships is not None:
        parts.append(tr("ships {date}").format(date=formats.date(counted.ships)))
    total = formats.money(counted.totals.gross_minor, counted.totals.currency)
    return ListItem(
        counted.contract_id, entity.name, " · ".join(parts), right=total,
        right_tone="text" if counted.can_send else "bad",
    )  # fmt: skip
