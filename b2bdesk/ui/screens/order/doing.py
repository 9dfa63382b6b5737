"""The commands of the order sheet that are no typing: files, checks, sending, units, undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from b2bdesk.texts import formats, language, tr, trn
from b2bdesk.texts.reasons import undo_label
from b2bdesk.trade.unit import short
from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.itemmodels.order_cells import ARTICLE_COLUMN, BLANK, COMMENT_COLUMN
from b2bdesk.ui.screens.order.answers import Steps
from b2bdesk.ui.screens.order.deciding import Deciding
from b2bdesk.ui.screens.order.entering import Entering
from b2bdesk.ui.screens.order.keys import REDO, UNDO
from b2bdesk.ui.screens.order.parts import Parts
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.cart_exchange import Received
from b2bdesk.usecases.rows.carts import CheckResult, UndoResult
from b2bdesk.usecases.rows.offers import CardRow

CART_FILE = ".b2bcart"
LISTS = "*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv *.txt *.tsv *.xml *.html *.htm"


class Doing(QObject):
    """What the buttons and menus of the sheet do."""

    def __init__(
        self, parts: Parts, entering: Entering, deciding: Deciding, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._parts, self._entering, self._deciding = parts, entering, deciding
        self._book, self._view = parts.book, parts.view
        self.acts: dict[str, Callable[[], object]] = {
            "paste": self._paste, "file": self._from_file, "picking": self._picking,
            "scanner": self._to_blank, "more": self._more, "columns": self._columns,
            "next": partial(deciding.next_problem, 1),
            "previous": partial(deciding.next_problem, -1),
            "check": self._check, "send": self._send, "undo": self._book.undo,
            "redo": partial(self._book.undo, again=True), "remove": self._remove,
            "comment": self._comment, "unit": self._unit, "replace": self._replace,
            "prices": deciding.accept_prices, "review": deciding.review_prices,
            "shortages": deciding.offer_all,
            "pdf": self._save_form, "export": self._export, "give": self._give,
        }  # fmt: skip
        self._view.acted.connect(self._on_acted)
        self._view.dropped.connect(self._on_dropped)
        self._book.removed.connect(self._on_removed)
        self._book.stepped.connect(self._on_stepped)

    def show_steps(self, steps: Steps) -> None:
        """Undo and redo name what they are about."""
        commands = self._parts.context.commands
        for name, words, verb, none in (
            (UNDO, steps.undo, tr("Undo"), tr("Nothing to undo")),
            (REDO, steps.redo, tr("Redo"), tr("Nothing to redo")),
        ):
            commands.set_title(name, f"{verb}: {words}" if words else verb)
            commands.set_enabled(name, bool(words), none)

    def _on_acted(self, key: str) -> None:
        act = self.acts.get(key)
        if act is not None:
            act()

    def _paste(self) -> None:
        self._entering.paste(QApplication.clipboard().text())

    def _from_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self._view,
            tr("Choose a list"),
            "",
            f"{tr('Lists')} ({LISTS} *{CART_FILE});;{tr('All files')} (*)",
        )
        if name:
            self._on_dropped([name])

    def _on_dropped(self, paths: list[str]) -> None:
        if not paths:
            return
        if paths[0].casefold().endswith(CART_FILE):
            work = partial(self._parts.services.exchange.take, Path(paths[0]))
            self._parts.context.runner.run(work, self._on_taken, on="write", owner=self)
        else:
            self._parts.context.navigate("import", path=paths[0], cart=self._book.cart_id)

    def _on_taken(self, received: Received) -> None:
        self._book.open(received.cart.id)
        words = tr("The cart “{name}” is taken in").format(name=received.cart.name)
        note = ""
        if received.unknown:
            note = trn("{n} line is not known here", "{n} lines are not known here",
                       received.unknown).format(n=received.unknown)  # fmt: skip
        self._parts.context.toast(ToastSpec(words, note))

    def _picking(self) -> None:
        self._parts.context.navigate("catalog")

    def _to_blank(self) -> None:
        self._view.grid.go_to(BLANK, ARTICLE_COLUMN)
        self._view.grid.setFocus()

    def _replace(self) -> None:
        key = self._view.grid.current_key()
        if self._book.rows.line(key) is None:
            self._picking()
        else:
            self._deciding.offer_instead(str(key))

    def _remove(self) -> None:
        self.remove([str(key) for key in self._view.grid.selected_keys()])

    def remove(self, keys: list[str]) -> None:
        """Take lines away; the cursor goes to the line that stands in their place then."""
        rows = self._book.rows
        gone = [rows.row_of(key) for key in keys if key != BLANK]
        below = rows.key_at(max(gone, default=-1) + 1)
        if gone and below is not None:
            self._view.grid.go_to(below)
        self._book.remove(keys)

    def _on_stepped(self, step: UndoResult, again: bool) -> None:
        """Say what was taken back, or done again, and go to where it is."""
        grid, rows = self._view.grid, self._book.rows
        if step.line_id and rows.key_of_line(step.line_id) != grid.current_key():
            grid.go_to(rows.key_of_line(step.line_id))
        words = tr("Done again: {step}") if again else tr("Undone: {step}")
        back, key = (tr("Undo"), "Ctrl+Z") if again else (tr("Redo"), "Ctrl+Y")
        note = ""
        if step.conflicts:
            note = trn(
                "{n} line had been changed since and was left alone",
                "{n} lines had been changed since and were left alone",
                step.conflicts,
            ).format(n=formats.number(step.conflicts))
        self._parts.context.toast(
            ToastSpec(
                words.format(step=undo_label(step.label, step.params)), note,
                tone="warn" if step.conflicts else "ok", action=back,
                run=partial(self._book.undo, again=not again), key=key,
                until=f"cart:{self._book.cart_id}",
            )
        )  # fmt: skip

    def _on_removed(self, count: int) -> None:
        words = trn("Removed {n} line", "Removed {n} lines", count).format(n=formats.number(count))
        self._parts.context.toast(
            ToastSpec(words, action=tr("Undo"), run=self._book.undo, key="Ctrl+Z",
                      until=f"cart:{self._book.cart_id}")
        )  # fmt: skip

    def _comment(self) -> None:
        self._view.grid.layout_columns.set_hidden(COMMENT_COLUMN, False)
        self._view.grid.begin_edit(COMMENT_COLUMN)

    def _columns(self) -> None:
        self._view.grid.open_columns(self._view.columns)

    def _more(self) -> None:
        popover = Popover(self._view, width=330)
        rows = RowList(row_height=32)
        rows.setAccessibleName(tr("More"))
        commands = self._parts.context.commands
        rows.set_items(
            [
                ListItem(name, commands.title(f"order.{name}"), icon=icon, keycap=key,
                         enabled=not commands.why_off(f"order.{name}"))
                for name, icon, key in (
                    ("undo", "arrow-back-up", "Ctrl+Z"), ("redo", "arrow-forward-up", "Ctrl+Y"),
                    ("unit", "ruler-2", "Ctrl+U"), ("comment", "note", "Ctrl+M"),
                    ("replace", "arrows-exchange", "F4"),
                    ("shortages", "arrows-exchange", "Ctrl+F4"),
                    ("prices", "trending-up", ""),
                    ("pdf", "printer", "Ctrl+P"),
                    ("export", "table", "Ctrl+Shift+E"), ("give", "external-link", ""),
                )
            ]
        )  # fmt: skip
        rows.chosen.connect(popover.close_now)
        rows.chosen.connect(self._on_acted)
        popover.add(rows)
        popover.open_at(self._view.more, right=True)

    def _unit(self) -> None:
        key = self._view.grid.current_key()
        line = self._book.rows.line(key)
        if line is None or line.n is None:
            return
        self._parts.context.runner.run(
            partial(self._parts.services.catalogue.card, line.n),
            partial(self._on_units, str(key)), owner=self,
        )  # fmt: skip

    def _on_units(self, key: str, card: CardRow | None) -> None:
        line = self._book.rows.line(key)
        if card is None or line is None:
            return
        popover = Popover(self._view, width=280)
        rows = RowList(row_height=32)
        rows.setAccessibleName(tr("Unit of the line"))
        rows.set_items(unit_items(card), line.okei)
        rows.chosen.connect(popover.close_now)
        rows.chosen.connect(partial(self._book.set_unit, key))
        popover.add(rows)
        bar = self._view.explain
        popover.open_at(bar if bar.isVisible() else self._view.totals, above=True)

    def _check(self) -> None:
        """F9: compare with the local data at once, with the portal when it answers."""
        cart_id = self._book.cart_id
        if cart_id:
            self._view.check.set_enabled(False, tr("Asking the portal"))
            self._parts.context.runner.run(
                partial(self._parts.services.submit.check, cart_id, True),
                self._on_checked, on="net", failed=self._on_not_checked, owner=self,
            )  # fmt: skip

    def _on_checked(self, result: CheckResult) -> None:
        self._view.check.set_enabled(True)
        self._book.reload()
        if not result.asked_portal:
            words = tr("Checked against the data on this computer; the portal did not answer")
            self._parts.context.toast(ToastSpec(words, tone="warn"))
            return
        count = len(result.changed)
        if not count:
            self._parts.context.toast(ToastSpec(tr("Checked: prices and stock are as shown")))
            return
        words = trn("{n} line differs at the portal", "{n} lines differ at the portal", count)
        show = partial(self._parts.context.navigate, "carts", cart=result.cart_id, checkout=True)
        self._parts.context.toast(
            ToastSpec(words.format(n=count), tone="warn", action=tr("Show"), run=show)
        )

    def _on_not_checked(self, _error: BaseException) -> bool:
        self._view.check.set_enabled(True)
        return False

    def _send(self) -> None:
        if self._book.cart_id and not self._book.rows.locked:
            self._parts.context.navigate("carts", cart=self._book.cart_id, checkout=True)

    def _save_form(self) -> None:
        cart = self._book.cart
        path = self._ask(tr("Save the order form"), ".pdf")
        if cart is not None and path is not None:
            documents = self._parts.services.documents
            self._write(partial(documents.order_form, cart.id, path, language()),
                        tr("The order form is saved"))  # fmt: skip

    def _export(self) -> None:
        cart = self._book.cart
        path = self._ask(tr("Export the cart to Excel"), ".xlsx")
        if cart is not None and path is not None:
            self._write(partial(self._parts.services.exports.cart, cart.id, path),
                        tr("The cart is exported"))  # fmt: skip

    def _give(self) -> None:
        cart = self._book.cart
        path = self._ask(tr("Share the cart as a file"), CART_FILE)
        if cart is not None and path is not None:
            self._write(partial(self._parts.services.exchange.give, cart.id, path),
                        tr("The cart is in a file; a colleague opens it with b2bdesk"))  # fmt: skip

    def _ask(self, title: str, suffix: str) -> Path | None:
        cart = self._book.cart
        if cart is None:
            return None
        offered = self._parts.services.profile.exports / f"{_file_name(cart.name)}{suffix}"
        name, _kind = QFileDialog.getSaveFileName(self._view, title, str(offered), f"*{suffix}")
        return Path(name) if name else None

    def _write(self, work: Callable[[], Path], words: str) -> None:
        self._parts.context.runner.run(
            work, partial(self._on_written, words), on="slow", owner=self
        )

    def _on_written(self, words: str, path: Path) -> None:
        show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path)))
        self._parts.context.toast(ToastSpec(words, path.name, action=tr("Open"), run=show))


def unit_items(card: CardRow) -> list[ListItem]:
    """The units an item is sold in, with what they hold."""
    from_base = ListItem(card.offer.okei, _unit_name(card, card.offer.okei))
    others = [
        ListItem(unit.okei, unit.name, note=_holds(card, unit.factor_e3))
        for unit in card.units
        if unit.okei != card.offer.okei
    ]
    return [from_base, *others]


def _unit_name(card: CardRow, okei: str) -> str:
    return next((unit.name for unit in card.units if unit.okei == okei), "") or short(
        okei, language()
    )


def _holds(card: CardRow, factor_e3: int) -> str:
    words = f"{formats.quantity(factor_e3)} {short(card.offer.okei, language())}"
    return words.replace(" ", formats.NBSP)


def _file_name(name: str) -> str:
    kept = "".join(char if char.isalnum() or char in " -_.,()«»" else "_" for char in name)
    return kept.strip(" .")[:80] or "order"
