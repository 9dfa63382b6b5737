"""Импорт wired: reading, judging, choosing, adding. The wizard goes as far as it is sure itself.

A list whose layout is known or plain goes straight to the review; when nothing there wants a
decision the focus is on the one button, so that Enter puts the list into the cart.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout

from b2bdesk.domain.bulk_layout import ListMapping
from b2bdesk.domain.bulk_rows import BulkOptions, BulkRow
from b2bdesk.texts import errors, formats, tr, trn
from b2bdesk.trade.errors import CodedError, Expected
from b2bdesk.ui.frame.commands import CART, EDIT, FILE, Command
from b2bdesk.ui.frame.context import Screen, ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.import_rows import (
    ALL,
    chip_counts,
    chip_of,
    import_model,
    is_problem,
)  # fmt: skip
from b2bdesk.ui.screens.listimport import view as steps
from b2bdesk.ui.screens.listimport.facts import facts_of, left_out, sure
from b2bdesk.ui.screens.listimport.files import SavedFiles
from b2bdesk.ui.screens.listimport.resolver import ResolverPane
from b2bdesk.ui.screens.listimport.view import ImportView
from b2bdesk.ui.tasks import JobControl, Progress, Task
from b2bdesk.ui.widgets.banner import EmptyState
from b2bdesk.ui.widgets.button import Button
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.rows.bulk import ListPreview
from b2bdesk.usecases.rows.carts import AddResult, CartRow
from b2bdesk.usecases.services import Services

LISTS = "*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv *.txt *.tsv *.xml *.html *.htm"


class ImportScreen(Screen):
    """The import wizard."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        self._preview: ListPreview | None = None
        self._cart: CartRow | None = None
        self._added: AddResult | None = None
        self._name, self._started, self._seconds = "", 0.0, 0.0
        self._filter = ALL
        self._task: Task | None = None
        self._model: ListRowModel[BulkRow] = import_model("", self)
        self.resolver = ResolverPane(context.runner, services)
        self.view = ImportView(self.resolver)
        self.files = SavedFiles(context, services, self.view, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._acts: dict[str, Callable[[], object]] = {
            "close": self._close, "back": self._back, "go": self._go, "report": self._report,
            "fill": self._fill, "next": partial(self._next_problem, 1), "cart": self._choose_cart,
        }  # fmt: skip
        self._connect()
        self._register()

    def _connect(self) -> None:
        view = self.view
        view.acted.connect(self._on_acted)
        view.dropped.connect(self._on_dropped)
        view.steps.chosen.connect(self._to_step)
        view.file.asked.connect(self._ask_file)
        view.file.pasted.connect(self._paste)
        view.file.cancelled.connect(self._cancel)
        view.sheet.sheet_chosen.connect(self._on_sheet)
        view.sheet.heading_changed.connect(self._on_heading)
        view.sheet.text_changed.connect(self._on_text)
        view.columns.changed.connect(self._on_columns)
        view.chips.chosen.connect(self._on_chip)
        view.shares.chosen.connect(self._on_chip)
        view.grid.current_key_changed.connect(self._on_current)
        view.grid.entered.connect(self._on_entered)
        view.grid.letters_typed.connect(self._on_letters)
        view.done.acted.connect(self._to_cart)
        self.resolver.taken.connect(self._choose)
        self.resolver.skipped.connect(partial(self._next_problem, 1))

    def _register(self) -> None:
        here = "import"
        table: list[tuple[str, str, Callable[[], object], tuple[str, ...], str, str]] = [
            ("go", tr("Go on: next step or into the cart"), self._go, ("Ctrl+Enter",), CART,
             "check"),
            ("file", tr("Choose a list"), self._ask_file, ("Ctrl+O",), FILE, "file-import"),
            ("paste", tr("Take a list from the clipboard"), self._paste, ("Ctrl+V",), EDIT,
             "clipboard"),
            ("next", tr("Next problem"), partial(self._next_problem, 1), ("F8",), EDIT,
             "arrow-down"),
            ("previous", tr("Previous problem"), partial(self._next_problem, -1), ("Shift+F8",),
             EDIT, "arrow-up"),
            ("close", tr("Close the list"), self._close, ("Esc",), FILE, "x"),
        ]  # fmt: skip
        self._context.commands.add(
            *(Command(f"import.{name}", words, run, keys, here, menu, icon)
              for name, words, run, keys, menu, icon in table),
            *(Command(f"import.take{n}", tr("Take proposal {n}").format(n=n),
                      partial(self.resolver.take_number, n), (f"Alt+{n}",), here, hidden=True)
              for n in range(1, 6)),
        )  # fmt: skip

    def arrive(self, args: dict[str, object]) -> None:
        """Start with a file when one is given; else show where the wizard stands."""
        self._services.bulk_entry.prepare()
        path = args.get("path")
        self._read_cart(str(args.get("cart", "")))
        if path:
            self.open(Path(str(path)))
        elif self._preview is None or self.view.step() == steps.DONE:
            self._begin_anew()
        self._focus()

    def open(self, path: Path) -> None:
        """Read a file."""
        self._begin_anew()
        self._name = path.name
        self.view.header.set_title(path.name)
        bulk = self._services.bulk_entry

        def work(control: JobControl) -> ListPreview:
            return bulk.open(path, progress=partial(control.progress, ""))

        self._read(work)

    def _paste(self) -> None:
        text = QApplication.clipboard().text()
        if not text.strip():
            self.view.file.rest(tr("The clipboard holds no text"))
            return
        self._begin_anew()
        self._name = tr("Clipboard")
        self.view.header.set_title(self._name)
        bulk = self._services.bulk_entry

        def work(_control: JobControl) -> ListPreview:
            return bulk.paste(text)

        self._read(work)

    def _read(self, work: Callable[[JobControl], ListPreview]) -> None:
        self._started = time.monotonic()
        self.view.file.reading(self._name, 0)
        self._task = self._context.runner.run_job(
            work, self._on_read, on="slow", failed=self._on_unread, progress=self._on_progress,
            lane="import.read",
        )  # fmt: skip

    def _on_progress(self, progress: Progress) -> None:
        self.view.file.reading(self._name, progress.done)

    def _on_read(self, preview: ListPreview) -> None:
        self._seconds = time.monotonic() - self._started
        self._task = None
        self.view.file.rest()
        self._show(preview)
        self._to_step(steps.REVIEW if sure(preview) else steps.COLUMNS)

    def _on_unread(self, error: BaseException) -> bool:
        self._task = None
        if not isinstance(error, CodedError):
            self.view.file.rest()
            return False
        told = errors.describe(error.code, error.params)
        self.view.file.rest("" if error.code == "cancelled" else told.one_line())
        return True

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._services.bulk_entry.cancel()
        self.view.file.rest()

    def _show(self, preview: ListPreview) -> None:
        """Take a judged list over into all pages."""
        first = self._preview is None
        self._preview = preview
        counts = chip_counts(preview.statuses)
        if self._filter != ALL and not counts.get(self._filter):
            self._filter = ALL
        self._fill_grid()
        self.view.show_counts(counts, preview.rows_read, self._filter)
        self.view.next.setVisible(any(map(is_problem, preview.rows)))
        self.resolver.show_facts(facts_of(preview))
        seconds = formats.quantity(max(1, round(self._seconds * 10)) * 100)
        facts = [
            tr("sheet “{name}”").format(name=preview.sheet) if preview.sheet else "",
            trn("{n} row", "{n} rows", preview.rows_read).format(
                n=formats.number(preview.rows_read)
            ),
            tr("read in {s} s").format(s=seconds),
        ]
        self.view.header.set_facts(" · ".join(each for each in facts if each))
        self._show_target()
        if first:
            self.view.columns.show_preview(preview)
        else:
            self.view.columns.tell(preview)
        self.view.sheet.show_preview(preview)

    def _fill_grid(self) -> None:
        if self._preview is None:
            return
        rows = [row for row in self._preview.rows if self._filter in (ALL, chip_of(row))]
        self._model.set_rows(rows)

    def _show_target(self) -> None:
        preview, cart = self._preview, self._cart
        if preview is None:
            return
        name = cart.name if cart is not None else tr("a new cart")
        if self.view.step() == steps.REVIEW:
            money = formats.money(preview.gross_minor, preview.currency)
            self.view.show_result(preview.lines, money, left_out(preview))
            words = trn("Add {n} line", "Add {n} lines", preview.lines)
            self.view.go.setText(words.format(n=formats.number(preview.lines)))
            self.view.go.set_enabled(preview.lines > 0, tr("No row can be added as it is"))
        self.view.cart.setText(tr("to “{cart}”").format(cart=name))

    def _to_step(self, step: int) -> None:
        if self._preview is None and step != steps.FILE:
            return
        self.view.show_step(step)
        self.view.go.set_enabled(True)
        if step in (steps.SHEET, steps.COLUMNS):
            self.view.go.setText(tr("Next"))
        self._show_target()
        self._focus()

    def _focus(self) -> None:
        """Put the focus where the next Enter does the next thing."""
        step, preview = self.view.step(), self._preview
        if step == steps.REVIEW and preview is not None:
            if any(map(is_problem, preview.rows)):
                self.view.grid.setFocus()
                self._first_problem()
            else:
                self.view.go.setFocus()
        elif step == steps.DONE:
            _focus_button(self.view.done)
        elif step == steps.FILE:
            _focus_button(self.view.file.empty)
        else:
            self.view.go.setFocus()

    def _begin_anew(self) -> None:
        self._preview, self._added, self._filter = None, None, ALL
        self._model.set_rows(())
        self.view.grid.set_rows_model(self._model)
        self.view.header.set_title(tr("Import"))
        self.view.header.set_facts("")
        self.view.file.rest()
        self.view.show_step(steps.FILE)

    def _go(self) -> None:
        step = self.view.step()
        if step == steps.REVIEW:
            self._add()
        elif step == steps.DONE:
            self._check_out()
        elif step in (steps.SHEET, steps.COLUMNS):
            self._to_step(step + 1)

    def _back(self) -> None:
        self._to_step(max(steps.FILE, self.view.step() - 1))

    def _close(self) -> None:
        if self._task is not None:
            self._cancel()
        elif self.view.step() == steps.FILE:
            self._context.navigate("order")
        else:
            self._begin_anew()
            self._focus()

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

    def _judge(self, work: Callable[[], ListPreview]) -> None:
        self._context.runner.run(
            work, self._show, on="slow", failed=self._on_unjudged, lane="import.judge", owner=self
        )

    def _on_unjudged(self, error: BaseException) -> bool:
        if not isinstance(error, Expected):
            return False
        told = errors.describe(error.code, error.params)
        self._context.toast(ToastSpec(told.title, told.sentence, "bad"))
        return True

    def _on_sheet(self, name: str) -> None:
        preview = self._preview
        if preview is not None and name != preview.sheet:
            self._preview = None
            self._judge(partial(self._services.bulk_entry.remap, preview, sheet=name))

    def _on_text(self, encoding: str, delimiter: str) -> None:
        preview = self._preview
        if preview is not None:
            self._preview = None
            self._judge(partial(self._services.bulk_entry.reread, preview, encoding, delimiter))

    def _on_heading(self, rows: tuple[int, ...]) -> None:
        preview = self._preview
        if preview is not None:
            columns = {role: letters for role, letters in preview.columns.items() if letters}
            mapping = ListMapping(columns, sheet=preview.sheet, header_rows=rows)
            self._judge(partial(self._services.bulk_entry.remap, preview, mapping))

    def _on_columns(self) -> None:
        preview = self._preview
        if preview is None:
            return
        page = self.view.columns
        mapping = ListMapping(page.mapping(), sheet=preview.sheet, header_rows=preview.header_rows)
        options = BulkOptions(page.summing.isChecked(), page.rounding.isChecked())
        remap = self._services.bulk_entry.remap
        self._judge(partial(remap, preview, mapping, options=options))

    def _on_chip(self, chip: str) -> None:
        self._filter = chip
        self.view.chips.set_checked(chip)
        self._fill_grid()
        self.view.grid.setFocus()

    def _on_current(self, key: object) -> None:
        self.resolver.show_row(self._model.raw(key) if isinstance(key, int) else None)

    def _on_entered(self, key: object) -> None:
        row = self._model.raw(key) if isinstance(key, int) else None
        if row is not None and is_problem(row):
            self.resolver.take_current()
        else:
            self._next_problem(1)

    def _on_letters(self, typed: str) -> None:
        field = self.resolver.search
        if field.isVisible():
            field.edit.setFocus()
            field.edit.insert(typed)
            field.edited.emit(field.text())

    def _choose(self, row: int, item_id: str) -> None:
        preview = self._preview
        if preview is not None:
            self._context.runner.run(
                partial(self._services.bulk_entry.choose, preview, row, item_id),
                partial(self._on_chosen, row), on="write", failed=self._on_unjudged,
                lane="import.judge", owner=self,
            )  # fmt: skip

    def _on_chosen(self, row: int, preview: ListPreview) -> None:
        self._show(preview)
        self.view.grid.setFocus()
        self.view.grid.go_to(row)
        self._next_problem(1)

    def _first_problem(self) -> None:
        first = next((row.row for row in self._model.raw_rows() if is_problem(row)), None)
        if first is not None:
            self.view.grid.go_to(first, "name")

    def _next_problem(self, step: int) -> None:
        rows = self._model.raw_rows()
        here = self.view.grid.currentIndex().row()
        for distance in range(1, len(rows) + 1):
            at = (here + step * distance) % len(rows)
            if is_problem(rows[at]):
                self.view.grid.go_to_row(at, "name")
                return
        self.view.go.setFocus()

    def _read_cart(self, cart_id: str) -> None:
        carts = self._services.carts

        def work() -> CartRow:
            return carts.open(cart_id).cart if cart_id else carts.active()

        self._context.runner.run(
            work, self._on_cart, on="write", failed=self._on_unjudged, lane="import.cart",
            owner=self,
        )  # fmt: skip

    def _on_cart(self, cart: CartRow) -> None:
        if self._cart is None or self._cart.name != cart.name:
            rows = self._model.raw_rows()
            self._model = import_model(cart.name, self)
            self._model.set_rows(rows)
            self.view.grid.set_rows_model(self._model)
        self._cart = cart
        self._show_target()

    def _choose_cart(self) -> None:
        self._context.runner.run(self._services.carts.list, self._show_carts, owner=self)

    def _show_carts(self, carts: tuple[CartRow, ...]) -> None:
        popover = Popover(self, width=320)
        rows = RowList(two_line=True)
        rows.setAccessibleName(tr("Into which cart"))
        rows.fill_height(8)
        items = [
            ListItem(cart.id, cart.name, right=formats.money(cart.gross_minor, cart.currency))
            for cart in carts
            if cart.state == "draft" and not cart.template and not cart.frozen
        ]
        rows.set_items(items, self._cart.id if self._cart is not None else "")
        rows.chosen.connect(popover.close_now)
        rows.chosen.connect(self._read_cart)
        popover.add(rows)
        popover.open_at(self.view.cart, right=True, above=True)

    def _add(self) -> None:
        preview, cart = self._preview, self._cart
        if preview is None or cart is None or not preview.lines:
            return
        self.view.go.set_enabled(False, tr("The lines are being added"))
        self._context.runner.run(
            partial(self._services.bulk_entry.add, preview, cart.id),
            partial(self._on_added, cart), on="write", failed=self._on_not_added, owner=self,
        )  # fmt: skip

    def _on_not_added(self, error: BaseException) -> bool:
        self.view.go.set_enabled(True)
        return self._on_unjudged(error)

    def _on_added(self, cart: CartRow, added: AddResult) -> None:
        self._added = added
        count = added.added + added.summed
        words = trn("Added {n} line to “{cart}”", "Added {n} lines to “{cart}”", count).format(
            n=formats.number(count), cart=cart.name
        )
        note = left_out(self._preview) if self._preview is not None else ""
        self.view.done.set_words(words, note)
        self.view.fill.setVisible(self._preview is not None and self._preview.path is not None)
        self._to_step(steps.DONE)
        undo = partial(self._undo, cart.id)
        self._context.toast(ToastSpec(words, action=tr("Undo"), run=undo))

    def _undo(self, cart_id: str) -> None:
        self._context.runner.run(
            partial(self._services.carts.undo, cart_id), self._on_undone, on="write", owner=self
        )

    def _on_undone(self, _result: object) -> None:
        if self.view.step() == steps.DONE:
            self._to_step(steps.REVIEW)

    def _to_cart(self) -> None:
        cart_id = self._added.cart_id if self._added is not None else ""
        self._context.navigate("order", cart=cart_id)

    def _check_out(self) -> None:
        if self._added is not None:
            self._context.navigate("carts", cart=self._added.cart_id, checkout=True)

    def _report(self) -> None:
        if self._preview is not None:
            self.files.save_report(self._preview)

    def _fill(self) -> None:
        if self._preview is not None:
            self.files.fill_back(self._preview)


def _focus_button(empty: EmptyState) -> None:
    """Focus on the primary button of an empty state."""
    button = empty.findChild(Button)
    if isinstance(button, Button):
        button.setFocus(Qt.FocusReason.OtherFocusReason)
