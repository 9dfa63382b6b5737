"""The list as it is shown, to Excel or to paper: the question where to, progress, preview.

What is shown is taken at the moment of the question: columns in their order, the filter, all rows.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from b2bdesk.texts import formats, language, tr, trn
from b2bdesk.texts.currencies import sign
from b2bdesk.trade.unit import short
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels.catalogue_rows import LIST, TILES, CatalogueRows
from b2bdesk.ui.itemmodels.rows import PICTURE
from b2bdesk.ui.screens.catalog.filtering import Filtering
from b2bdesk.ui.screens.catalog.preview import Preview
from b2bdesk.ui.screens.catalog.view import CatalogueView
from b2bdesk.ui.tasks import Cancelled, JobControl, Progress, Task
from b2bdesk.usecases.goods_export import ARRIVES, PLACES, ShownGoods
from b2bdesk.usecases.services import Services

_UNDER_NAME = ("article", "brand", "unit", "multiple")
_OF_TILES = ("article", "name", "brand", "price", "unit", "stock", "coming", "qty")


class Exporting(QObject):
    """Turns the list into files."""

    def __init__(
        self,
        context: ScreenContext,
        services: Services,
        view: CatalogueView,
        rows: CatalogueRows,
        filtering: Filtering,
    ) -> None:
        super().__init__(view)
        self._context, self._services = context, services
        self._view, self._rows, self._filtering = view, rows, filtering
        self._task: Task | None = None
        view.progress.cancelled.connect(self._on_cancel)
        self._preview = Preview(context)
        self._preview.left.connect(self._on_left)
        view.set_preview(self._preview)

    def to_excel(self) -> None:
        """Ask where to, then write all rows that fit."""
        if self._task is not None or not self._rows.row_total():
            return
        shown = self.shown()
        offered = self._services.profile.exports / f"{_file_name(shown.title)}.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(
            self._view, tr("Save as a spreadsheet"), str(offered), "Excel (*.xlsx);;CSV (*.csv)"
        )
        if chosen:
            self.write(Path(chosen), shown)

    def to_paper(self) -> None:
        """Make the pages and show them before they are printed."""
        if self._view.preview_shown():
            self._preview.ask_printer()
        elif self._task is None and self._rows.row_total():
            target = self._services.profile.cache / "print.pdf"
            self.write(target, self.shown())

    def write(self, target: Path, shown: ShownGoods) -> None:
        """Write a list; a PDF is shown when it is ready."""
        self._view.progress.tell(tr("Reading the goods"), 0, len(shown.ns))
        self._view.show_progress(True)
        self._task = self._context.runner.run_job(
            partial(_write, self._services, target, shown), self._on_written, on="slow",
            progress=self._on_progress, failed=self._on_failed,
        )  # fmt: skip

    def shown(self) -> ShownGoods:
        """What the screen shows now."""
        view = self._view
        title = view.header.title()
        return ShownGoods(
            title,
            self._facts(),
            tuple(self._columns()),
            [int(n) for n in self._rows.ids()],
            self._rows.quantities(),
            _unit,
            formats.quantity,
        )

    def _facts(self) -> str:
        words = [self._filtering.words(), self._context_words()]
        count = self._rows.row_total()
        words.append(trn("{n} item", "{n} items", count).format(n=formats.number(count)))
        return " · ".join(part for part in words if part)

    def _context_words(self) -> str:
        context = self._services.account.context()
        if context is None:
            return ""
        number = tr("contract {number}").format(number=context.contract.number)
        return f"{context.entity.party.name}, {number}"

    def _columns(self) -> list[tuple[str, str]]:
        titles = {column.key: column.title for column in self._rows.columns}
        context = self._services.account.context()
        mark = sign(context.contract.currency if context else "RUB")
        titles["price"] = tr("Price, {sign}").format(sign=mark)
        made: list[tuple[str, str]] = []
        for key in self._keys():
            made.append((key, titles[key]))
            if key == "stock":
                made.append((PLACES, tr("By warehouse")))
            elif key == "coming":
                made.append((ARRIVES, tr("Arrives")))
        return made

    def _keys(self) -> list[str]:
        view = self._view
        if view.views.current() == TILES:
            return list(_OF_TILES)
        header = view.grid.horizontalHeader()
        logical = [header.logicalIndex(at) for at in range(header.count())]
        columns = self._rows.columns
        keys = [columns[at].key for at in logical
                if not header.isSectionHidden(at) and columns[at].kind != PICTURE]  # fmt: skip
        if view.views.current() != LIST:
            return keys
        found: list[str] = []
        for key in keys:
            if key == "name":
                found += [each for each in _UNDER_NAME if each not in keys]
            found.append(key)
        return found

    def _on_progress(self, told: Progress) -> None:
        self._view.progress.tell(told.what, told.done, told.total, told.note)

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._done()
            self._context.toast(ToastSpec(tr("Cancelled; nothing was saved"), tone="info"))

    def _done(self) -> None:
        self._task = None
        self._view.show_progress(False)

    def _on_failed(self, error: BaseException) -> bool:
        self._done()
        return isinstance(error, Cancelled)

    def _on_written(self, target: Path) -> None:
        self._done()
        if target.suffix.lower() == ".pdf":
            self._preview.look_at(target)
            self._view.show_preview(True)
            return
        show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(target)))
        words = tr("Saved: {name}").format(name=target.name)
        self._context.toast(ToastSpec(words, action=tr("Open"), run=show))

    def close(self) -> bool:
        """Escape: leave the pages; False when they are not shown."""
        if not self._view.preview_shown():
            return False
        self._view.show_preview(False)
        return True

    def _on_left(self) -> None:
        self._view.show_preview(False)


def _write(services: Services, target: Path, shown: ShownGoods, control: JobControl) -> Path:
    what = tr("Writing the list")

    def told(done: int, total: int) -> None:
        control.check()
        control.progress(what, done, total)

    return services.goods.exports.save(target, shown, told)


def _unit(okei: str) -> str:
    return short(okei, language())


def _file_name(title: str) -> str:
    return "".join(sign for sign in title if sign.isalnum() or sign in " -_.,").strip() or "b2bdesk"
