"""The checks of the chosen cart: asked here and at the portal, the newest answer kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from b2bdesk.trade.errors import Expected
from b2bdesk.ui.frame.context import ScreenContext
from b2bdesk.ui.screens.carts.checking import Checked, check, cut_off
from b2bdesk.ui.screens.carts.form import CheckoutForm
from b2bdesk.usecases.services import Services


class Checks(QObject):
    """What is known of the cart on the screen.

    Attributes:
        cart_id: the cart that is looked at; answers for another one are dropped.
        last: the newest check; None = what was known does not hold any more.
        asking: the portal is being asked.

    Signals:
        answered: `last` is another one (Checked).
        kept: an answer said nothing new beside what the portal said (id of the cart).
        failed: the portal was to be asked and the check itself did not work.
        went: the portal is being asked from now on.
    """

    answered = Signal(object)
    kept = Signal(str)
    failed = Signal()
    went = Signal()

    def __init__(
        self, context: ScreenContext, services: Services, form: CheckoutForm, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._services, self._form = context, services, form
        self.cart_id = ""
        self.last: Checked | None = None
        self.asking = False

    def ask_portal(self) -> None:
        """Check with the portal."""
        self.asking = True
        self.went.emit()
        self._run(online=True)

    def look(self) -> None:
        """Check by what is known here."""
        self._run(online=False)

    def again(self, checked: Checked) -> None:
        """Check once more as it was checked, with the conditions chosen now."""
        self.last = None
        if checked.online:
            self.ask_portal()
        else:
            self.look()

    def ask_again(self) -> None:
        """When the connection went or came back, what was checked before is checked anew."""
        if self.last is not None and not self.last.result.asked_portal:
            self._context.runner.run(
                partial(cut_off, self._services), self._on_connection, lane="carts.cut", owner=self
            )

    def _run(self, *, online: bool) -> None:
        self._context.runner.run(
            partial(check, self._services, self.cart_id, online, self._form.checkout()),
            self._on_checked, on="net" if online else "write",
            lane="carts.online" if online else "carts.local",
            failed=partial(self._on_failed, online), owner=self,
        )  # fmt: skip

    def _on_failed(self, online: bool, error: BaseException) -> bool:
        if online:
            self.asking = False
            self.failed.emit()
        return isinstance(error, Expected)

    def _on_checked(self, checked: Checked) -> None:
        if checked.cart_id != self.cart_id:
            return
        older = self.last
        if not checked.online and older is not None and older.online and not checked.moved(older):
            self.kept.emit(checked.cart_id)
            return
        self.last = checked
        if checked.online:
            self.asking = False
        self.answered.emit(checked)

    def _on_connection(self, offline: bool) -> None:
        if self.last is not None and self.last.offline != offline:
            self.ask_portal()
