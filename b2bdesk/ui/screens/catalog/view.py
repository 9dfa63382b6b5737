"""Layout of the catalogue: tree and facets, header, chips, grid, cart bar, card. No use cases."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.texts import tr, trc
from b2bdesk.ui.itemmodels.catalogue_rows import LIST, TABLE, TILES, CatalogueRows
from b2bdesk.ui.itemmodels.variant_rows import VariantHand
from b2bdesk.ui.screens.catalog.card_pages import SIDE_WIDTH, FullPage, SidePanel
from b2bdesk.ui.screens.catalog.facets import Facets
from b2bdesk.ui.screens.catalog.preview import Preview
from b2bdesk.ui.screens.catalog.suggested import SuggestedList, SuggestedStrip
from b2bdesk.ui.screens.catalog.tree import GroupTree
from b2bdesk.ui.widgets.banner import EmptyState, ProgressBlock
from b2bdesk.ui.widgets.button import BAR, HEADER, IconButton
from b2bdesk.ui.widgets.cart_bar import CartBar
from b2bdesk.ui.widgets.chip import ChipRow, ChipSpec
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.labels import Line, Panel
from b2bdesk.ui.widgets.screen_parts import ScreenHeader
from b2bdesk.ui.widgets.scroll import ScrollArea
from b2bdesk.ui.widgets.segment import Segment
from b2bdesk.ui.widgets.select import SelectBox
from b2bdesk.ui.widgets.tile_view import TileView
from b2bdesk.usecases.rows.offers import Suggestion

TREE_WIDTH = 208
OVERLAY_BELOW = 1200
TREE_LEAST, _TREE_MOST = 90, 0.52
_LIST_FROM, _TABLE_FROM = 620, 860
_LIST_FOLDED = frozenset({"coming", "brand", "multiple"})
_TABLE_FOLDED = frozenset({"coming", "brand", "multiple", "unit"})


class CatalogueView(QWidget):
    """The parts of the screen.

    Args:
        rows: the model.
        sign: currency sign of the contract.
        parent: owner.

    Signals:
        card_moved: the card turned into an overlay (True) or came beside the grid (False).
    """

    card_moved = Signal(bool)

    def __init__(self, rows: CatalogueRows, sign: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.tree = GroupTree()
        self.facets = Facets(sign)
        self.header = ScreenHeader(tr("Catalogue"))
        self.sort = SelectBox(tr("Order of the goods"), icon="adjustments-horizontal", quiet=True,
                              height=HEADER)  # fmt: skip
        self.views = Segment(
            [
                (TABLE, tr("Table"), "table"),
                (LIST, tr("With pictures"), "layout-list"),
                (TILES, tr("Tiles"), "layout-grid"),
            ]
        )
        self.chips = ChipRow(single=False)
        self.columns = IconButton("columns-3", tr("Columns"), size=BAR)
        self.excel = IconButton("file-spreadsheet", tr("List to Excel"), key="Ctrl+Shift+E",
                                size=BAR)  # fmt: skip
        self.print = IconButton("printer", tr("Print the list"), key="Ctrl+P", size=BAR)
        self.grid = DeskGrid(trc("group of results", "Goods"), two_line=True)
        self.grid.set_rows_model(rows)
        self.grid.detail_edge = True
        self.tiles = TileView(trc("group of results", "Goods"))
        self.tiles.set_rows_model(rows)
        self.empty = EmptyState("search", "", "", action=tr("Clear the filters"))
        self.suggested, self.instead = SuggestedStrip(), SuggestedList()
        self.empty.add_part(self.instead)
        self.bar = CartBar()
        self.side = SidePanel(self)
        self.hand = VariantHand()
        self.page = FullPage(self.hand)
        self.progress = ProgressBlock()
        self._under = _framed(self.progress)
        self.preview: Preview | None = None
        self._docked: bool | None = None
        self._chips_shown: tuple[tuple[ChipSpec, ...], tuple[str, ...]] = ((), ())
        self._wanted = True
        self._awaited = False
        self._lay_out()

    def _lay_out(self) -> None:
        left = self._left = Panel("surface", "r")
        left.setFixedWidth(TREE_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 8, 1, 0)
        column.setSpacing(0)
        column.addWidget(self.tree)
        column.addWidget(Line())
        narrowing = ScrollArea(self.facets)
        column.addWidget(narrowing, 1)
        self.tree.expanded.connect(self.fit_tree)
        self.tree.collapsed.connect(self.fit_tree)
        self.header.add_action(self.sort)
        self.header.add_action(self.views)
        filters = QHBoxLayout()
        filters.setContentsMargins(20, 0, 16, 10)
        filters.setSpacing(6)
        filters.addWidget(self.chips, 1)
        for button in (self.excel, self.print, self.columns):
            filters.addWidget(button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.tiles)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.header)
        middle.addLayout(filters)
        middle.addWidget(self.suggested)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self._under)
        middle.addWidget(self.bar)
        self._sheet = QWidget()
        self._row = QHBoxLayout(self._sheet)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(left)
        self._row.addLayout(middle, 1)
        self.side.setParent(self._sheet)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._sheet)
        self._pages.addWidget(self.page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self._sheet.installEventFilter(self)

    def show_page(self, shown: bool) -> None:
        """Show the whole card, or the list again."""
        self._pages.setCurrentIndex(1 if shown else 0)
        (self.page.back if shown else self.goods()).setFocus()

    def fit_tree(self) -> None:
        """The tree is as high as its rows, up to a half: the facets take the rest."""
        most = round(self._left.height() * _TREE_MOST)
        self.tree.setFixedHeight(max(TREE_LEAST, min(self.tree.content_height(), most)))

    def goods(self) -> DeskGrid | TileView:
        """The grid or the tiles, whichever is chosen."""
        return self.tiles if self.views.current() == TILES else self.grid

    def set_preview(self, preview: Preview) -> None:
        """Take the page that shows what will be printed."""
        self.preview = preview
        self._pages.addWidget(preview)

    def show_preview(self, shown: bool) -> None:
        """Show the pages to be printed, or the list again."""
        if self.preview is not None:
            self._pages.setCurrentWidget(self.preview if shown else self._sheet)
            (self.preview.paper if shown else self.goods()).setFocus()

    def preview_shown(self) -> bool:
        """Whether the pages to be printed are shown."""
        return self._pages.currentWidget() is self.preview

    def show_progress(self, shown: bool) -> None:
        """Show how far a long work is, above the cart."""
        self._under.setVisible(shown)

    def page_shown(self) -> bool:
        """Whether the whole card is shown."""
        return self._pages.currentIndex() == 1

    def docked(self) -> bool:
        """Whether the card stands beside the grid."""
        return bool(self._docked)

    def set_card(self, shown: bool) -> None:
        """Show or hide the card."""
        self._wanted = shown
        self._place()

    def card_shown(self) -> bool:
        """Whether the card is to be seen."""
        return self._wanted

    def show_empty(self, title: str, note: str = "") -> None:
        """Show that nothing fits; an empty title shows the grid."""
        self.empty.set_words(title, note)
        self._stack.setCurrentWidget(self.empty if title else self.goods())

    def offer_instead(self, found: Sequence[Suggestion]) -> None:
        """Other words that may have been meant: in an empty list, or above a corrected one."""
        empty = self._stack.currentWidget() is self.empty
        self.instead.offer(found if empty else ())
        if empty and self._awaited:
            self._awaited = not self.instead.take_focus()
        self.suggested.offer(() if empty else found)

    def take_instead(self) -> bool:
        """Put the focus on the proposals of an empty list, when they have come.

        False when there is a list.
        """
        empty = self._stack.currentWidget() is self.empty
        self._awaited = empty and not self.instead.take_focus()
        return empty

    def show_chips(self, specs: Sequence[ChipSpec], on: Sequence[str]) -> None:
        """Chips of the filters in force."""
        shown = (tuple(specs), tuple(on))
        if shown != self._chips_shown or self.chips.checked() != frozenset(on):
            self._chips_shown = shown
            self.chips.set_chips(specs)
            self.chips.set_checked(*on)

    def _place(self) -> None:
        docked = self.window().width() >= OVERLAY_BELOW
        taken = SIDE_WIDTH if docked and self._wanted else 0
        if self._row.contentsMargins().right() != taken:
            self._row.setContentsMargins(0, 0, taken, 0)
        self.fit_tree()
        sheet = self._sheet.rect()
        self.side.setGeometry(QRect(sheet.width() - SIDE_WIDTH, 0, SIDE_WIDTH, sheet.height()))
        self.side.set_raised(not docked)
        self.side.setVisible(self._wanted)
        self.side.raise_()
        room = sheet.width() - TREE_WIDTH - taken
        self._fold(room)
        if docked != self._docked:
            self._docked = docked
            self.card_moved.emit(not docked)

    def _fold(self, room: int) -> None:
        """Second-rank columns give way in a narrow grid."""
        table = self.views.current() == TABLE
        narrow = room < (_TABLE_FROM if table else _LIST_FROM)
        folded = (_TABLE_FOLDED if table else _LIST_FOLDED) if narrow else frozenset[str]()
        self.grid.layout_columns.fold(folded)

    def refold(self) -> None:
        """The view was changed: show it and fold for it."""
        if self._stack.currentWidget() is not self.empty:
            self._stack.setCurrentWidget(self.goods())
        self.columns.setVisible(self.views.current() != TILES)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._sheet and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


def _framed(progress: ProgressBlock) -> Panel:
    panel = Panel("sunken", "t")
    row = QVBoxLayout(panel)
    row.setContentsMargins(20, 10, 16, 8)
    row.addWidget(progress)
    panel.hide()
    return panel
