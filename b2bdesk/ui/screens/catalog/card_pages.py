"""Where a card stands: beside the grid, or over the whole screen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.itemmodels.variant_rows import VariantHand
from b2bdesk.ui.screens.catalog.card import Card
from b2bdesk.ui.screens.catalog.variants import VariantSheet
from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.button import HEADER, QUIET, Button, IconButton
from b2bdesk.ui.widgets.cart_bar import CartBar
from b2bdesk.ui.widgets.labels import Panel, PlainLabel
from b2bdesk.ui.widgets.scroll import ScrollArea
from b2bdesk.ui.widgets.segment import Segment

SIDE_WIDTH, SIDE_PICTURE, FULL_PICTURE = 336, 128, 300
OVERVIEW, VARIANTS = "overview", "variants"


class SidePanel(Panel):
    """The card beside the grid, or over its right side in a narrow window.

    Signals:
        closed: the «×» of the panel.
        opened: the whole card is wanted.
    """

    closed = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "l", parent)
        self.card = Card(SIDE_PICTURE)
        self._raised = False
        self._nothing = PlainLabel(tr("Choose an item: its card opens here"), 13, tone="text2",
                                   wrap=True)  # fmt: skip
        self._open = IconButton("maximize", tr("Full card"), key="Enter", size=26)
        self._close = IconButton("x", tr("Close"), key=tr("Space"), size=26)
        self._open.clicked.connect(self.opened)
        self._close.clicked.connect(self.closed)
        body = QVBoxLayout(self.card)
        body.setContentsMargins(20, 14, 16, 16)
        body.setSpacing(6)
        body.addWidget(self.card.gallery)
        body.addSpacing(6)
        body.addLayout(self.card.head())
        for section in (
            self.card.how, self.card.by_quantity, self.card.history, self.card.stock,
            self.card.instead, self.card.purchases, self.card.matching, self.card.along,
            self.card.about, self.card.documents, self.card.units,
        ):  # fmt: skip
            body.addWidget(section)
        body.addStretch(1)
        self.area = ScrollArea(self.card)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        self._hint = QWidget()
        hint = QVBoxLayout(self._hint)
        hint.setContentsMargins(20, 18, 16, 0)
        hint.addWidget(self._nothing)
        hint.addStretch(1)
        column.addWidget(self._hint)
        column.addWidget(self.area, 1)
        self._corner = QWidget(self)
        corner = QHBoxLayout(self._corner)
        corner.setContentsMargins(0, 0, 0, 0)
        corner.setSpacing(2)
        corner.addWidget(self._open)
        corner.addWidget(self._close)
        self._corner.adjustSize()
        self.show_nothing(True)

    def show_nothing(self, nothing: bool) -> None:
        """Say that no item is chosen, or show the card."""
        self._hint.setVisible(nothing)
        self.area.setVisible(not nothing)
        self._corner.setVisible(not nothing)

    def set_raised(self, raised: bool) -> None:
        """Over the grid: a border instead of the hairline."""
        self._raised = raised
        self.update()

    def resizeEvent(self, _event: object) -> None:
        self._corner.move(self.width() - self._corner.width() - 32, 18)
        self._corner.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._raised:
            painter = QPainter(self)
            paint.vline(painter, 1, 0, self.height(), look.color("line2"))
            painter.end()


class FullPage(QWidget):
    """The card over the whole screen: picture and properties, price and stock, what goes with it.

    Args:
        hand: keeps the quantities of the sheet of variants.
        parent: owner.

    Signals:
        left: back to the grid.
        stepped_item: −1 or +1 item.
        turned: OVERVIEW or VARIANTS was chosen.
    """

    left = Signal()
    stepped_item = Signal(int)
    turned = Signal(str)

    def __init__(self, hand: VariantHand, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = VariantSheet(hand)
        self.bar = CartBar()
        self.views = Segment([(OVERVIEW, tr("Overview")), (VARIANTS, tr("Variants"))])
        self.views.chosen.connect(self.turned)
        self.card = card = Card(FULL_PICTURE)
        self.back = Button(
            tr("Back to the list"), QUIET, icon="arrow-left", key="Esc", height=HEADER
        )
        self.back.clicked.connect(self.left)
        self._path = PlainLabel("", 12, tone="text2")
        before = IconButton("chevron-up", tr("Previous item"), key="Alt+↑")
        after = IconButton("chevron-down", tr("Next item"), key="Alt+↓")
        before.clicked.connect(self._on_before)
        after.clicked.connect(self._on_after)
        head = QHBoxLayout()
        head.setContentsMargins(12, 9, 16, 9)
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self._path, 1)
        head.addWidget(self.views)
        head.addSpacing(8)
        head.addWidget(before)
        head.addWidget(after)
        columns = QHBoxLayout(card)
        columns.setContentsMargins(20, 4, 20, 20)
        columns.setSpacing(32)
        columns.addLayout(_column(card.gallery, card.about, card.documents, card.units), 10)
        middle = _column(card.how, card.by_quantity, card.stock, card.history)
        middle.insertLayout(0, card.head())
        columns.addLayout(middle, 10)
        self._right = QWidget()
        right = _column(card.instead, card.matching, card.along, card.purchases)
        right.setContentsMargins(0, 0, 0, 0)
        self._right.setLayout(right)
        columns.addWidget(self._right, 9)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        self._pages = QStackedWidget()
        self._pages.addWidget(ScrollArea(card))
        self._pages.addWidget(self.sheet)
        whole.addWidget(self._pages, 1)
        whole.addWidget(self.bar)
        self.turn(OVERVIEW)

    def set_path(self, words: str) -> None:
        """Where in the tree it stands."""
        self._path.set_text(words)

    def turn(self, view: str) -> None:
        """Show the overview or the sheet of variants."""
        self.views.set_current(view)
        self._pages.setCurrentIndex(1 if view == VARIANTS else 0)

    def shows_variants(self) -> bool:
        """Whether the sheet of variants is shown."""
        return self._pages.currentIndex() == 1

    def offer_variants(self, offered: bool) -> None:
        """Say whether the item has variants at all."""
        self.views.setVisible(offered)

    def _on_before(self) -> None:
        self.stepped_item.emit(-1)

    def _on_after(self) -> None:
        self.stepped_item.emit(1)


def _column(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return column
