"""Layout of the order sheet: header, chips, grid, explain bar, totals bar. No use cases here."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.texts import formats, tr, trc
from b2bdesk.ui.itemmodels.order_rows import OrderRows
from b2bdesk.ui.itemmodels.order_states import ALL, CHIPS, CLEAN, chip_words
from b2bdesk.ui.screens.order.find_bar import FindBar
from b2bdesk.ui.widgets.banner import Banner, EmptyState
from b2bdesk.ui.widgets.button import BAR, BIG, HEADER, PRIMARY, QUIET, Button, IconButton
from b2bdesk.ui.widgets.chip import ChipRow, ChipSpec
from b2bdesk.ui.widgets.foot_bars import ExplainBar, TotalsBar
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.screen_parts import ScreenHeader
from b2bdesk.usecases.rows.carts import CartRow, Totals

NARROW = 900
_FOLDED = frozenset({"unit", "multiple"})


class OrderView(QWidget):
    """The parts of the screen.

    Args:
        rows: the model.
        parent: owner.

    Signals:
        acted: key of a button: paste, file, replace, scanner, more, next, check, send, columns.
        dropped: paths of files dropped on the screen.
    """

    acted = Signal(str)
    dropped = Signal(list)

    def __init__(self, rows: OrderRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = ScreenHeader(tr("Order sheet"))
        self.chips = ChipRow()
        self.chips.set_checked(ALL)
        self.banner = Banner()
        self.finder = FindBar()
        self.grid = DeskGrid(tr("Order lines"))
        self.grid.enter_moves = True
        self.grid.accepts_paste = True
        self.grid.set_rows_model(rows)
        self.explain = ExplainBar()
        self.totals = TotalsBar()
        self.more = IconButton("dots", tr("More"))
        self.more.setObjectName("more")
        self.check = Button(tr("Check"), key="F9", height=BIG)
        self.check.setObjectName("check")
        self.send = Button(tr("Send order"), PRIMARY, icon="send", key="Ctrl+Enter", height=BIG)
        self.send.setObjectName("send")
        self.columns = IconButton("columns-3", tr("Columns"), size=BAR)
        self.columns.setObjectName("columns")
        self.next = Button(tr("Next"), QUIET, icon="arrow-down", key="F8", height=BAR)
        self.next.setObjectName("next")
        self.empty = EmptyState(
            "clipboard-list", tr("There is no contract yet"),
            tr("Sign in to the supplier's portal: contracts and prices come with it"),
        )  # fmt: skip
        self.setAcceptDrops(True)
        self._lay_out()

    def _lay_out(self) -> None:
        for key, words, icon, hint in (
            ("paste", tr("Paste"), "clipboard", "Ctrl+V"),
            ("file", tr("From a file"), "file-import", "Ctrl+O"),
            ("replace", tr("Pick"), "list", "F4"),
            ("scanner", tr("New line"), "plus", "F6"),
        ):
            button = Button(words, QUIET, icon=icon, key=hint, height=HEADER)
            button.setObjectName(key)
            button.named.connect(self.acted)
            self.header.add_action(button)
        self.header.add_action(self.more)
        for pressed in (self.more, self.check, self.send, self.columns, self.next):
            pressed.named.connect(self.acted)
        filters = QHBoxLayout()
        filters.setContentsMargins(20, 0, 16, 10)
        filters.setSpacing(6)
        filters.addWidget(self.chips, 1)
        filters.addWidget(self.next)
        filters.addWidget(self.columns)
        self.totals.add_button(self.check)
        self.totals.add_button(self.send)
        told = QHBoxLayout()
        told.setContentsMargins(20, 0, 16, 0)
        told.addWidget(self.banner)
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(filters)
        column.addLayout(told)
        column.addWidget(self.finder)
        column.addWidget(self.grid, 1)
        column.addWidget(self.explain)
        column.addWidget(self.totals)
        self._stack = QStackedWidget()
        self._stack.addWidget(sheet)
        self._stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def show_empty(self, empty: bool) -> None:
        """Show the sentence instead of the sheet (no contract)."""
        self._stack.setCurrentIndex(1 if empty else 0)

    def show_counts(self, counts: Mapping[str, int], chosen: str) -> None:
        """Counters of the chips; chips without rows disappear."""
        words = chip_words()
        specs = [
            ChipSpec(ALL, tr("All"), counts.get(ALL, 0), keep=True),
            ChipSpec(CLEAN, tr("No issues"), counts.get(CLEAN, 0)),
        ]
        for place, chip in enumerate(chip for chip in CHIPS if counts.get(chip.key, 0)):
            full, short = words[chip.key]
            specs.append(
                ChipSpec(chip.key, full, counts[chip.key], chip.icon, chip.tone, short=short,
                         separated=not place)
            )  # fmt: skip
        self.chips.set_chips(specs)
        self.chips.set_checked(chosen)

    def show_totals_later(self, cart: CartRow) -> None:
        """What is known of a cart while its lines are being counted."""
        bar = self.totals
        bar.set_fact("rows", trc("count", "Lines"), formats.number(cart.lines))
        bar.set_fact("weight", tr("Weight"), "")
        bar.set_fact("volume", tr("Volume"), "")
        total = formats.money(cart.gross_minor, cart.currency)
        bar.set_total(total, tr("Total with VAT"), tr("being counted…"))

    def show_totals(self, totals: Totals) -> None:
        """Positions, weight, volume, gross with VAT."""
        bar = self.totals
        bar.set_fact("rows", trc("count", "Lines"), formats.number(totals.lines))
        bar.set_fact("weight", tr("Weight"), weight(totals.weight_g))
        bar.set_fact("volume", tr("Volume"), volume(totals.volume_cm3))
        vat = tr("incl. VAT {vat}").format(vat=formats.money(totals.vat_minor, totals.currency))
        bar.set_total(
            formats.money(totals.gross_minor, totals.currency), tr("Total with VAT"),
            vat if totals.vat_minor else tr("without VAT"),
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW + 80
        self.grid.layout_columns.fold(_FOLDED if narrow else frozenset())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)


def weight(grams: int) -> str:
    """«486,2 кг», «1,4 т» when heavy; empty when nothing is known."""
    if not grams:
        return ""
    if grams >= 10_000_000:
        return (
            tr("{n} t")
            .format(n=formats.quantity(round(grams / 100_000) * 100))
            .replace(" ", formats.NBSP)
        )
    return (
        tr("{n} kg").format(n=formats.quantity(round(grams / 100) * 100)).replace(" ", formats.NBSP)
    )


def volume(cm3: int) -> str:
    """«1,34 м³»; empty when nothing is known."""
    if not cm3:
        return ""
    return (
        tr("{n} m³")
        .format(n=formats.quantity(max(10, round(cm3 / 10_000) * 10)))
        .replace(" ", formats.NBSP)
    )
