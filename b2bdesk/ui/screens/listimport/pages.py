"""The first pages of the wizard: the file, the sheet with its heading, the columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.domain.bulk_rows import BulkOptions
from b2bdesk.texts import formats, tr, trn
from b2bdesk.trade.lists.layout import COLUMN_ROLES
from b2bdesk.trade.tablerows import RawRow, column_letters
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.rows import CHECK, INDEX, Cell, Column, GridRow
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.banner import EmptyState, ProgressBlock
from b2bdesk.ui.widgets.checks import CheckBox
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.labels import Panel, PlainLabel, SectionTitle
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.ui.widgets.scroll import ScrollArea
from b2bdesk.ui.widgets.select import Select, SelectBox
from b2bdesk.usecases.rows.bulk import ListPreview, SheetInfo

SHOWN_ROWS, SHOWN_COLUMNS = 60, 16
_WIDEST, _SAMPLE = 340, 44
ENCODINGS = ("utf-8", "windows-1251", "cp866", "utf-16")
ALL_SHEETS = "\x00all"  # no sheet can be named so
CARRY = "\x00carry"
DELIMITERS = (";", ",", "\t", "|")


class FilePage(QWidget):
    """Choose, drop or paste a list; progress while it is read.

    Signals:
        asked: choose a file.
        pasted: take the clipboard.
        cancelled: stop reading.
    """

    asked = Signal()
    pasted = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.empty = EmptyState(
            "file-import", tr("Drop a list here"),
            tr("xlsx, xls, xlsb, ods, csv, txt, html or xml; any headings, any order of columns"),
            action=tr("Choose a file"), second=tr("Paste from the clipboard"),
        )  # fmt: skip
        self.empty.acted.connect(self.asked)
        self.empty.acted_second.connect(self.pasted)
        self.progress = ProgressBlock()
        self.progress.setFixedWidth(440)
        self.progress.cancelled.connect(self.cancelled)
        self.progress.hide()
        self.trouble = PlainLabel("", 13, tone="bad", wrap=True)
        self.trouble.setFixedWidth(640)
        self.trouble.set_align(Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.progress)
        row.addWidget(self.trouble)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 32, 0, 0)
        column.addLayout(row)
        column.addWidget(self.empty, 1)

    def reading(self, name: str, rows: int) -> None:
        """Show how far the reading is."""
        self.trouble.set_text("")
        self.trouble.hide()
        self.empty.hide()  # Enter while the list is read must not ask for another one
        self.progress.show()
        words = trn("{n} row", "{n} rows", rows).format(n=formats.number(rows)) if rows else ""
        self.progress.tell(tr("Reading “{file}”").format(file=name), rows, 0, words)

    def rest(self, trouble: str = "") -> None:
        """Nothing is being read; say what went wrong."""
        self.progress.hide()
        self.empty.show()
        self.trouble.set_text(trouble)
        self.trouble.setVisible(bool(trouble))


class SheetPage(QWidget):
    """Sheets at the left, the first rows at the right; ticked rows are the heading.

    Signals:
        sheet_chosen: name of the sheet.
        heading_changed: numbers of the heading rows.
        text_changed: encoding and delimiter of a text file.
    """

    sheet_chosen = Signal(str)
    heading_changed = Signal(object)
    text_changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.sheets = RowList(row_height=36)
        self.sheets.setAccessibleName(tr("Sheets of the file"))
        self.sheets.fill_height()
        self.sheets.chosen.connect(self.sheet_chosen)
        self.encoding = Select(tr("Encoding"))
        self.delimiter = Select(tr("Delimiter"))
        for box in (self.encoding, self.delimiter):
            box.chosen.connect(self._on_text)
        self._heading: set[int] = set()
        self.grid = DeskGrid(tr("First rows of the sheet"), row_select=True)
        self.grid.toggled.connect(self._on_toggled)
        side = Panel("sunken", "r")
        side.setFixedWidth(250)
        left = QVBoxLayout(side)
        left.setContentsMargins(12, 12, 13, 12)
        left.addWidget(SectionTitle(tr("Sheets"), small=True))
        left.addWidget(self.sheets, 1)
        left.addWidget(self.encoding)
        left.addWidget(self.delimiter)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        note = PlainLabel(
            tr("Tick the rows that are the heading; everything above them is not read"), 12,
            tone="text2",
        )  # fmt: skip
        note.setContentsMargins(0, 0, 0, 0)
        pad = QHBoxLayout()
        pad.setContentsMargins(16, 10, 16, 8)
        pad.addWidget(note)
        right.addLayout(pad)
        right.addWidget(self.grid, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addLayout(right, 1)

    def show_preview(self, preview: ListPreview) -> None:
        """Show a list that was read."""
        items = [
            ListItem(
                each.name, each.name or tr("List"), right=formats.number(each.rows),
                badge=_sheet_badge(each),
            )
            for each in preview.sheets
        ]  # fmt: skip
        together = len({part.place.sheet for part in preview.plan.parts}) > 1
        if together or preview.unread:
            asking = sum(bool(each.asked) for each in preview.sheets) + 1
            right = formats.number(asking)
            items.append(ListItem(ALL_SHEETS, tr("All sheets with goods together"), right=right))
        self.sheets.set_items(items, ALL_SHEETS if together else preview.sheet)
        text = preview.kind == "text" and preview.path is not None
        self.encoding.setVisible(text)
        self.delimiter.setVisible(text)
        if text:
            known = preview.encoding or ENCODINGS[0]
            options = dict.fromkeys((known, *ENCODINGS))
            self.encoding.set_options([(each, each) for each in options], known)
            self.delimiter.set_options(_delimiters(preview.delimiter), preview.delimiter or "")
        self._heading = set(preview.header_rows)
        rows = list(preview.plan.chosen.sheet.rows[:SHOWN_ROWS])
        self._model = raw_model(rows, self, self._heading)
        self.grid.set_rows_model(self._model)

    def _on_toggled(self, number: object, on: bool) -> None:
        if isinstance(number, int):
            (self._heading.add if on else self._heading.discard)(number)
            self._model.prepare_again()
            self.heading_changed.emit(tuple(sorted(self._heading)))

    def _on_text(self, _key: str) -> None:
        self.text_changed.emit(self.encoding.current(), self.delimiter.current())


class ColumnsPage(QWidget):
    """What each column means, with samples; options below.

    Signals:
        changed: the mapping or an option was changed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[str, SelectBox] = {}
        self._holder = Panel("surface")
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(20, 8, 20, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self.summing = CheckBox(tr("Add up repeated goods"), checked=True)
        self.rounding = CheckBox(tr("Round up to the multiple"), checked=True)
        self.apart = CheckBox(tr("A cart for each branch"), checked=True)
        self.branches: tuple[str, ...] = ()
        for box in (self.summing, self.rounding, self.apart):
            box.toggled.connect(self._on_toggled)
        options = QHBoxLayout()
        options.setContentsMargins(20, 8, 20, 8)
        options.setSpacing(24)
        options.addWidget(self.summing)
        options.addWidget(self.rounding)
        options.addWidget(self.apart)
        options.addStretch(1)
        self._verdict = PlainLabel("", 13, tone="text2")
        options.addWidget(self._verdict)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ScrollArea(self._holder), 1)
        column.addLayout(options)

    def show_preview(self, preview: ListPreview) -> None:
        """Show the columns of a list with what they were taken for."""
        self._clear()
        words = role_words()
        titles = (tr("Column"), tr("Heading in the file"), tr("First values"), tr("What it is"))
        for at, title in enumerate(titles):
            label = PlainLabel(title, 12, look.MEDIUM, tone="text2")
            self._grid.addWidget(label, 0, at)
        role_of = {letters: role for role, letters in preview.columns.items() if letters}
        rows = preview.plan.rows[:200]
        width = min(max((len(row.cells) for row in rows), default=0), 40)
        options = [("", tr("— not used —")), *((role, words[role]) for role in COLUMN_ROLES)]
        options.append((CARRY, tr("Into the comment, with its heading")))
        for column in range(width):
            letters = column_letters(column)
            line = column + 1
            heading = preview.headings.get(letters, "")
            box = SelectBox(tr("Column {letters}").format(letters=letters), height=30)
            taken = CARRY if letters in preview.plan.carried else role_of.get(letters, "")
            box.set_options(options if heading else options[:-1], taken)
            box.setFixedWidth(210)
            box.chosen.connect(self._on_chosen)
            self._boxes[letters] = box
            self._grid.addWidget(PlainLabel(letters, 13, tone="text2"), line, 0)
            self._grid.addWidget(PlainLabel(heading or "—", 13, look.MEDIUM), line, 1)
            self._grid.addWidget(PlainLabel(_sample(rows, column), 13, tone="text2"), line, 2)
            self._grid.addWidget(box, line, 3)
        self._grid.setColumnStretch(2, 1)
        self._grid.setRowStretch(width + 1, 1)
        self._tick(self.summing, preview.options.sum_duplicates)
        self._tick(self.rounding, preview.options.round_up)
        self._tick(self.apart, preview.options.branches_apart)
        self.tell(preview)

    def tell(self, preview: ListPreview) -> None:
        """The verdict on the present mapping, without touching the boxes."""
        words = tr("{lines} of {rows} rows would go into the cart").format(
            lines=formats.number(preview.lines), rows=formats.number(preview.rows_read)
        )
        self.branches = preview.plan.branches
        self.apart.setVisible(bool(self.branches))
        if self.branches:
            named = ", ".join(self.branches[:3]) + ("…" if len(self.branches) > 3 else "")
            words = f"{tr('Branches in columns: {names}').format(names=named)} · {words}"
        self._verdict.set_text(words)

    def options(self) -> BulkOptions:
        """What is ticked."""
        return BulkOptions(
            self.summing.isChecked(), self.rounding.isChecked(), self.apart.isChecked()
        )

    def mapping(self) -> Mapping[str, str]:
        """Letters by role as chosen; the first column of a role counts."""
        chosen: dict[str, str] = {}
        for letters, box in self._boxes.items():
            if box.current() and box.current() != CARRY:
                chosen.setdefault(box.current(), letters)
        return chosen

    def carried(self) -> list[str]:
        """Letters of the columns that go into the comments of the lines."""
        return [letters for letters, box in self._boxes.items() if box.current() == CARRY]

    def _on_chosen(self, role: str) -> None:
        sender: QObject | None = self.sender()
        for box in self._boxes.values():
            if box is not sender and role not in ("", CARRY) and box.current() == role:
                box.set_current("")
        self.changed.emit()

    def _on_toggled(self, _on: bool) -> None:
        self.changed.emit()

    def _tick(self, box: CheckBox, on: bool) -> None:
        box.blockSignals(True)
        box.setChecked(on)
        box.blockSignals(False)
        box.update()

    def _clear(self) -> None:
        self._boxes = {}
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def role_words() -> dict[str, str]:
    """Names of the column roles."""
    return {
        "article": tr("Article"),
        "name": tr("Name"),
        "quantity": tr("Quantity"),
        "unit": tr("Unit"),
        "barcode": tr("Barcode"),
        "price": tr("Price"),
        "comment": tr("Comment"),
        "address": tr("Address"),
        "own_code": tr("Your own code"),
    }


