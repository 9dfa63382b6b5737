"""Layout of the import: steps, shares, chips, the pages, the footer. No use cases here."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.itemmodels.import_rows import ALL, CHIPS, chip_words
from b2bdesk.ui.screens.listimport.pages import ColumnsPage, FilePage, SheetPage
from b2bdesk.ui.screens.listimport.resolver import WIDTH as RESOLVER
from b2bdesk.ui.screens.listimport.resolver import ResolverPane
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.banner import EmptyState
from b2bdesk.ui.widgets.bars import Share, Shares
from b2bdesk.ui.widgets.button import BAR, BIG, HEADER, PRIMARY, QUIET, Button
from b2bdesk.ui.widgets.checks import CheckBox
from b2bdesk.ui.widgets.chip import ChipRow, ChipSpec
from b2bdesk.ui.widgets.foot_bars import FootBar
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.screen_parts import ScreenHeader
from b2bdesk.ui.widgets.steps import WizardSteps

FILE, SHEET, COLUMNS, REVIEW, DONE = range(5)
NARROW_FOOT, SCROLLBAR = 1080, 14
FOLDED = ("theirs", "article", "unit", "address")


class ImportView(QWidget):
    """The parts of the wizard.

    Signals:
        acted: key of a button: close, back, go, save, next, cart.
        dropped: paths of files dropped on the screen.
    """

    acted = Signal(str)
    dropped = Signal(list)

    def __init__(self, resolver: ResolverPane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.resolver = resolver
        self.header = ScreenHeader(tr("Import"))
        close = Button(tr("Close"), QUIET, icon="x", key="Esc", height=HEADER)
        self.steps = WizardSteps(
            [tr("File"), tr("Sheet and heading"), tr("Columns"), tr("Review"), tr("Done")]
        )
        self.file, self.sheet, self.columns = FilePage(), SheetPage(), ColumnsPage()
        self.shares = Shares(tr("Result of the import"), height=6)
        self.chips = ChipRow()
        self.chips.set_checked(ALL)
        self.grid = DeskGrid(tr("Rows of the list"))
        self.grid.detail_edge = False
        self.done = EmptyState("circle-check", "", "", action=tr("To the cart"))
        self.back = Button(tr("Back"), icon="chevron-left", height=BIG)
        self.save = Button(tr("Save"), QUIET, icon="download", height=BIG)
        self.save.show_arrow()
        self.next = Button(tr("Next problem"), QUIET, key="F8", height=BAR)
        self.cart = Button("", QUIET, icon="shopping-cart", height=BIG)
        self.cart.show_arrow()
        self.go = Button(tr("Next"), PRIMARY, key="Ctrl+Enter", height=BIG)
        self.keep = CheckBox(tr("Rows not found wait in the cart"))
        self._sum = PlainLabel("", 13, look.SEMIBOLD)
        self._out = PlainLabel("", 12, tone="text2")
        for label in (self._sum, self._out):
            label.set_align(Qt.AlignmentFlag.AlignRight)
        self._buttons = {
            "close": close, "back": self.back, "save": self.save, "next": self.next,
            "go": self.go, "cart": self.cart,
        }  # fmt: skip
        for key, button in self._buttons.items():
            button.setObjectName(key)
            button.named.connect(self.acted)
        self.header.add_action(close)
        self.setAcceptDrops(True)
        self._lay_out()
        self.show_step(FILE)

    def _lay_out(self) -> None:
        steps = QHBoxLayout()
        steps.setContentsMargins(20, 0, 16, 14)
        steps.addWidget(self.steps)
        self._pages = QStackedWidget()
        for page in (self.file, self.sheet, self.columns, self._review(), self.done):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(steps)
        column.addWidget(self._pages, 1)
        self._foot = self._footer()
        column.addWidget(self._foot)

    def _review(self) -> QWidget:
        page = QWidget()
        top = QVBoxLayout()
        top.setContentsMargins(20, 0, 16, 10)
        top.setSpacing(10)
        top.addWidget(self.shares)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.chips, 1)
        line.addWidget(self.next)
        top.addLayout(line)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.grid, 1)
        row.addWidget(self.resolver)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(row, 1)
        return page

    def _footer(self) -> QWidget:
        foot = FootBar("surface", "t")
        foot.setFixedHeight(60)
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 1, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self.save)
        row.addSpacing(8)
        row.addWidget(self.keep)
        row.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(self._sum)
        words.addWidget(self._out)
        words.addStretch(1)
        row.addLayout(words)
        row.addSpacing(8)
        row.addWidget(self.cart)
        row.addWidget(self.go)
        return foot

    def show_step(self, step: int) -> None:
        """Show a step of the wizard with its buttons."""
        self.steps.set_current(step)
        self._pages.setCurrentIndex(step)
        self._foot.setVisible(step != FILE)
        self.back.setVisible(step in (SHEET, COLUMNS, REVIEW))
        self.save.setVisible(step in (REVIEW, DONE))
        self.cart.setVisible(step == REVIEW)
        self.go.setVisible(step not in (FILE, DONE))
        self.go.set_icon("check" if step == REVIEW else "")
        self.keep.setVisible(False)
        if step != REVIEW:
            self._sum.set_text("")
            self._out.set_text("")

    def step(self) -> int:
        """The step shown."""
        return self._pages.currentIndex()

    def show_counts(self, counts: Mapping[str, int], total: int, chosen: str) -> None:
        """Shares and chips; the counters sum to the rows read."""
        words = chip_words()
        self.shares.set_parts(
            [
                Share(counts.get(chip.key, 0), chip.share,
                      f"{words[chip.key][0]} {formats.number(counts.get(chip.key, 0))}", chip.key)
                for chip in CHIPS
            ]
        )  # fmt: skip
        specs = [ChipSpec(ALL, tr("All"), total, keep=True)]
        specs += [
            ChipSpec(chip.key, words[chip.key][0], counts.get(chip.key, 0), chip.icon, chip.tone,
                     short=words[chip.key][1])
            for chip in CHIPS
        ]  # fmt: skip
        self.chips.set_chips(specs)
        self.chips.set_checked(chosen)

    def show_result(self, lines: int, money: str, left_out: str) -> None:
        """What would be added, and what would not."""
        words = trn("{n} line", "{n} lines", lines).format(n=formats.number(lines))
        self._sum.set_text(f"{words} · {money}")
        self._out.set_text(left_out)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()
        self._fit_foot()

    def _fit_foot(self) -> None:
        """In a narrow window words and key hints give way: the sum is never cut."""
        narrow = self.width() < NARROW_FOOT
        self.go.show_key(not narrow)
        self.back.setText("" if narrow else tr("Back"))
        self.back.setAccessibleName(tr("Back"))
        self.back.setToolTip(tr("Back") if narrow else "")

    def fit_columns(self) -> None:
        """Fold what is said twice until what was done to a row is in sight."""
        room = self.width() - RESOLVER - SCROLLBAR
        columns = self.grid.columns()
        folded = {"theirs"} if sum(each.width for each in columns) > room else set()
        for key in FOLDED:
            need = sum(
                each.min_width if each.stretch else each.width
                for each in columns
                if each.key not in folded
            )
            if need <= room:
                break
            folded.add(key)
        self.grid.layout_columns.fold(frozenset(folded))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)
