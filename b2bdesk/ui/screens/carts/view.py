"""Layout of the carts screen: shelf, what changed, conditions, form. No use cases here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.screens.carts.form import CheckoutForm
from b2bdesk.ui.screens.carts.matrix import MatrixView
from b2bdesk.ui.screens.carts.plan_cards import CardFacts, PlanCards
from b2bdesk.ui.screens.carts.shelf import WIDTH, CartShelf
from b2bdesk.ui.widgets.banner import EmptyState
from b2bdesk.ui.widgets.button import HEADER, QUIET, Button, IconButton
from b2bdesk.ui.widgets.grid import NORMAL, DeskGrid
from b2bdesk.ui.widgets.labels import IconLabel, Panel, PlainLabel, SectionTitle
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.ui.widgets.screen_parts import ScreenHeader
from b2bdesk.ui.widgets.scroll import ScrollArea
from b2bdesk.usecases.rows.carts import LineChange, LineRow

_ROWS_SHOWN, _LINES_SHOWN = 9, 15
NARROW, SLIM, WIDE, ROOM = 1150, 208, 1330, 1000
_PAGES = ("checkout", "empty", "waiting", "sent", "matrix")
HEADER_HEIGHT, ROW_HEIGHT = 29, 44


class CartsView(QWidget):
    """The parts of the screen.

    Args:
        changes: model of the changed lines.
        lines: model of all lines.
        parent: owner.

    Signals:
        acted: key of a header button: compare, deal, split, lines, more.
    """

    acted = Signal(str)

    def __init__(
        self,
        changes: ListRowModel[LineChange],
        lines: ListRowModel[LineRow],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.shelf = CartShelf()
        self.form = CheckoutForm()
        self.header = ScreenHeader(tr("Checkout"))
        self.lines = Button(tr("To the lines"), QUIET, icon="list", key="Esc", height=HEADER)
        self.lines.setObjectName("lines")
        self.more = IconButton("dots", tr("More"))
        self.more.setObjectName("more")
        self.compare = Button(tr("Compare"), QUIET, icon="git-merge", height=HEADER)
        self.compare.setObjectName("compare")
        self.split = Button(tr("Split"), QUIET, icon="arrows-split", height=HEADER)
        self.split.setObjectName("split")
        self.deal = Button(tr("By addresses"), QUIET, icon="table", height=HEADER)
        self.deal.setObjectName("deal")
        for button in (self.compare, self.deal, self.split, self.lines, self.more):
            button.named.connect(self.acted)
            self.header.add_action(button)
        self._make_tables(changes, lines)
        self._make_pages()
        self._lay_out()

    def _make_tables(self, changes: ListRowModel[LineChange], lines: ListRowModel[LineRow]) -> None:
        self.note = PlainLabel("", 13, tone="text2", wrap=True)
        self.note.hide()
        self._changed_title = SectionTitle(tr("What changed since it was added"))
        self._changed_note = PlainLabel("", 12, tone="text2")
        self.grid = DeskGrid(tr("Changed lines"), two_line=True, row_select=True)
        self.grid.set_density(NORMAL)
        self.grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.grid.set_rows_model(changes)
        self.grid.layout_columns.set_giving_way(("typed", "portal"))
        self._calm = _Calm()
        self._plans_title = SectionTitle(tr("How to split the order"))
        self.plans = PlanCards(tr("How to split the order"))
        self._shipments_title = SectionTitle(tr("Lines by shipment"))
        self.shipments = RowList(two_line=True, lines=True)
        self.shipments.setAccessibleName(tr("Lines by shipment"))
        self._lines_title = SectionTitle(tr("Lines of the order"))
        self.content = DeskGrid(tr("Lines of the order"), row_select=True)
        self.content.set_rows_model(lines)
        self.content.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.conditions = RowList(two_line=True, lines=True)
        self.conditions.setAccessibleName(tr("Conditions"))
        self.outbox_box = QVBoxLayout()
        self.outbox_title = SectionTitle(tr("In the queue"))
        self.outbox_title.hide()

    def _make_pages(self) -> None:
        self.empty = EmptyState(
            "shopping-cart", tr("There are no carts yet"),
            tr("Create a cart or import a list"), action=tr("New cart"), second=tr("Import"),
        )  # fmt: skip
        self.waiting = EmptyState(
            "cloud-upload", tr("The order waits in the queue"), "", second=tr("Withdraw")
        )
        self.sent = EmptyState(
            "circle-check", "", "", action=tr("Show the order"), second=tr("To the order sheet")
        )
        self.matrix = MatrixView()

    def _lay_out(self) -> None:
        body = Panel("surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 14, 16, 16)
        column.setSpacing(10)
        title = QHBoxLayout()
        title.addWidget(self._changed_title)
        title.addStretch(1)
        title.addWidget(self._changed_note)
        column.addWidget(self.note)
        column.addLayout(title)
        column.addWidget(self._calm)
        column.addWidget(self.grid)
        column.addSpacing(10)
        column.addWidget(SectionTitle(tr("Conditions")))
        column.addWidget(self.conditions)
        column.addSpacing(10)
        for widget in (self._plans_title, self.plans, self._shipments_title, self.shipments):
            column.addWidget(widget)
            widget.hide()
        column.addSpacing(10)
        column.addWidget(self._lines_title)
        column.addWidget(self.content)
        column.addSpacing(10)
        column.addWidget(self.outbox_title)
        column.addLayout(self.outbox_box)
        column.addStretch(1)
        self._pages = QStackedWidget()
        self._scroll = ScrollArea(body)
        self._pages.addWidget(self._scroll)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.waiting)
        self._pages.addWidget(self.sent)
        self._pages.addWidget(self.matrix)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.header)
        middle.addWidget(self._pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.shelf)
        row.addLayout(middle, 1)
        row.addWidget(self.form)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        for button in (self.compare, self.deal):  # in the menu besides
            button.setVisible(self.width() >= WIDE)
        self.split.setVisible(self.width() >= ROOM)
        self.shelf.setFixedWidth(SLIM if narrow else WIDTH)
        # what the portal says counts more than the data here: names get the room first
        self.grid.layout_columns.fold(frozenset({"cached"} if self.width() < WIDE else ()))

    def show_page(self, page: str) -> None:
        """Show `checkout`, `empty`, `waiting`, `sent` or `matrix`."""
        before = self._pages.currentWidget()
        focused = QApplication.focusWidget()
        # whoever has gone on, to the palette or another screen, keeps the keys
        here = self.isVisible() and (focused is None or self.isAncestorOf(focused))
        self._pages.setCurrentIndex(_PAGES.index(page))
        self.form.setVisible(page in ("checkout", "waiting"))
        self.form.setEnabled(page == "checkout")
        self.header.setVisible(page in ("checkout", "waiting"))
        self.shelf.setVisible(page != "matrix")  # addresses are many: they get the room
        if page == "sent" and before is not self.sent and here:
            self.sent.take_focus()

    def show_changes(self, changes: Sequence[LineChange], note: str, *, calm: str) -> None:
        """The table of differences, or the sentence of none; "" = nothing to compare."""
        model = self.grid.rows_model()
        assert isinstance(model, ListRowModel)
        model.set_rows(changes)
        shown = min(len(changes), _ROWS_SHOWN)
        self.grid.setFixedHeight(HEADER_HEIGHT + ROW_HEIGHT * shown + 2)
        self.grid.setVisible(bool(changes))
        self._changed_note.set_text(note if changes else "")
        self._calm.tell(calm)
        self._calm.setVisible(bool(calm) and not changes)
        self._changed_title.setVisible(bool(changes or calm))

    def show_lines(self, lines: Sequence[LineRow]) -> None:
        """The lines for a last look; long carts scroll."""
        model = self.content.rows_model()
        assert isinstance(model, ListRowModel)
        model.set_rows(lines)
        shown = min(len(lines), _LINES_SHOWN)
        self.content.setFixedHeight(HEADER_HEIGHT + self.content.row_height() * shown + 2)
        self.content.setVisible(bool(lines))
        self._lines_title.setVisible(bool(lines))

    def show_plans(
        self, cards: Sequence[CardFacts], current: str, shipments: Sequence[ListItem]
    ) -> None:
        """Ways to send the cart, and the orders of the chosen one."""
        self.plans.set_cards(cards, current)
        self._plans_title.setVisible(bool(cards))
        self.plans.setVisible(bool(cards))
        self.shipments.set_items(shipments)
        self._shipments_title.setVisible(bool(shipments))
        self.shipments.setVisible(bool(shipments))

    def show_plans_part(self) -> None:
        """Scroll to the ways, with the keys in them."""
        self._scroll.ensureWidgetVisible(self.plans)
        self.plans.take_focus()

    def show_conditions(self, items: Sequence[ListItem]) -> None:
        """Rules that are met or broken."""
        self.conditions.set_items(items)


class _Calm(QWidget):
    """One line that nothing differs."""

    def __init__(self) -> None:
        super().__init__()
        self._words = PlainLabel("", 13, tone="text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(IconLabel("circle-check", 16, tone="ok"))
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)

    def tell(self, words: str) -> None:
        """Change the sentence."""
        self._words.set_text(words)