def raw_model(rows: Sequence[RawRow], parent: QObject, heading: set[int]) -> ListRowModel[RawRow]:
    """The first rows of a sheet as they stand, with a tick for heading rows."""
    width = min(max((len(row.cells) for row in rows), default=1), SHOWN_COLUMNS)
    columns = [
        Column("n", tr("No."), INDEX, 44, hideable=False),
        Column("head", "", CHECK, 34, hideable=False),
    ]
    columns += [Column(f"c{at}", column_letters(at), width=_room(rows, at)) for at in range(width)]

    def painted(row: RawRow, _number: int) -> GridRow:
        on = row.number in heading
        cells: dict[str, str | Cell] = {"n": str(row.number), "head": Cell(checked=on)}
        for at in range(min(width, len(row.cells))):
            cells[f"c{at}"] = Cell(row.cells[at], strong=on)
        return GridRow(row.number, cells)

    model: ListRowModel[RawRow] = ListRowModel(columns, _number_of, painted, parent)
    model.set_rows(rows)
    return model


def _room(rows: Sequence[RawRow], column: int) -> int:
    """Pixels for the texts of a column, within reason."""
    longest = max((len(row.cell(column)) for row in rows), default=0)
    return min(max(70, round(7.4 * longest) + 22), _WIDEST)


def _number_of(row: RawRow) -> int:
    return row.number


def _delimiters(present: str | None) -> list[tuple[str, str]]:
    words = {";": tr("semicolon ;"), ",": tr("comma ,"), "\t": tr("tab"), "|": tr("bar |")}
    found = dict.fromkeys((*DELIMITERS, *((present,) if present else ())))
    return [(each, words.get(each, each)) for each in found]


def _sample(rows: Sequence[RawRow], column: int) -> str:
    found: list[str] = []
    for row in rows:
        text = row.cell(column).strip()
        if text and text not in found:
            found.append(text if len(text) <= _SAMPLE else f"{text[: _SAMPLE - 1].rstrip()}…")
        if len(found) == 3:
            break
    return "  ·  ".join(found)


def _sheet_badge(sheet: SheetInfo) -> str:
    """What the buyer must know of a sheet before he leaves it out."""
    if sheet.hidden:
        return tr("hidden")
    return tr("asks for goods") if sheet.asked and not sheet.read else ""
