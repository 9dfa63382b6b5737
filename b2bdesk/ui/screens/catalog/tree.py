"""The category tree with counts; rows and chevrons are painted, the keyboard is stock.

The row of the selected group is filled before the base drawing: with the stock selection Fusion
fills the branch area with solid colour (VISUAL §6).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QFrame, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from b2bdesk.texts import formats, tr
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.control import keyboard_focus
from b2bdesk.ui.widgets.scroll import thin
from b2bdesk.usecases.rows.offers import GroupRow

ROW = 26
_KEY = int(Qt.ItemDataRole.UserRole)
_COUNT = _KEY + 1
_Index = QModelIndex | QPersistentModelIndex


class GroupTree(QTreeView):
    """The tree.

    Signals:
        chosen: id of the group the cursor is on, empty for all goods.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ringed = False
        self.hover: QPersistentModelIndex | None = None
        self._quiet = False
        self._items: dict[str, QStandardItem] = {}
        self._groups: tuple[GroupRow, ...] = ()
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_GroupPainter(self))
        self.setAccessibleName(tr("Categories"))
        self.setHeaderHidden(True)
        self.setSelectionMode(QTreeView.SelectionMode.NoSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        thin(self)
        self.selectionModel().currentChanged.connect(self._on_current)

    def set_groups(self, groups: Sequence[GroupRow], total: int) -> None:
        """Show the groups; what is open and chosen stays."""
        if tuple(groups) == self._groups:
            return
        self._groups = tuple(groups)
        opened = {key for key, item in self._items.items() if self.isExpanded(item.index())}
        here = self.current()
        self._quiet = True
        self._rows.clear()
        self._items = {}
        self._add(self._rows.invisibleRootItem(), "", tr("All goods"), total)
        for group in groups:
            parent = self._items.get(group.parent) if group.parent else None
            self._add(parent or self._rows.invisibleRootItem(), group.id, group.name, group.count)
        for key in opened or self._first_level():
            if key in self._items:
                self.setExpanded(self._items[key].index(), True)
        self.set_current(here if here in self._items else "")
        self._quiet = False

    def current(self) -> str:
        """Id of the group under the cursor, empty for all goods."""
        return str(self.currentIndex().data(_KEY) or "")

    def set_current(self, key: str) -> None:
        """Put the cursor on a group without telling."""
        item = self._items.get(key)
        if item is not None:
            quiet, self._quiet = self._quiet, True
            self.setCurrentIndex(item.index())
            self.scrollTo(item.index())
            self._quiet = quiet

    def content_height(self) -> int:
        """Height of all rows that are open, px."""
        rows, below = 0, [self._rows.invisibleRootItem()]
        while below:
            item = below.pop()
            rows += item.rowCount()
            children = [item.child(at) for at in range(item.rowCount())]
            below += [each for each in children if self.isExpanded(each.index())]
        return rows * ROW + 2

    def name_of(self, key: str) -> str:
        """The name of a group."""
        item = self._items.get(key)
        return "" if item is None or not key else item.text()

    def names(self) -> dict[str, str]:
        """The names of all groups by key."""
        return {group.id: group.name for group in self._groups}

    def _add(self, parent: QStandardItem, key: str, name: str, count: int) -> None:
        item = QStandardItem(name)
        item.setData(key, _KEY)
        item.setData(count, _COUNT)
        words = f"{name}, {formats.number(count)}"
        item.setData(words, int(Qt.ItemDataRole.AccessibleTextRole))
        item.setToolTip(name if len(name) > 18 else "")
        parent.appendRow(item)
        self._items[key] = item

    def _first_level(self) -> list[str]:
        roots = [group.id for group in self._groups if not group.parent]
        return roots[:1]

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._quiet:
            self.chosen.emit(str(current.data(_KEY) or ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens or closes a group."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            index = self.currentIndex()
            self.setExpanded(index, not self.isExpanded(index))
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.hover = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hover = None
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = keyboard_focus(event.reason())
        super().focusInEvent(event)
        self.viewport().update()

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:  # noqa: N802
        """Fill the row, then let the base draw branch and words."""
        area = QRectF(0, option.rect.y(), self.viewport().width(), option.rect.height())
        area = area.adjusted(8, 0, -8, 0)
        current = self.currentIndex() == index
        if current:
            paint.box(painter, area, 5, look.color("sel"))
            if self.hasFocus() and self.ringed:
                paint.ring(painter, area, 5)
        elif self.hover is not None and self.hover == index:
            paint.box(painter, area, 5, look.color("hover"))
        super().drawRow(painter, option, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: _Index) -> None:  # noqa: N802
        """The chevron of a group that has groups."""
        if not self._rows.hasChildren(index):
            return
        name = "chevron-down" if self.isExpanded(index) else "chevron-right"
        x, y = rect.right() - 13, rect.y() + (rect.height() - 14) / 2
        icons.draw(painter, name, x, y, 14, look.color("text2"))


class _GroupPainter(QStyledItemDelegate):
    def __init__(self, view: GroupTree) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(60, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect = QRectF(option.rect)
        current = self._view.currentIndex() == index
        count = formats.number(int(index.data(_COUNT) or 0))
        used = paint.advance(count, 12)
        tint = look.color("accent_text" if current else "text3")
        right = QRectF(rect.right() - used - 16, rect.y(), used + 1, rect.height())
        paint.text(painter, right, count, look.font(12), tint, paint.RIGHT)
        weight = look.MEDIUM if current else look.REGULAR
        words = QRectF(rect.x() + 3, rect.y(), right.x() - rect.x() - 9, rect.height())
        tint = look.color("accent_text" if current else "text")
        paint.text(painter, words, str(index.data()), look.font(13, weight), tint)
