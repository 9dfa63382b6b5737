"""Документы wired: list by filter and words, preview of the current one, print and save.

The PDF comes from the vault, is drawn from cached data or downloaded; pages are rendered off the
GUI thread when they come in sight, and the same file goes to the printer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.errors import describe
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.changehub import Change
from b2bdesk.ui.frame.commands import DOCUMENTS, Command
from b2bdesk.ui.frame.context import Screen, ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels import documents_rows
from b2bdesk.ui.itemmodels.documents_words import document_words
from b2bdesk.ui.pdf_pages import Leaflet, measure, print_files, render
from b2bdesk.ui.screens.documents.printing import PrintQuestion
from b2bdesk.ui.screens.documents.view import DocumentsView
from b2bdesk.ui.tasks import JobControl
from b2bdesk.usecases.rows.orders import DocumentFilter, DocumentRow
from b2bdesk.usecases.services import Services

PREVIEW_DPI = 144.0
_COLUMNS = "documents.columns"


class DocumentsScreen(Screen):
    """Documents of the sign-in."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        self._rows: dict[str, DocumentRow] = {}
        self._ticked: set[str] = set()
        self._current = ""
        self._leaflet: Leaflet | None = None
        self._wanted = ""
        self._model = documents_rows.model(self, self.ticked)
        self.view = DocumentsView(self._model)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._connect()
        context.commands.add(
            Command(
                "documents.print", tr("Print"), self._print, ("Ctrl+P",), "documents", DOCUMENTS,
                "printer",
            ),
            Command(
                "documents.save", tr("Save"), self._save, ("Ctrl+S",), "documents", DOCUMENTS,
                "download",
            ),
        )  # fmt: skip

    def arrive(self, args: dict[str, object]) -> None:
        """Read the list; `document` is shown at once."""
        self._wanted = str(args.get("document", "")) or self._wanted
        self._read()
        self.view.grid.setFocus()

    def ticked(self) -> frozenset[str]:
        """Return the ids of the ticked documents."""
        return frozenset(self._ticked)

    def _connect(self) -> None:
        view = self.view
        view.grid.current_key_changed.connect(self._on_chosen)
        view.grid.toggled.connect(self._on_toggled)
        view.grid.layout_changed.connect(partial(self._context.settings.set, _COLUMNS))
        saved = self._context.settings.get(_COLUMNS)
        if isinstance(saved, dict):
            view.grid.layout_columns.restore(saved)
        view.chips.chosen.connect(self._on_filter)
        view.search.edited.connect(self._on_words)
        view.printed.connect(self._print)
        view.saved.connect(self._save)
        view.to_order.connect(self._to_order)
        view.paper.wanted.connect(self._on_page_wanted)
        self._context.hub.changed.connect(self._on_change)

    def _read(self) -> None:
        work = partial(self._find, self.view.search.text().strip(), self._wanted)
        self._context.runner.run(work, self._show, lane="documents.list", owner=self)

    def _find(self, text: str, wanted: str) -> Sequence[DocumentRow]:
        """Documents of the firm chosen above; of every firm when the wanted one is another's."""
        here = self._services.account.context()
        entity = here.entity.id if here is not None else ""
        rows = self._services.documents.list(DocumentFilter(text=text, entity_id=entity))
        if wanted and all(wanted != row.id for row in rows):
            return self._services.documents.list(DocumentFilter(text=text))
        return rows

    def _show(self, rows: Sequence[DocumentRow]) -> None:
        before = self._rows.get(self._current)
        self._rows = {row.id: row for row in rows}
        if before is not None and self._rows.get(self._current, before) != before:
            self._current = ""  # corrected by the supplier: shown anew
        self._ticked &= set(self._rows)
        searching = bool(self.view.search.text().strip())
        self.view.show_empty(not rows and not searching)
        self.view.header.set_facts(documents_rows.facts(rows))
        self.view.chips.set_chips(documents_rows.chips(rows))
        self._filter()
        self._tell_ticked()

    def _filter(self) -> None:
        key = next(iter(self.view.chips.checked()), documents_rows.ALL)
        rows = [row for row in self._rows.values() if documents_rows.belongs(row, key)]
        self._model.set_rows(rows)
        if self._wanted in self._rows:
            wanted, self._wanted = self._wanted, ""
            self.view.grid.go_to(wanted)
            self._on_chosen(wanted)
        elif rows and self._current not in self._rows:
            self.view.grid.go_to(rows[0].id)
            self._on_chosen(rows[0].id)

    def _on_filter(self, _key: str) -> None:
        self._filter()

    def _on_words(self, _words: str) -> None:
        self._read()

    def _on_chosen(self, key: object) -> None:
        row = self._rows.get(str(key or ""))
        if row is None or row.id == self._current:
            return
        self._current = row.id
        self.view.show_title(
            document_words(row),
            formats.money(row.gross_minor, row.currency),
            has_order=bool(row.order_id),
        )
        self._context.runner.run(
            partial(self._preview, row.id),
            self._show_leaflet,
            failed=self._on_no_preview,
            on="slow",
            lane="documents.preview",
            owner=self,
        )

    def _preview(self, document_id: str) -> Leaflet:
        return measure(self._services.documents.pdf(document_id))

    def _show_leaflet(self, leaflet: Leaflet) -> None:
        self._leaflet = leaflet
        self.view.trouble.clear()
        self.view.paper.set_sheets(leaflet.sizes)

    def _on_page_wanted(self, number: int) -> None:
        if self._leaflet is not None:
            self._context.runner.run(
                partial(render, self._leaflet.path, number, PREVIEW_DPI),
                partial(self._show_page, self._leaflet, number),
                on="slow",
                owner=self,
            )

    def _show_page(self, leaflet: Leaflet, number: int, image: QImage) -> None:
        if leaflet is self._leaflet:
            self.view.paper.set_image(number, image)

    def _on_no_preview(self, error: BaseException) -> bool:
        if not isinstance(error, CodedError):
            return False
        words = describe(error.code, error.params)
        self._leaflet = None
        self.view.paper.set_sheets(())
        self.view.trouble.tell("warn", words.sentence or words.title, words.next_step)
        return True

    def _on_toggled(self, key: object, on: bool) -> None:
        if on:
            self._ticked.add(str(key))
        else:
            self._ticked.discard(str(key))
        self._model.update_rows([self._rows[str(key)]])
        self._tell_ticked()

    def _tell_ticked(self) -> None:
        rows = [self._rows[key] for key in self._ticked]
        words = ""
        if rows:
            total = formats.money(sum(row.gross_minor for row in rows), rows[0].currency)
            chosen = trn("{n} document chosen", "{n} documents chosen", len(rows))
            words = f"{chosen.format(n=len(rows))} · {total}"
        self.view.show_chosen(words, len(rows))

    def _targets(self) -> list[str]:
        ticked = [key for key in self._rows if key in self._ticked]
        return ticked or ([self._current] if self._current else [])

    def _print(self) -> None:
        targets = self._targets()
        if targets:
            kind = self._rows[targets[0]].kind
            then = partial(self._on_printer, targets)
            PrintQuestion(self, self._context.settings, kind, then).open()

    def _on_printer(self, targets: Sequence[str], printer: QPrinter) -> None:
        self._context.runner.run_job(
            partial(self._print_all, targets, printer), self._on_printed, on="slow"
        )

    def _print_all(self, targets: Sequence[str], printer: QPrinter, control: JobControl) -> int:
        def told(_pages: int) -> None:
            control.check()

        paths = [self._services.documents.pdf(key) for key in targets]
        return print_files(printer, paths, told)

    def _on_printed(self, pages: int) -> None:
        if pages:
            words = trn("{n} page printed", "{n} pages printed", pages).format(n=pages)
            self._context.toast(ToastSpec(words))

    def _save(self) -> None:
        targets = self._targets()
        if not targets:
            return
        offered = str(self._services.profile.exports)
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder for the documents"), offered)
        if chosen:
            self._context.runner.run(
                partial(self._services.documents.save, targets, Path(chosen)),
                self._on_saved,
                on="slow",
                owner=self,
            )

    def _on_saved(self, paths: Sequence[Path]) -> None:
        words = trn("{n} document saved", "{n} documents saved", len(paths)).format(n=len(paths))
        self._context.toast(ToastSpec(words, str(paths[0].parent) if paths else ""))

    def _to_order(self) -> None:
        row = self._rows.get(self._current)
        if row is not None and row.order_id:
            self._context.navigate("orders", order=row.order_id)

    def _on_change(self, change: Change) -> None:
        if self.isVisible() and change.touches("documents", "account", "context"):
            self._read()
