"""Импорт wired: reading, judging, choosing, adding. The wizard goes as far as it is sure itself.

A list whose layout is known or plain goes straight to the review; when nothing there wants a
decision the focus is on the one button, so that Enter puts the list into the cart.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout

from b2bdesk.texts import formats, tr, trn
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.frame.context import Screen, ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels.import_rows import chip_counts, has_problems
from b2bdesk.ui.screens.listimport import keys
from b2bdesk.ui.screens.listimport import view as steps
from b2bdesk.ui.screens.listimport.facts import (
    facts_of,
    head_words,
    left_out,
    sure,
    target_words,
)
from b2bdesk.ui.screens.listimport.files import FILL, LOST, REPORT, SavedFiles
from b2bdesk.ui.screens.listimport.judging import Judging
from b2bdesk.ui.screens.listimport.pages import ALL_SHEETS
from b2bdesk.ui.screens.listimport.resolver import ResolverPane
from b2bdesk.ui.screens.listimport.review import Review
from b2bdesk.ui.screens.listimport.targets import Target
from b2bdesk.ui.screens.listimport.view import ImportView
from b2bdesk.ui.widgets.banner import EmptyState
from b2bdesk.ui.widgets.button import Button
from b2bdesk.usecases.rows.bulk import CartAdded, ListPreview
from b2bdesk.usecases.rows.carts import AddResult
from b2bdesk.usecases.services import Services

LISTS = "*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv *.txt *.tsv *.xml *.html *.htm"
SHOWN_CARTS = 5


class ImportScreen(Screen):
    """The import wizard."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        self._shown: tuple[object, ...] = ()
        self._going = False
        self._pasted = ""
        self.judging = Judging(context.runner, services.bulk_entry, self)
        self.target = Target(context, services, self)
        self.resolver = ResolverPane(context.runner, services)
        self.view = ImportView(self.resolver)
        self.review = Review(self.view.grid, self.resolver, self.judging, context.commands, self)
        self.files = SavedFiles(context, services, self.view, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._acts: dict[str, Callable[[], object]] = {
            "close": self._close, "back": self._back, "go": self._go, "save": self._offer_files,
            "next": self.review.next_problem, "previous": partial(self.review.next_problem, -1),
            "cart": self._choose_cart, "deal": self._deal, "file": self._ask_file,
            "paste": self._paste, "undo": self._undo, "instead": self.resolver.begin,
            "keep": self._keep,
            "sheets": partial(self.judging.take_sheet, ALL_SHEETS),
            "report": partial(self._save, REPORT), "unknown": partial(self._save, LOST),
            "fill": partial(self._save, FILL),
        }  # fmt: skip
        self._connect()
        context.commands.add(*keys.commands(self._acts))

    def _connect(self) -> None:
        view, judging, target = self.view, self.judging, self.target
        view.acted.connect(self._on_acted)
        view.dropped.connect(self._on_dropped)
        view.steps.chosen.connect(self._to_step)
        view.file.asked.connect(self._ask_file)
        view.file.pasted.connect(self._paste)
        view.file.cancelled.connect(judging.cancel)
        view.sheet.sheet_chosen.connect(judging.take_sheet)
        view.sheet.heading_changed.connect(judging.take_heading)
        view.sheet.text_changed.connect(judging.take_text)
        view.columns.changed.connect(self._on_columns)
        view.keep.clicked.connect(self._keep)
        view.chips.chosen.connect(self._on_chip)
        view.shares.chosen.connect(self._on_chip)
        view.done.acted.connect(self._to_cart)
        judging.progressed.connect(self._on_progress)
        judging.came.connect(self._on_read)
        judging.judged.connect(self._show)
        judging.unread.connect(view.file.rest)
        judging.troubled.connect(self._on_trouble)
        target.known.connect(self._on_target)
        target.added.connect(self._on_added)
        target.dealt.connect(self._on_dealt)
        target.undone.connect(self._on_undone)
        self.review.cleared_up.connect(self._on_cleared_up)

    def arrive(self, args: dict[str, object]) -> None:
        """Start with a file or a pasted block when one is given; else show where it stands."""
        self._context.runner.run(
            self._services.bulk_entry.prepare, on="slow", failed=_told_when_read, owner=self
        )
        path = args.get("path")
        self.target.read(str(args.get("cart", "")))
        pasted = str(args.get("paste", ""))
        if path:
            self.open(Path(str(path)))
        elif pasted and pasted != self._pasted:
            self._take(pasted)
        elif self.judging.preview is None or self.view.step() == steps.DONE:
            self._begin_anew()
        self._focus()

    def open(self, path: Path) -> None:
        """Read a file."""
        self._begin_anew()
        self.judging.open(path)
        self._on_progress(0)

    def _paste(self) -> None:
        text = QApplication.clipboard().text()
        if text.strip():
            self._take(text)
        else:
            self.view.file.rest(tr("The clipboard holds no text"))

    def _take(self, text: str) -> None:
        self._begin_anew()
        self._pasted = text
        self.judging.paste(text)
        self._on_progress(0)

    def _on_progress(self, rows: int) -> None:
        self.view.header.set_title(self.judging.name)
        self.view.file.reading(self.judging.name, rows)

    def _on_read(self) -> None:
        preview = self.judging.preview
        if preview is None:
            return
        self.view.file.rest()
        self.target.per_address = bool(preview.plan.branches) and preview.options.branches_apart
        self._show()
        self._to_step(steps.REVIEW if sure(preview) else steps.COLUMNS)

    def _show(self) -> None:
        """Take the judged list over into all pages."""
        preview = self.judging.preview
        if preview is None:
            return
        self.review.show_preview(preview, self.target.name())
        self.view.fit_columns()
        counts = chip_counts(preview.statuses)
        self.view.show_counts(counts, preview.rows_read, self.review.chip)
        self.view.next.setVisible(has_problems(preview.statuses))
        self.resolver.show_facts(facts_of(preview))
        self.view.header.set_facts(head_words(preview, self.judging.seconds))
        parts = len(preview.plan.parts)
        sheet = (preview.sheet, preview.header_rows, preview.encoding, preview.delimiter, parts)
        if sheet != self._shown:
            self._shown = sheet
            self.view.columns.show_preview(preview)
            self.view.sheet.show_preview(preview)
        else:
            self.view.columns.tell(preview)
        self._show_target()
        if self._going and not self.judging.answering():
            self._go()

    def _show_target(self) -> None:
        preview, cart = self.judging.preview, self.target.cart
        if preview is None:
            return
        if self.view.step() == steps.REVIEW:
            money = formats.money(preview.gross_minor, preview.currency)
            self.view.show_result(preview.lines, money, left_out(preview, self.target.keep))
            self.view.keep.setVisible(preview.unknown > 0)
            self.view.keep.setChecked(self.target.keep)
            count = self._to_add(preview)
            words = trn("Add {n} line", "Add {n} lines", count)
            self.view.go.setText(words.format(n=formats.number(count)))
            self.view.go.set_enabled(count > 0, tr("No row can be added as it is"))
        self.view.cart.setText(target_words(preview, cart, self.target.per_address))

    def _to_add(self, preview: ListPreview) -> int:
        """How many lines go into the cart, those that wait there included."""
        return preview.lines + (preview.unknown if self.target.keep else 0)

    def _keep(self) -> None:
        """Rows nothing was found for go in as lines that wait, or not."""
        if self.judging.preview is not None and self.view.step() == steps.REVIEW:
            self.target.keep = not self.target.keep
            self._show_target()

    def _to_step(self, step: int) -> None:
        if self.judging.preview is None and step != steps.FILE:
            return
        self.view.show_step(step)
        self.view.go.set_enabled(True)
        if step in (steps.SHEET, steps.COLUMNS):
            self.view.go.setText(tr("Next"))
        self._show_target()
        self._focus()

    def _focus(self) -> None:
        """Put the focus where the next Enter does the next thing."""
        step, preview = self.view.step(), self.judging.preview
        if step == steps.REVIEW and preview is not None:
            if has_problems(preview.statuses):
                self.view.grid.setFocus()
                self.review.first_problem()
            else:
                self.view.go.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif step == steps.DONE:
            _focus_button(self.view.done)
        elif step == steps.FILE:
            _focus_button(self.view.file.empty)
        else:
            self.view.go.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _begin_anew(self) -> None:
        self.judging.forget()
        self._pasted = ""
        self.target.per_address, self.target.keep, self._going = False, False, False
        self._shown = ()
        self.review.forget()
        self.view.header.set_title(tr("Import"))
        self.view.header.set_facts("")
        self.view.file.rest()
        self.view.show_step(steps.FILE)

    def _go(self) -> None:
        if self.view.grid.is_editing():
            self.view.grid.setFocus()  # the editor commits what is typed
        self._going = self.judging.answering()
        if self._going:
            return
        step, preview = self.view.step(), self.judging.preview
        if step == steps.REVIEW and preview is not None and self._to_add(preview):
            self.view.go.set_enabled(False, tr("The lines are being added"))
            self.target.add(preview)
        elif step == steps.DONE and self.target.per_address:
            self._to_cart()
        elif step == steps.DONE and self.target.cart is not None:
            self._context.navigate("carts", cart=self.target.cart.id, checkout=True)
        elif step in (steps.SHEET, steps.COLUMNS):
            self._to_step(step + 1)

    def _deal(self) -> None:
        """Into a cart for each address."""
        preview = self.judging.preview
        if preview is None or self.view.step() != steps.REVIEW:
            return
        if not preview.addresses:
            self._context.toast(ToastSpec(tr("The list has no column of addresses"), tone="info"))
            return
        self.target.per_address = True
        self._go()

    def _choose_cart(self) -> None:
        preview = self.judging.preview
        if preview is not None and self.view.step() == steps.REVIEW:
            self.target.choose(self.view.cart, preview)

    def _back(self) -> None:
        self._to_step(max(steps.FILE, self.view.step() - 1))

    def _close(self) -> None:
        if self.judging.reading():
            self.judging.cancel()
        elif self.view.step() == steps.FILE:
            self._context.navigate("order")
        elif self.resolver.search.edit.hasFocus():
            self.view.grid.setFocus()
        else:
            self._put_away()

    def _put_away(self) -> None:
        """Leave a list; one step brings it back, what was chosen for its rows is remembered."""
        preview = self.judging.preview
        path = preview.path if preview is not None and self.view.step() != steps.DONE else None
        self._begin_anew()
        self._focus()
        if path is not None:
            words = tr("“{name}” is closed").format(name=path.name)
            again = partial(self.open, path)
            self._context.toast(ToastSpec(words, action=tr("Open it again"), run=again))

    def _on_acted(self, key: str) -> None:
        self._acts[key]()

    def _on_dropped(self, paths: list[str]) -> None:
        self.open(Path(paths[0]))

    def _ask_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, tr("Choose a list"), "", f"{tr('Lists')} ({LISTS});;{tr('All files')} (*)"
        )
        if name:
            self.open(Path(name))

    def _on_trouble(self, sentence: str) -> None:
        self._going = False
        self.review.settle()
        self._context.toast(ToastSpec(sentence, tone="bad"))

    def _on_columns(self) -> None:
        page = self.view.columns
        options = page.options()
        self.target.per_address = options.branches_apart and bool(page.branches)
        self.judging.take_columns(page.mapping(), options, page.carried())

    def _on_chip(self, chip: str) -> None:
        self.view.chips.set_checked(chip)
        if self.judging.preview is not None:
            self.review.show_chip(self.judging.preview, chip)

    def _on_cleared_up(self) -> None:
        self.view.go.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_target(self) -> None:
        if self.judging.preview is not None:
            self.review.show_preview(self.judging.preview, self.target.name())
            self.view.fit_columns()
        self._show_target()

    def _on_added(self, added: AddResult) -> None:
        preview, cart = self.judging.preview, self.target.cart
        if preview is None or cart is None:
            return
        count = added.added + added.summed
        words = trn("Added {n} line to “{cart}”", "Added {n} lines to “{cart}”", count).format(
            n=formats.number(count), cart=cart.name
        )
        self._done(words, left_out(preview, self.target.keep), tr("To the cart"))

    def _on_dealt(self, made: tuple[CartAdded, ...]) -> None:
        words = trn("{n} cart was made", "{n} carts were made", len(made))
        named = ", ".join(each.cart.name for each in made[:SHOWN_CARTS])
        more = len(made) - SHOWN_CARTS
        note = tr("{carts} and {n} more").format(carts=named, n=more) if more > 0 else named
        self._done(words.format(n=formats.number(len(made))), note, tr("To the carts"))

    def _done(self, words: str, note: str, action: str) -> None:
        self.view.done.set_words(words, note)
        self.view.done.set_actions(action)
        self._to_step(steps.DONE)
        self._context.toast(ToastSpec(words, action=tr("Undo"), run=self.target.undo, key="Ctrl+Z"))

    def _undo(self) -> None:
        if self.view.step() == steps.DONE:
            self.target.undo()
        elif self.view.step() == steps.REVIEW and not self.judging.take_back():
            self._context.toast(ToastSpec(tr("There is nothing to take back"), tone="info"))

    def _on_undone(self) -> None:
        if self.view.step() == steps.DONE:
            self._to_step(steps.REVIEW)

    def _to_cart(self) -> None:
        if self.target.per_address:
            self._context.navigate("carts")
            return
        cart = self.target.cart
        self._context.navigate("order", cart=cart.id if cart is not None else "")

    def _offer_files(self) -> None:
        if self.judging.preview is not None:
            self.files.offer(self.view.save, self.judging.preview)

    def _save(self, what: str) -> None:
        if self.judging.preview is not None:
            self.files.save(self.judging.preview, what)


def _told_when_read(error: BaseException) -> bool:
    """A child that does not start is told of when a list is really read."""
    return isinstance(error, CodedError)


def _focus_button(empty: EmptyState) -> None:
    """Focus on the primary button of an empty state."""
    button = empty.findChild(Button)
    if isinstance(button, Button):
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)
