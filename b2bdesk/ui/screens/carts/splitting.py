"""The ways to send the chosen cart: plans side by side, making carts or orders of one, joining.

Plans are counted after each check off the GUI thread; the chosen way stays chosen while the cart
is the same. Nothing is asked before: a split is taken back by the toast, by Ctrl+Z on this screen
or by «Put the parts together».
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from b2bdesk.texts import errors, formats, tr
from b2bdesk.trade.errors import Expected
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.screens.carts import plan_words
from b2bdesk.ui.screens.carts.matrix import MatrixPart
from b2bdesk.ui.screens.carts.view import CartsView
from b2bdesk.usecases.rows.carts import Checkout, UndoResult
from b2bdesk.usecases.rows.splitting import Joined, PlanRow, SplitDone, SplitView
from b2bdesk.usecases.services import Services

ONE = "one"


class SplitPart(QObject):
    """Plans of the chosen cart.

    Signals:
        planned: the plans, or the chosen one, are others.
        moved: carts were split or joined; id of the cart to show.
    """

    planned = Signal()
    moved = Signal(str)

    def __init__(
        self, context: ScreenContext, services: Services, view: CartsView, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._services, self._view = context, services, view
        self._cart_id, self._way = "", ONE
        self._shown: SplitView | None = None
        view.plans.chosen.connect(self._on_chosen)
        self.matrix = MatrixPart(context, services, view.matrix, self)
        self.matrix.left.connect(self._on_dealt)
        self.dealing = False

    def count(self, cart_id: str, checkout: Checkout) -> None:
        """Count the ways of a cart."""
        if cart_id != self._cart_id:
            self._cart_id, self._way, self._shown = cart_id, ONE, None
            self._show()
        self._context.runner.run(
            partial(self._services.splitting.plans, cart_id, checkout), self._on_plans,
            on="write", lane="carts.plans", failed=self._not_counted, owner=self,
        )  # fmt: skip

    def deal(self, cart_id: str) -> None:
        """Show the cart's lines against the addresses."""
        self.dealing = True
        self._view.show_page("matrix")
        self.matrix.open(cart_id)
        self._view.matrix.grid.setFocus()

    def _on_dealt(self, done: bool) -> None:
        """Back to the checkout, with the orders by address chosen when they are wanted."""
        self.dealing = False
        if done:
            self._way = "address"
        self.moved.emit(self._cart_id)

    def plan(self) -> PlanRow | None:
        """The chosen way when it makes several orders."""
        found = self._shown.plan(self._way) if self._shown is not None else None
        return found if found is not None and len(found.parts) > 1 else None

    def stop(self) -> str:
        """What stops the chosen way, in words."""
        plan = self.plan()
        if plan is None:
            return ""
        if self._way == "address" and self._shown is not None and self._shown.left:
            return tr("Not everything is dealt out to addresses")
        return plan_words.stop_words(plan)

    def make_carts(self, checkout: Checkout) -> None:
        """Make carts of the chosen way; of the first that makes several when none is chosen."""
        plan = self.plan()
        ways = [each for each in self._shown.plans if len(each.parts) > 1] if self._shown else []
        if plan is None and not ways:
            self._context.toast(ToastSpec(tr("There is nothing to split"), tone="warn"))
            return
        if plan is None:
            self._view.plans.choose(ways[0].way)
            self._view.show_plans_part()
            return
        self._context.runner.run(
            partial(self._services.splitting.split, self._cart_id, plan.way,
                    plan_words.title_of, checkout),
            self._on_split, on="write", failed=self._refused, owner=self,
        )  # fmt: skip

    def join(self, cart_id: str) -> None:
        """Put the parts of a split together again."""
        self._context.runner.run(
            partial(self._services.splitting.join, cart_id), self._on_joined, on="write",
            failed=self._refused, owner=self,
        )  # fmt: skip

    def take_back(self, cart_id: str) -> None:
        """Bring a split cart back as it was; on the matrix, take its last step back."""
        if self.dealing:
            self.matrix.undo()
            return
        self._context.runner.run(
            partial(self._services.splitting.take_back, cart_id), self._on_joined, on="write",
            failed=self._refused, owner=self,
        )  # fmt: skip

    def again(self, cart_id: str) -> None:
        """Do again what was taken back: the split, or on the matrix its last step."""
        if self.dealing:
            self.matrix.undo(again=True)
            return
        self._context.runner.run(
            partial(self._services.splitting.again, cart_id), self._on_again, on="write",
            failed=self._refused, owner=self,
        )  # fmt: skip

    def _on_again(self, done: UndoResult) -> None:
        made = plan_words.made_words(int(done.params["n"]))
        back = partial(self.take_back, done.cart_id)
        self._context.toast(
            ToastSpec(made, action=tr("Undo"), run=back, key="Ctrl+Z",
                      until=f"cart:{done.cart_id}")
        )  # fmt: skip
        self.moved.emit(done.cart_id)

    def _on_plans(self, shown: SplitView) -> None:
        if shown.cart.id != self._cart_id:
            return
        self._shown = shown
        if shown.plan(self._way) is None:
            self._way = ONE
        self._show()

    def _not_counted(self, error: BaseException) -> bool:
        return isinstance(error, Expected)

    def _show(self) -> None:
        shown = self._shown
        plans = shown.plans if shown is not None and len(shown.plans) > 1 else ()
        cards = [plan_words.card_facts(each, shown.left if shown else 0) for each in plans]
        plan = self.plan()
        self._view.show_plans(cards, self._way, plan_words.shipment_items(plan) if plan else [])
        self.planned.emit()

    def _on_chosen(self, way: str) -> None:
        self._way = way
        self._show()

    def _on_split(self, done: SplitDone) -> None:
        first = done.carts[0].id
        words = plan_words.made_words(len(done.carts))
        note = ", ".join(cart.name.rpartition(" · ")[2] for cart in done.carts)
        self._context.toast(
            ToastSpec(words, note, action=tr("Undo"), run=partial(self.take_back, first),
                      key="Ctrl+Z", until=f"cart:{first}")
        )  # fmt: skip
        self.moved.emit(first)

    def _on_joined(self, joined: Joined) -> None:
        cart = joined.cart
        words = tr("“{name}” is one cart again: {sum}").format(
            name=cart.name, sum=formats.money(cart.gross_minor, cart.currency)
        )
        note = tr("sent and left out: {names}").format(names=", ".join(joined.sent))
        self._context.toast(ToastSpec(words, note if joined.sent else ""))
        self.moved.emit(cart.id)

    def _refused(self, error: BaseException) -> bool:
        if not isinstance(error, Expected):
            return False
        told = errors.describe(error.code, error.params)
        self._context.toast(ToastSpec(told.title, told.sentence, "bad"))
        return True
