"""The queue of sealed orders as a list, each with its first way out; used by Корзины and Заказы.

Enter opens an order: its whole story and every way out (`outbox_sheet`). States come from PROTOCOL
R4; what a person may do depends on them: take back what was not taken up, try again, dismiss what
was refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.texts import formats, tr
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.screens.outbox_sheet import ArrivedSheet, OutboxSheet
from b2bdesk.ui.screens.outbox_words import (
    ARRIVED,
    DISMISS,
    OPEN_AGAIN,
    RESEND,
    RETRY,
    SHOWN,
    WITHDRAW,
    asks,
    outbox_words,
    outcome,
    to_decide,
    unheard,
    ways_out,
)  # fmt: skip
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.outbox import Outbox
from b2bdesk.usecases.rows.orders import OutboxRow

_ICONS = {
    "ready": ("cloud-upload", "info"), "held": ("player-pause", "warn"),
    "sending": ("send", "info"), "unknown": ("help-circle", "warn"),
    "needs_user": ("alert-circle", "bad"), "rejected": ("alert-circle", "bad"),
    "missing": ("alert-triangle", "bad"),
}  # fmt: skip


class OutboxPart(QWidget):
    """Sealed orders that are not settled yet.

    Args:
        context: runner, hub, toasts.
        outbox: the use case.
        parent: owner.

    Signals:
        counted: how many are shown, how many of them need the person.
    """

    counted = Signal(int, int)

    def __init__(
        self, context: ScreenContext, outbox: Outbox, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._outbox = context, outbox
        self._rows: dict[str, OutboxRow] = {}
        self.list = RowList(two_line=True, lines=True)
        self.list.setAccessibleName(tr("Orders in the queue"))
        self.list.chosen.connect(self.open)
        self.list.action.connect(self._on_action)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        context.hub.changed.connect(self._on_change)
        self.reload()

    def reload(self) -> None:
        """Read the queue anew."""
        self._context.runner.run(self._outbox.list, self._show, lane="outbox.list", owner=self)

    def rows(self) -> list[OutboxRow]:
        """The orders shown."""
        return list(self._rows.values())

    def _show(self, rows: Sequence[OutboxRow]) -> None:
        shown = [row for row in rows if row.state in SHOWN]
        self._rows = {row.id: row for row in shown}
        self.list.set_items([outbox_item(row) for row in shown])
        self.setVisible(bool(shown))
        self.counted.emit(len(shown), sum(map(asks, shown)))

    def open(self, command_id: str) -> None:
        """Show all there is about an order, and its ways out."""
        row = self._rows.get(command_id)
        if row is not None:
            sheet = OutboxSheet(self, row, dt.datetime.now().astimezone())
            sheet.answered.connect(partial(self._on_answered, command_id))
            sheet.open_over()

    def _on_answered(self, command_id: str, key: str) -> None:
        self._do(command_id, key)

    def _on_action(self, command_id: str) -> None:
        row = self._rows.get(command_id)
        ways = ways_out(row) if row is not None else ()
        if row is not None and to_decide(row):
            self.open(command_id)
        elif ways:
            self._do(command_id, ways[0].key)

    def _do(self, command_id: str, key: str) -> None:
        row = self._rows.get(command_id)
        acts = {
            WITHDRAW: self._outbox.withdraw, RETRY: self._outbox.retry,
            DISMISS: self._outbox.dismiss, RESEND: self._outbox.resend,
        }  # fmt: skip
        if row is not None and key == ARRIVED and not unheard(row):
            self._on_arrived(row, "")  # its number is known
        elif row is not None and key == ARRIVED:
            sheet = ArrivedSheet(self, row.title or tr("Order"))
            sheet.told.connect(partial(self._on_arrived, row))
            sheet.open_over()
        elif row is not None and key in acts:
            self._run(row, key, partial(acts[key], command_id))

    def _on_arrived(self, row: OutboxRow, number: str) -> None:
        self._run(row, ARRIVED, partial(self._outbox.arrived, row.id, number))

    def _run(self, row: OutboxRow, key: str, act: Callable[[], ChangeSet]) -> None:
        done = partial(self._on_done, row, key)
        self._context.runner.run(act, done, on="net", owner=self)

    def _on_done(self, row: OutboxRow, key: str, _changes: ChangeSet) -> None:
        """Say how it ended: by the portal's answer it may not be what was asked for."""
        told = partial(self._tell, row, key)
        self._context.runner.run(self._outbox.list, told, lane="outbox.told", owner=self)

    def _tell(self, row: OutboxRow, key: str, rows: Sequence[OutboxRow]) -> None:
        now = next((each for each in rows if each.id == row.id), row)
        words, tone = outcome(now, key)
        if words and row.cart_id and now.state in OPEN_AGAIN:
            show = partial(self._context.navigate, "carts", cart=row.cart_id)
            self._context.toast(
                ToastSpec(words, row.title, tone, action=tr("Open the cart"), run=show)
            )
        elif words:
            self._context.toast(ToastSpec(words, row.title, tone))

    def _on_change(self, change: ChangeSet) -> None:
        if change.touches("outbox"):
            self.reload()


def outbox_item(row: OutboxRow) -> ListItem:
    """One sealed order as a list row."""
    icon, tone = _ICONS.get(row.state, ("cloud-upload", "info"))
    note = f"{outbox_words(row)} · {formats.clock(row.since.astimezone())}"
    total = formats.money(row.gross_minor, row.currency)
    title = row.title or tr("Order")
    if asks(row):  # the reason needs the room
        title, total = f"{title} · {total}", ""
    ways = ways_out(row)
    action = tr("Decide…") if to_decide(row) else ways[0].words if ways else ""
    return ListItem(
        row.id, title, note, right=total, icon=icon, icon_tone=tone, action=action
    )  # fmt: skip
