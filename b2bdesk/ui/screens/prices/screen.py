"""Изменения цен wired: one cart's moved prices, answered for the chosen lines or for all shown.

Every answer is saved at once and is one step of the cart's undo. The portal is asked on F9 and
when the screen was opened from the checkout, which has asked it already.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from b2bdesk.domain.cart import ACCEPT, KEEP, LATER
from b2bdesk.domain.repricing import OPEN
from b2bdesk.texts import errors, formats, tr, trn
from b2bdesk.trade.errors import Expected
from b2bdesk.ui.frame.commands import CART, EDIT, FILE, ORDER, Command
from b2bdesk.ui.frame.context import Screen, ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels import price_rows
from b2bdesk.ui.screens.prices.view import PricesView
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.carts import CheckResult
from b2bdesk.usecases.rows.repricing import Answered, PriceMove, PriceReview
from b2bdesk.usecases.services import Services

WHERE = "prices"


class PricesScreen(Screen):
    """The price review of a cart."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        self._cart_id = ""
        self._review: PriceReview | None = None
        self._chip = ""
        self.rows = price_rows.price_model(self._currency, self)
        self.view = PricesView(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.setFocusProxy(self.view.grid)
        self._runs: dict[str, Callable[[], object]] = {
            "back": self._back, "check": self._check, "report": self._report,
            **{name: partial(self.answer, name) for name in (ACCEPT, KEEP, LATER, OPEN)},
        }  # fmt: skip
        context.commands.add(*self._commands())
        view = self.view
        view.acted.connect(self._on_acted)
        view.chips.chosen.connect(self._on_chip)
        view.empty.acted_second.connect(self._back)
        view.grid.action_triggered.connect(self._on_action)
        view.grid.opened.connect(self._to_line)
        view.grid.entered.connect(self._to_line)
        view.grid.selection_summed.connect(self._tell_buttons)
        context.hub.changed.connect(self._on_change)

    def _commands(self) -> list[Command]:
        table = [
            (ACCEPT, tr("Accept the new prices"), ("Alt+A",), CART, "check"),
            (KEEP, tr("Keep my price as the most I pay"), ("Alt+K",), CART, "lock"),
            (LATER, tr("Decide when the price moves again"), ("Alt+L",), CART, "clock"),
            (OPEN, tr("Take the answers back"), (), CART, "arrow-back-up"),
            ("check", tr("Ask the portal for prices"), ("F9",), ORDER, "clipboard-check"),
            ("report", tr("Save the changed prices"), ("Ctrl+Shift+E",), FILE,
             "file-spreadsheet"),
            ("back", tr("To the checkout"), ("Esc",), CART, "arrow-left"),
            ("undo", tr("Undo in the cart"), ("Ctrl+Z",), EDIT, "arrow-back-up"),
            ("redo", tr("Redo in the cart"), ("Ctrl+Y",), EDIT, "arrow-forward-up"),
        ]  # fmt: skip
        runs = self._runs | {"undo": self._undo, "redo": self._redo}
        return [
            Command(f"prices.{name}", words, runs[name], shortcuts, WHERE, menu, icon)
            for name, words, shortcuts, menu, icon in table
        ]

    def arrive(self, args: dict[str, object]) -> None:
        """Show the cart asked for, else the active one; `chip` chooses a filter."""
        self._cart_id = str(args.get("cart", "")) or self._cart_id
        self._chip = str(args.get("chip", "")) or self._chip
        self._read()
        self.view.grid.setFocus()

    def _read(self) -> None:
        self._context.runner.run(
            partial(_read, self._services, self._cart_id), self._show, on="write", lane="prices",
            failed=self._gone, owner=self,
        )  # fmt: skip

    def _gone(self, error: BaseException) -> bool:
        """The cart was sent or thrown away meanwhile."""
        if not isinstance(error, Expected):
            return False
        self._cart_id, self._review = "", None
        self.rows.set_rows([])
        self.view.show_empty(True)
        return True

    def _show(self, review: PriceReview) -> None:
        self._cart_id, self._review = review.cart_id, review
        self._show_chips(review)
        self._show_rows()
        self.view.show_empty(not review.moves)
        words = tr("“{name}” · by the data of this computer")
        if review.asked_at is not None:
            words = tr("“{name}” · checked with the portal at {time}")
        time = formats.clock(review.asked_at.astimezone()) if review.asked_at else ""
        self.view.header.set_facts(words.format(name=review.name, time=time))
        whole = review.up_minor + review.down_minor
        totals, money = self.view.totals, partial(price_rows.signed, currency=review.currency)
        totals.set_fact("up", tr("Dearer"), money(review.up_minor))
        totals.set_fact("down", tr("Cheaper"), money(review.down_minor))
        undecided = trn("{n} line to decide", "{n} lines to decide", review.undecided)
        note = undecided.format(n=formats.number(review.undecided))
        totals.set_total(money(whole), tr("Difference"), note if review.undecided else "")

    def _show_chips(self, review: PriceReview) -> None:
        specs = price_rows.chips(review.moves)
        self.view.chips.set_chips(specs)
        counts = {spec.key: spec.count for spec in specs}
        if not counts.get(self._chip):
            self._chip = price_rows.ALL
        self.view.chips.set_checked(self._chip)

    def _show_rows(self) -> None:
        moves = self._review.moves if self._review is not None else ()
        shown = [each for each in moves if price_rows.fits(each, self._chip)]
        self.rows.set_rows(shown)
        if shown and self.view.grid.current_key() is None:
            self.view.grid.go_to_row(0, "name")
        self._tell_buttons()

    def _chosen(self) -> list[PriceMove]:
        """The selected lines, when several are; else the one at the cursor, else all shown."""
        found = [self.rows.raw(str(key)) for key in self.view.grid.selected_keys()]
        moves = [each for each in found if each is not None]
        return moves or self.rows.raw_rows()

    def _tell_buttons(self, *_: object) -> None:
        """How many lines a button answers."""
        view, moves = self.view, self._chosen()
        risen = [each for each in moves if each.now_e5 > each.typed_e5]
        count = formats.number(len(moves))
        view.accept.setText(tr("Accept · {n}").format(n=count))
        view.later.setText(tr("Later · {n}").format(n=count))
        view.keep.setText(tr("Keep my price · {n}").format(n=formats.number(len(risen))))
        view.keep.set_enabled(bool(risen), tr("Only a price that rose can be kept away"))
        answered = any(each.answer != OPEN for each in moves)
        view.ask.set_enabled(answered, tr("Nothing is answered here yet"))

    def answer(self, name: str) -> None:
        """Give the chosen lines an answer."""
        moves = self._chosen()
        if not moves:
            return
        ids = [each.line.line_id for each in moves]
        self._context.runner.run(
            partial(self._services.prices.answer, self._cart_id, name, ids), self._on_answered,
            on="write", failed=self._refused, owner=self,
        )  # fmt: skip

    def _on_answered(self, done: Answered) -> None:
        words = trn("{n} line is answered", "{n} lines are answered", done.answered)
        left = ""
        if done.left:
            left = tr("As they were: {n}").format(n=formats.number(done.left))
        if done.answered:
            self._context.toast(
                ToastSpec(
                    words.format(n=formats.number(done.answered)), left, action=tr("Undo"),
                    run=self._undo, key="Ctrl+Z", until=f"cart:{self._cart_id}",
                )
            )  # fmt: skip
        elif left:
            self._context.toast(ToastSpec(left, tone="warn"))
        self._read()

    def _on_action(self, key: object, action: str) -> None:
        self._context.runner.run(
            partial(self._services.prices.answer, self._cart_id, action, [str(key)]),
            self._on_answered, on="write", failed=self._refused, owner=self,
        )  # fmt: skip

    def _undo(self) -> None:
        self._step(self._services.carts.undo)

    def _redo(self) -> None:
        self._step(self._services.carts.redo)

    def _step(self, step: Callable[[str], object]) -> None:
        self._context.runner.run(
            partial(step, self._cart_id), self._on_stepped, on="write", failed=self._refused,
            owner=self,
        )  # fmt: skip

    def _on_stepped(self, _result: object) -> None:
        self._read()

    def _check(self) -> None:
        """Ask the portal; its prices stand beside those of this computer."""
        self._context.runner.run(
            partial(self._services.submit.check, self._cart_id, True), self._on_checked, on="net",
            lane="prices.online", failed=self._refused, owner=self,
        )  # fmt: skip

    def _on_checked(self, result: CheckResult) -> None:
        if not result.asked_portal:
            told = next(each for each in result.problems if each.code == "portal_not_asked")
            words = errors.describe(told.code, told.params)
            self._context.toast(ToastSpec(words.title, words.sentence, "warn"))
        self._read()

    def _report(self) -> None:
        review = self._review
        if review is None or not review.moves:
            return
        offered = self._services.profile.exports / tr("Changed prices.xlsx")
        title = tr("Save the changed prices")
        name, _kind = QFileDialog.getSaveFileName(self, title, str(offered), "*.xlsx;;*.csv;;*.pdf")
        if not name:
            return
        shown = [each for each in review.moves if price_rows.fits(each, self._chip)]
        path = Path(name) if Path(name).suffix else Path(name + ".xlsx")
        self._context.runner.run(
            partial(self._services.prices.report, review, path, shown), self._on_saved, on="slow",
            owner=self,
        )  # fmt: skip

    def _on_saved(self, path: Path) -> None:
        self._context.toast(ToastSpec(tr("The changed prices are in a file"), path.name))

    def _refused(self, error: BaseException) -> bool:
        if not isinstance(error, Expected):
            return False
        told = errors.describe(error.code, error.params)
        self._context.toast(ToastSpec(told.title, told.sentence, "warn"))
        return True

    def _on_acted(self, name: str) -> None:
        self._runs[name]()

    def _on_chip(self, key: str) -> None:
        self._chip = key
        self._show_rows()

    def _to_line(self, key: object) -> None:
        self._context.navigate("order", cart=self._cart_id, line=str(key))

    def _back(self) -> None:
        self._context.navigate("carts", cart=self._cart_id)

    def _currency(self) -> str:
        return self._review.currency if self._review is not None else "RUB"

    def _on_change(self, change: ChangeSet) -> None:
        mine = change.touches("prices", f"cart:{self._cart_id}")
        if self._cart_id and self.isVisible() and mine:
            self._read()


def _read(services: Services, cart_id: str) -> PriceReview:
    return services.prices.review(cart_id or services.carts.active().id)
