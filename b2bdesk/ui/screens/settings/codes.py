"""Таблица соответствий: the buyer's own codes searched, edited, taken from and given as a table.

An article typed over means other goods from then on; what is removed comes back by the toast. A
table is shown with what would become of its rows before anything is changed.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from b2bdesk.texts import errors, formats, tr, trn
from b2bdesk.texts.code_rows import code_status
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.changehub import Change
from b2bdesk.ui.dialogs.sheet import Sheet, ask
from b2bdesk.ui.frame.commands import FILE, Command
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.code_rows import code_model
from b2bdesk.ui.screens.settings.code_sharing import SharingStrip
from b2bdesk.ui.screens.settings.pages import Page
from b2bdesk.ui.widgets.button import FORM, PRIMARY, QUIET, SECONDARY, Button
from b2bdesk.ui.widgets.field import Field
from b2bdesk.ui.widgets.grid.view import DeskGrid
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.screen_parts import FactRow
from b2bdesk.usecases.ports.lists import OwnCode
from b2bdesk.usecases.rows.own_codes import DIFFERS, CodeReading, OwnCodeRow
from b2bdesk.usecases.services import Services

TABLES = "*.xlsx *.xls *.ods *.csv *.txt"
_WIDTH = 1200


class CodesPage(Page):
    """The own-code dictionary."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__(
            tr("Own codes"),
            tr("Your code and the goods it means: learned from your choices in imports, typed here "
               "or taken from a table."),
        )  # fmt: skip
        self.setMaximumWidth(_WIDTH)
        self._context, self._services = context, services
        self.search = Field(tr("Find a code"), icon="search")
        self.code = Field(tr("Your code"))
        self.goods = Field(tr("Article or barcode"))
        self.put = Button(tr("Add"), SECONDARY, icon="plus", height=FORM)
        self.take = Button(tr("From a table"), QUIET, icon="file-import", height=FORM)
        self.give = Button(tr("To a table"), QUIET, icon="file-spreadsheet", height=FORM)
        self.count = PlainLabel("", 12, tone="text2")
        self.sharing = SharingStrip(context, services)
        self.grid = DeskGrid(tr("Own codes"))
        self._model: ListRowModel[OwnCodeRow] = code_model(self)
        self.grid.set_rows_model(self._model)
        self.grid.layout_columns.set_giving_way(("author", "day"))
        self._lay_out()
        self.search.edited.connect(self.read)
        self.code.entered.connect(self._to_goods)
        self.goods.entered.connect(self._add)
        self.put.clicked.connect(self._add)
        self.take.clicked.connect(self._ask_table)
        self.give.clicked.connect(self._export)
        self.grid.edited.connect(self._on_edited)
        self.grid.deleted.connect(self._remove)
        self.grid.cleared.connect(self._on_cleared)
        context.hub.changed.connect(self._on_change)
        context.commands.add(
            Command("settings.codes_take", tr("Own codes from a table"), self._ask_table,
                    where="settings", menu=FILE, icon="file-import"),
            Command("settings.codes_give", tr("Own codes to a table"), self._export,
                    where="settings", menu=FILE, icon="file-spreadsheet"),
        )  # fmt: skip

    def _lay_out(self) -> None:
        typed = QHBoxLayout()
        typed.setSpacing(8)
        for field, width in ((self.code, 200), (self.goods, 220)):
            field.setMinimumWidth(110)
            field.setMaximumWidth(width)
            typed.addWidget(field, width)
        typed.addLayout(_low(self.put))
        typed.addStretch(1)
        typed.addLayout(_low(self.take))
        typed.addLayout(_low(self.give))
        self.column.addWidget(self.sharing)
        self.column.addLayout(typed)
        self.column.addWidget(self.search)
        self.column.addWidget(self.count)
        self.column.addWidget(self.grid, 1)
        keys = tr("F2 or a letter types another article, Ctrl+Del forgets the code")
        self.column.addWidget(PlainLabel(keys, 12, tone="text3"))

    def read(self, _words: str = "") -> None:
        """Show the entries that speak of what is searched."""
        work = partial(self._services.own_codes.rows, self.search.text())
        self._context.runner.run(work, self._show, lane="settings.codes", owner=self)
        self.sharing.read()

    def _show(self, rows: tuple[OwnCodeRow, ...]) -> None:
        self._model.set_rows(rows)
        words = trn("{n} code", "{n} codes", len(rows)).format(n=formats.number(len(rows)))
        wrong = sum(bool(row.trouble) for row in rows)
        if wrong:
            wants = trn("{n} wants a look", "{n} want a look", wrong)
            words = f"{words} · {wants.format(n=formats.number(wrong))}"
        if not rows:
            words = tr("Nothing learned yet.")
            if self.search.text().strip():
                words = tr("No code speaks of “{words}”").format(words=self.search.text().strip())
        self.count.set_text(words)

    def _to_goods(self, _text: str = "") -> None:
        self.goods.edit.setFocus()

    def _add(self, _text: str | bool = "") -> None:
        work = partial(self._services.own_codes.add, self.code.text(), self.goods.text())
        self._context.runner.run(
            work, self._on_added, on="write", failed=self._on_refused, owner=self
        )

    def _on_added(self, row: OwnCodeRow) -> None:
        self.goods.set_error("")
        self.code.set_text("")
        self.goods.set_text("")
        self.code.edit.setFocus()
        words = tr("“{code}” means {name}").format(code=row.code.code, name=row.code.name)
        self._context.toast(ToastSpec(words))

    def _on_refused(self, error: BaseException) -> bool:
        if not isinstance(error, CodedError):
            return False
        self.goods.set_error(errors.describe(error.code, error.params).one_line())
        return True

    def _on_edited(self, key: object, _column: str, text: str) -> None:
        work = partial(self._services.own_codes.add, str(key), text, replacing=True)
        self._context.runner.run(
            work, self._on_replaced, on="write", failed=self._on_wrong, owner=self
        )

    def _on_replaced(self, row: OwnCodeRow) -> None:
        words = tr("“{code}” means {name}").format(code=row.code.code, name=row.code.name)
        self._context.toast(ToastSpec(words))

    def _on_wrong(self, error: BaseException) -> bool:
        """Tell what is wrong; the entry stays as it was."""
        self.read()
        if not isinstance(error, CodedError):
            return False
        told = errors.describe(error.code, error.params)
        self._context.toast(ToastSpec(told.title, told.sentence, "bad"))
        return True

    def _on_cleared(self, codes: list[object], _column: str) -> None:
        self._remove(codes)

    def _remove(self, codes: list[object], everywhere: bool = False) -> None:
        named = [str(code) for code in codes]
        work = partial(self._services.own_codes.remove, named, everywhere)
        failed = partial(self._on_kept, codes)
        self._context.runner.run(work, self._on_removed, on="write", failed=failed, owner=self)

    def _on_kept(self, codes: list[object], error: BaseException) -> bool:
        """Ask before colleagues lose many codes; tell any other trouble."""
        if not isinstance(error, CodedError) or error.code != "own_codes_many":
            return self._on_wrong(error)
        self.read()
        told = errors.describe(error.code, error.params)
        again = partial(self._remove, codes, everywhere=True)
        ask(self, told.title, told.sentence, tr("Remove for everybody"), again, danger=True)
        return True

    def _on_removed(self, gone: tuple[OwnCode, ...]) -> None:
        words = trn("{n} own code forgotten", "{n} own codes forgotten", len(gone))
        named = ", ".join(each.code for each in gone[:4])
        back = partial(self._restore, gone)
        told = words.format(n=formats.number(len(gone)))
        self._context.toast(ToastSpec(told, named, action=tr("Undo"), run=back))

    def _restore(self, gone: tuple[OwnCode, ...]) -> None:
        self._context.runner.run(
            partial(self._services.own_codes.restore, gone), on="write", owner=self
        )

    def _ask_table(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, tr("A table with your codes and our articles"), "", f"{tr('Lists')} ({TABLES})"
        )
        if name:
            self.open_table(Path(name))

    def open_table(self, path: Path) -> None:
        """Read a table and show what would become of its rows."""
        work = partial(self._services.own_codes.read, path)
        self._context.runner.run(work, self._on_read, on="slow", failed=self._on_wrong, owner=self)

    def _on_read(self, reading: CodeReading) -> None:
        sheet = Sheet(self, tr("Codes from “{file}”").format(file=reading.path.name), width=480)
        for status, count in reading.statuses.items():
            words = code_status(status)
            fact = FactRow(words[:1].upper() + words[1:])
            fact.set(formats.number(count))
            sheet.body.addWidget(fact)
        differs = reading.statuses.get(DIFFERS, 0)
        sheet.add_button("cancel", tr("Cancel"))
        if differs:
            words = trn("With {n} replaced", "With {n} replaced", differs)
            sheet.add_button("replace", words.format(n=formats.number(differs)))
        words = trn("Take {n} code", "Take {n} codes", reading.taken)
        go = sheet.add_button("go", words.format(n=formats.number(reading.taken)), PRIMARY)
        go.set_enabled(reading.taken > 0, tr("No row brings a new code"))
        sheet.answered.connect(partial(self._on_answered, reading))
        sheet.open_over()

    def _on_answered(self, reading: CodeReading, key: str) -> None:
        if key in ("go", "replace"):
            work = partial(_taken, self._services, reading, replacing=key == "replace")
            self._context.runner.run(
                work, self._on_taken, on="write", failed=self._on_wrong, owner=self
            )

    def _on_taken(self, reading: CodeReading) -> None:
        words = trn("{n} code taken", "{n} codes taken", reading.taken)
        self._context.toast(ToastSpec(words.format(n=formats.number(reading.taken))))

    def _export(self) -> None:
        start = self._services.profile.exports / f"{tr('Own codes')}.xlsx"
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Save own codes"), str(start), "*.xlsx;;*.csv"
        )
        if name:
            path = Path(name)
            work = partial(self._services.own_codes.export, path, self.search.text())
            self._context.runner.run(
                work, partial(self._on_exported, path), on="slow", failed=self._on_wrong,
                owner=self,
            )  # fmt: skip

    def _on_exported(self, path: Path, count: int) -> None:
        show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path)))
        words = trn("{n} code saved", "{n} codes saved", count).format(n=formats.number(count))
        self._context.toast(ToastSpec(words, path.name, action=tr("Open"), run=show))

    def _on_change(self, change: Change) -> None:
        if self.isVisible() and change.touches("own_codes", "own_code_clash"):
            self.read()


def _taken(services: Services, reading: CodeReading, *, replacing: bool) -> CodeReading:
    return services.own_codes.take(services.own_codes.judged_anew(reading, replacing))


def _low(button: Button) -> QHBoxLayout:
    """A button at the height of the fields beside it, below their labels."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 20, 0, 0)
    row.addWidget(button)
    return row
