"""The queue of sealed orders as a list with its one way out per item; used by Корзины and Заказы.

States come from PROTOCOL R4; what a person may do depends on them: take back what was not taken
up, try again, dismiss what was refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.texts import errors, formats, tr
from b2bdesk.texts.statuses import status_text
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.outbox import Outbox
from b2bdesk.usecases.rows.orders import OutboxRow

WAITING = ("ready", "held", "sending", "unknown")
ASKING = ("needs_user", "rejected", "missing")
SHOWN = (*WAITING, *ASKING)
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
        chosen: id of the command.
    """

    counted = Signal(int, int)
    chosen = Signal(str)

    def __init__(
        self, context: ScreenContext, outbox: Outbox, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._outbox = context, outbox
        self._rows: dict[str, OutboxRow] = {}
        self.list = RowList(two_line=True, lines=True)
        self.list.setAccessibleName(tr("Orders in the queue"))
        self.list.chosen.connect(self.chosen)
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
        self.counted.emit(len(shown), sum(row.state in ASKING for row in shown))

    def _on_action(self, command_id: str) -> None:
        row = self._rows.get(command_id)
        if row is None:
            return
        act = _act(self._outbox, row)
        if act is not None:
            self._context.runner.run(
                partial(act, command_id), partial(self._on_done, row), on="net", owner=self
            )

    def _on_done(self, row: OutboxRow, _changes: ChangeSet) -> None:
        if row.state in ("ready", "held", "unknown", "sending"):
            words = tr("The order is taken back, the cart can be edited again")
            self._context.toast(ToastSpec(words, row.title))

    def _on_change(self, change: ChangeSet) -> None:
        if change.touches("outbox"):
            self.reload()


def outbox_item(row: OutboxRow) -> ListItem:
    """One sealed order as a list row."""
    icon, tone = _ICONS.get(row.state, ("cloud-upload", "info"))
    words = outbox_words(row)
    note = f"{words} · {formats.clock(row.since.astimezone())}"
    total = formats.money(row.gross_minor, row.currency)
    title = row.title or tr("Order")
    if row.state in ASKING:  # the reason needs the room
        title, total = f"{title} · {total}", ""
    return ListItem(
        row.id, title, note, right=total, icon=icon, icon_tone=tone, action=action_words(row)
    )


def outbox_words(row: OutboxRow) -> str:
    """What a sealed order waits for."""
    words = status_text("outbox", row.state)
    if row.state in (*ASKING, "held") and row.reason:
        words = errors.describe(row.reason, row.params).title
    elif row.state == "ready" and row.next_try is not None and row.attempts:
        words = tr("next attempt at {time}").format(time=formats.clock(row.next_try.astimezone()))
    return words


def action_words(row: OutboxRow) -> str:
    """The verb of the one way out."""
    if row.state in ("ready", "held", "unknown"):
        return tr("Withdraw")
    if row.state in ("needs_user", "rejected"):
        return tr("Back to the cart")
    return tr("Send again") if row.state == "missing" else ""


def _act(outbox: Outbox, row: OutboxRow) -> Callable[[str], ChangeSet] | None:
    if row.state in ("ready", "held", "unknown"):
        return outbox.withdraw
    if row.state in ("needs_user", "rejected"):
        return outbox.dismiss
    return outbox.retry if row.state == "missing" else None
