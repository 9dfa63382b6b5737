"""Корзины wired: the shelf, the check of the chosen cart, sealing it into the queue.

The local check is shown at once, the portal's answer replaces it when it arrives. Sending while
the portal is being asked waits for its answer: what changed is never sent unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from b2bdesk.texts import errors, tr
from b2bdesk.trade.errors import Expected
from b2bdesk.ui.frame.context import Screen, ScreenContext
from b2bdesk.ui.itemmodels import checkout_rows
from b2bdesk.ui.screens.carts import keys, showing
from b2bdesk.ui.screens.carts.binding import Binding
from b2bdesk.ui.screens.carts.checking import Checked, cut_off
from b2bdesk.ui.screens.carts.checks import Checks
from b2bdesk.ui.screens.carts.conditions import chip_of, condition_items, way_out
from b2bdesk.ui.screens.carts.leaving import Leaving
from b2bdesk.ui.screens.carts.plan_words import title_of
from b2bdesk.ui.screens.carts.sent import Sealed, SentOrders, seal
from b2bdesk.ui.screens.carts.shelf_acts import ShelfActs
from b2bdesk.ui.screens.carts.shelf_more import ShelfMore
from b2bdesk.ui.screens.carts.shelf_verbs import ShelfVerbs
from b2bdesk.ui.screens.carts.splitting import SplitPart
from b2bdesk.ui.screens.carts.view import CartsView
from b2bdesk.ui.screens.outbox_part import OutboxPart
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.carts import CartRow, SealResult
from b2bdesk.usecases.services import Services
from b2bdesk.usecases.split_sending import send_parts

ME = "checkout"


class CartsScreen(Screen):
    """Carts and checkout."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        self._carts: dict[str, CartRow] = {}
        self._current = ""
        self._send_after = False
        self._arriving = False
        self._check_after = self._offline = False
        self._model = checkout_rows.checkout_model(tr("Local data"), self._currency, self)
        self.view = CartsView(self._model, checkout_rows.lines_model(self._currency, self))
        self._checks = Checks(context, services, self.view.form, self)
        self._leaving = Leaving(context, services.carts, self)
        self._sent = SentOrders(context, services.outbox, self)
        self._just_sent = ""
        self._number = ""
        self.outbox = OutboxPart(context, services.outbox)
        self.outbox.counted.connect(self._on_queue)
        self.view.outbox_box.addWidget(self.outbox)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.acts = ShelfActs(context, services, self)
        self.binding = Binding(context, services, self)
        self.splits = SplitPart(context, services, self.view, self)
        self._connect()
        self._register()

    def _connect(self) -> None:
        view = self.view
        view.acted.connect(self._on_acted)
        view.shelf.chosen.connect(self._show)
        view.shelf.opened.connect(self._open_lines)
        view.shelf.created.connect(self.acts.create)
        view.shelf.renamed.connect(self.acts.rename)
        view.shelf.bin_opened.connect(partial(self.acts.open_bin, view.shelf))
        view.form.sent.connect(self.send)
        view.form.edited.connect(self._check_online)
        view.form.bound.connect(self._bind)
        self._checks.went.connect(self._refresh_button)
        self._checks.answered.connect(self._on_checked)
        self._checks.kept.connect(self._count_parts)
        self._checks.failed.connect(self._on_not_checked)
        self.binding.bound.connect(self._on_decided)
        self.splits.planned.connect(self._refresh_button)
        self.splits.moved.connect(self._on_moved)
        view.grid.action_triggered.connect(self._on_decision)
        view.grid.opened.connect(self._on_line)
        view.grid.entered.connect(self._on_line)
        view.content.opened.connect(self._on_line)
        view.content.entered.connect(self._on_line)
        for asked in (view.conditions.action, view.conditions.chosen):
            asked.connect(self._on_condition)
        view.empty.acted.connect(self.acts.create)
        view.empty.acted_second.connect(partial(self._context.navigate, "import"))
        view.waiting.acted_second.connect(self._withdraw)
        view.sent.acted.connect(self._show_order)
        view.sent.acted_second.connect(partial(self._context.navigate, "order"))
        self._sent.accepted.connect(self._on_accepted)
        self._context.hub.changed.connect(self._on_change)

    def _register(self) -> None:
        more = ShelfMore(self._context, self._services, self)
        verbs = ShelfVerbs((self.acts, more), self.view, self._chosen, self._others)
        own: dict[str, Callable[[], object]] = {
            "send": self.send, "check": self._check_online, "lines": self._to_lines,
            "prices": self._to_prices,
            "bin": partial(self.acts.open_bin, self.view.shelf),
            "compare": self._compare, "withdraw": self._withdraw, "split": self._split,
            "deal": self._deal, "join": partial(self._part, self.splits.join),
            "unsplit": partial(self._part, self.splits.take_back),
            "resplit": partial(self._part, self.splits.again),
        }  # fmt: skip
        self._context.commands.add(*keys.commands(own | verbs.runs()))

    def _chosen(self) -> CartRow | None:
        return self._carts.get(self._current)

    def _turn_to(self, cart_id: str) -> None:
        if cart_id != self._current:
            self._current = self._checks.cart_id = cart_id
            self._checks.last = None

    def _others(self) -> list[CartRow]:
        return [row for row in self._carts.values() if row.id != self._current]

    def arrive(self, args: dict[str, object]) -> None:
        """Show the cart asked for, else the active one; `checkout` asks the portal at once."""
        wanted = str(args.get("cart", ""))
        self._just_sent = self._number = ""
        self._arriving, self._send_after = True, False
        self.splits.dealing = self.splits.dealing and not args
        if wanted:
            self._turn_to(wanted)
        self._read(check_after=True)
        self.outbox.reload()
        self.view.shelf.list.setFocus()
        if args.get("compare"):
            self._compare()

    def send(self) -> None:
        """Seal the cart; while the portal is being asked its answer is waited for."""
        cart = self._carts.get(self._current)
        if self.splits.dealing:
            self.splits.matrix.left.emit(True)
            return
        if cart is not None and cart.template:
            self.acts.copy(cart.id)
        if cart is not None and (cart.state != "draft" or cart.template):
            return
        if cart is None or self._checks.asking or self._arriving:
            self._send_after = True
            self.view.form.send.setText(tr("Waiting for the check…"))
            return
        self.view.form.send.set_enabled(False, tr("The order is being sealed"))
        plan, checkout = self.splits.plan(), self.view.form.checkout()
        if plan is not None:
            wanted = (self._current, plan.way, checkout)
            work: Callable[[], Sequence[SealResult]] = partial(
                send_parts, self._services.splitting, self._services.submit, wanted, title_of
            )
        else:
            work = partial(self._services.submit.seal_all, ((self._current, checkout),))
        self._context.runner.run(
            partial(seal, self._services, work), partial(self._on_sealed, cart), on="write",
            failed=self._on_not_sealed, owner=self,
        )  # fmt: skip

    def _on_sealed(self, cart: CartRow, sealed: Sealed) -> None:
        self._just_sent, self._number = sealed.results[-1].command_id, ""
        self.view.form.forget()
        self._checks.last = None
        self._sent.begin(cart, sealed)

    def _on_accepted(self, command_id: str, number: str) -> None:
        """The order just sent from here has its number: its page says so."""
        if command_id != self._just_sent or not self.isVisible():
            return
        self._number = number
        self.view.sent.set_words(
            tr("Order No. {number} is accepted").format(number=number),
            tr("The supplier answers for each line; the order shows what is confirmed"),
        )
        self._read()

    def _show_order(self) -> None:
        self._context.navigate("orders", order=self._number)

    def _on_not_sealed(self, error: BaseException) -> bool:
        self._refresh_button()
        if not isinstance(error, Expected):
            return False
        if not showing.point_at_stop(self.view, error.code):
            told = errors.describe(error.code, error.params)
            self.view.form.banner.tell("bad", told.title, told.sentence)
        return True

    def _withdraw(self) -> None:
        cart = self._carts.get(self._current)
        if cart is not None and cart.command_id:
            self._sent.withdraw(cart.command_id)

    def _read(self, *, check_after: bool = False) -> None:
        # a newer reading takes the place of an older one, but not of the check it was to end with
        self._check_after = self._check_after or check_after
        self._context.runner.run(
            self._read_carts, self._on_carts, on="write", lane="carts.list", owner=self
        )

    def _read_carts(self) -> tuple[Sequence[CartRow], int, str, bool]:
        carts = self._services.carts
        try:
            active = carts.active().id
        except Expected:
            active = ""
        return carts.list(), len(carts.recycled()), active, cut_off(self._services)

    def _on_carts(self, found: tuple[Sequence[CartRow], int, str, bool]) -> None:
        rows, deleted, active, self._offline = found
        check_after, self._check_after = self._check_after, False
        self._arriving = False
        self._carts = {row.id: row for row in rows}
        if self._current not in self._carts and self._just_sent:
            self.view.shelf.show_carts(rows, "", deleted)
            if self._number:  # else it is on its way here
                self.view.show_page("sent")
            return
        if self._current not in self._carts:
            self._turn_to(active if active in self._carts else next(iter(self._carts), ""))
            check_after = True
        self.view.shelf.show_carts(rows, self._current, deleted)
        if not rows:
            self.view.show_page("empty")
            return
        self._show_head(check_after)

    def _show(self, cart_id: str) -> None:
        if cart_id != self._current and cart_id in self._carts:
            self.splits.dealing = False
            self._just_sent = self._number = ""
            self._turn_to(cart_id)
            self.view.form.forget()
            self._show_head(check_after=True)

    def _show_head(self, check_after: bool) -> None:
        cart = self._carts[self._current]
        if self.splits.dealing and cart.state == "draft":
            self.splits.matrix.reload()
            return
        self.splits.dealing = False
        if cart.state == "sealed":
            showing.show_waiting(self.view, cart, self.outbox.rows(), self._offline)
            return
        showing.show_checkout(self.view, cart, self._checks.last is None)
        self._checks.look()
        if check_after:
            self._check_online()

    def _check_online(self) -> None:
        if self._current in self._carts and self._carts[self._current].state == "draft":
            self._checks.ask_portal()

    def _on_not_checked(self) -> None:
        self._send_after = False
        self._refresh_button()

    def _count_parts(self, cart_id: str) -> None:
        self.splits.count(cart_id, self.view.form.checkout())

    def _on_checked(self, checked: Checked) -> None:
        cart = self._carts.get(checked.cart_id)
        if cart is None or cart.id != self._current:
            return  # it was sent, or left, while its check was under way
        result, form = checked.result, self.view.form
        if checked.entity is not None and checked.contract is not None:
            form.show_terms(checked.entity, checked.contract, checked.now)
            form.offer_contracts(checked.entities)
            if not checked.holds_for(form.checkout()):  # what was chosen is not offered any more
                self._checks.again(checked)
        form.show_totals(result.totals)
        form.show_credit(checked.credit, result.totals.gross_minor)
        showing.show_changes(self.view, checked, cart.name)
        self.view.show_lines(checked.lines)
        items = condition_items(result, checked.contract, checked.credit)
        self.view.show_conditions(items)
        self._refresh_button()
        self._count_parts(checked.cart_id)
        if checked.online and self._send_after:
            self._send_after = False
            if result.can_send and not result.changed:
                self.send()

    def _refresh_button(self) -> None:
        plan, cart = self.splits.plan(), self._carts.get(self._current)
        orders = len(plan.parts) if plan is not None else 1
        if cart is not None and cart.template:
            showing.show_template(self.view.form)
            return
        showing.refresh_button(self.view.form, self._checks.last, orders, self.splits.stop())

    def _currency(self) -> str:
        return self._checks.last.result.totals.currency if self._checks.last is not None else "RUB"

    def _on_decision(self, line_id: str, action: str) -> None:
        change = self._model.raw(line_id)
        if change is None:
            return
        if action == checkout_rows.DECIDE:
            self._to_prices()
            return
        there, carts = checkout_rows.there(change), self._services.carts
        if action == checkout_rows.ONLY and there:
            work: Callable[[], object] = partial(
                carts.set_quantity, self._current, line_id, there, None, ME
            )
        else:
            work = partial(carts.remove, self._current, [line_id])
        self._context.runner.run(work, self._on_decided, on="write", owner=self)

    def _on_decided(self, _result: object) -> None:
        self._checks.last = None
        self._read(check_after=True)

    def _on_line(self, line_id: str) -> None:
        self._leaving.to_line(self._current, line_id)

    def _on_condition(self, key: str) -> None:
        number, _, code = key.partition(":")
        if self._checks.last is None or not number.isdigit():
            return
        problem = self._checks.last.result.problems[int(number)]
        if code in ("price_kept", "price_later"):
            self._to_prices()
            return
        way = "" if problem.line_ids else way_out(code)
        if way:
            showing.settle(self.view.form, self._context, way, self._checks.last)
            return
        first = problem.line_ids[0] if problem.line_ids else ""
        self._leaving.to_line(self._current, first, chip_of(code))

    def _on_queue(self, count: int) -> None:
        self.view.outbox_title.setVisible(bool(count))

    def _on_acted(self, key: str) -> None:
        if key == "more":
            self.acts.open_menu(self.view.more)
        else:
            self._context.commands.run(f"carts.{key}")

    def _deal(self) -> None:
        cart = self._chosen()
        if cart is not None and cart.state == "draft":
            self.splits.deal(cart.id)

    def _split(self) -> None:
        self.splits.make_carts(self.view.form.checkout())

    def _part(self, act: Callable[[str], None]) -> None:
        act(self._current)

    def _on_moved(self, cart_id: str) -> None:
        self._turn_to(cart_id)
        self._checks.last = None
        self._read(check_after=True)

    def _bind(self, contract_id: str) -> None:
        self.binding.bind(self._current, contract_id)

    def _compare(self) -> None:
        self.binding.compare(self.view.compare, self._current)

    def _to_prices(self) -> None:
        self._context.navigate("prices", cart=self._current)

    def _to_lines(self) -> None:
        if self.splits.dealing:
            self.splits.matrix.left.emit(False)
            return
        self._open_lines(self._current)

    def _open_lines(self, cart_id: str) -> None:
        self._leaving.to_lines(self._carts.get(cart_id))

    def _on_change(self, change: ChangeSet) -> None:
        if not self.isVisible():
            return
        if change.touches("carts", "outbox", "context"):
            self._read()
        elif change.touches("prices", "stock", "settlements"):
            self._checks.look()
        if change.touches("sync"):
            self._checks.ask_again()
            cart = self._chosen()
            if cart is not None and cart.state == "sealed":
                self._read()
