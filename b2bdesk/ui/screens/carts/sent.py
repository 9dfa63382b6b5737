"""Follows orders that were sent from here until the portal answers, and says so in a toast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from b2bdesk.texts import errors, formats, tr, trn
from b2bdesk.trade.errors import Environment
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.screens.carts.checking import cut_off
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.outbox import Outbox
from b2bdesk.usecases.rows.carts import CartRow, SealResult
from b2bdesk.usecases.rows.orders import OutboxRow
from b2bdesk.usecases.services import Services

_GOOD, _BAD = ("accepted", "settled"), ("needs_user", "rejected")


@dataclass(frozen=True, slots=True)
class Sealed:
    """Orders that were sealed; `offline` = known to be cut off from the portal by then."""

    results: Sequence[SealResult]
    offline: bool


def seal(services: Services, work: Callable[[], Sequence[SealResult]]) -> Sealed:
    """Seal orders and look whether they can leave; runs on the write lane."""
    return Sealed(work(), cut_off(services))


def sent_words(orders: int, offline: bool) -> str:
    """What is said when orders were sealed."""
    if orders == 1:
        if offline:
            return tr("The order is in the queue: it goes when the connection is back")
        return tr("The order is in the queue and is being sent")
    if offline:
        words = trn("{n} order is in the queue: it goes when the connection is back",
                    "{n} orders are in the queue: they go when the connection is back",
                    orders)  # fmt: skip
    else:
        words = trn("{n} order is in the queue and is being sent",
                    "{n} orders are in the queue and are being sent", orders)  # fmt: skip
    return words.format(n=formats.number(orders))


class SentOrders(QObject):
    """Commands whose answer is awaited.

    Signals:
        accepted: id of the command and number of the order.
    """

    accepted = Signal(str, str)

    def __init__(self, context: ScreenContext, outbox: Outbox, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._outbox = context, outbox
        self._awaited: set[str] = set()
        context.hub.changed.connect(self._on_change)

    def follow(self, command_id: str) -> None:
        """Tell the answer to this order when it arrives."""
        self._awaited.add(command_id)

    def begin(self, cart: CartRow, sealed: Sealed) -> None:
        """Say that orders of a cart were sealed, and follow them."""
        ids = [each.command_id for each in sealed.results]
        for each in ids:
            self.follow(each)
        total = formats.money(sum(each.gross_minor for each in sealed.results), cart.currency)
        self._context.toast(
            ToastSpec(
                sent_words(len(ids), sealed.offline), f"{cart.name} · {total}",
                "warn" if sealed.offline else "ok",
                action=tr("Withdraw"), run=partial(self.withdraw_all, ids),
            )
        )  # fmt: skip

    def withdraw(self, command_id: str) -> None:
        """Take an order back; when the portal must be asked and cannot be, say what to do."""
        self._context.runner.run(
            partial(self._outbox.withdraw, command_id), on="net", failed=self._not_withdrawn
        )

    def withdraw_all(self, command_ids: Sequence[str]) -> None:
        """Take several orders back."""
        for each in command_ids:
            self.withdraw(each)

    def _not_withdrawn(self, error: BaseException) -> bool:
        if not isinstance(error, Environment):
            return False
        sentence = tr("It may have reached the supplier already. Withdraw it again when online.")
        told = ToastSpec(tr("The order cannot be withdrawn offline"), sentence, "bad")
        self._context.toast(told)
        return True

    def _on_change(self, change: ChangeSet) -> None:
        if self._awaited and change.touches("outbox"):
            self._context.runner.run(self._outbox.list, self._look, lane="carts.sent", owner=self)

    def _look(self, rows: Sequence[OutboxRow]) -> None:
        for row in rows:
            if row.id not in self._awaited:
                continue
            if row.state in _GOOD:
                self._awaited.discard(row.id)
                self.accepted.emit(row.id, row.order_number)
                show = partial(self._context.navigate, "orders", order=row.order_number)
                words = tr("Order No. {number} is accepted").format(number=row.order_number)
                self._context.toast(ToastSpec(words, row.title, action=tr("Show"), run=show))
            elif row.state in _BAD:
                self._awaited.discard(row.id)
                told = errors.describe(row.reason, row.params)
                show = partial(self._context.navigate, "carts", cart=row.cart_id, checkout=True)
                self._context.toast(
                    ToastSpec(told.title, told.sentence, "bad", tr("To the cart"), show)
                )
            elif row.state not in ("ready", "held", "sending", "unknown"):
                self._awaited.discard(row.id)
