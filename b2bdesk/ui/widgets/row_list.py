"""A painted list of rows: one or two lines, icon or avatar, right-hand facts, key, action.

Used for the palette, popovers, carts, attention and history lists. It is a list view with a
model, so screen readers and the keyboard work as in any list: ↑ ↓ move, Enter chooses,
letters search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)  # fmt: skip
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)  # fmt: skip

from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets import badges
from b2bdesk.ui.widgets.control import keyboard_focus
from b2bdesk.ui.widgets.scroll import ScrollBar

_Index = QModelIndex | QPersistentModelIndex
_ROLES = frozenset({int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)})
_TIP = int(Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True, slots=True)
class ListItem:
    """One row, everything already text.

    `note` stands after the title in one-line lists and below it in two-line lists. `marks`
    and `note_marks` are (start, length) parts of title and note shown as matches. `group` makes a
    group title that cannot be chosen. `avatar` is (letters, colour). `leads` shows that choosing it
    goes elsewhere.
    """

    key: str
    title: str
    note: str = ""
    right: str = ""
    right_tone: str = "text"
    right_note: str = ""
    icon: str = ""
    icon_tone: str = "text2"
    avatar: tuple[str, str] | None = None
    keycap: str = ""
    badge: str = ""
    badge_tone: str = "mute"
    action: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    note_marks: tuple[tuple[int, int], ...] = ()
    group: bool = False
    enabled: bool = True
    strong: bool = False
    leads: bool = False


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[ListItem] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: _Index, role: int = 0) -> object:
        if role in _ROLES and index.isValid():
            item = self.items[index.row()]
            return ", ".join(part for part in (item.title, item.note, item.right) if part)
        if role == _TIP and index.isValid():
            item = self.items[index.row()]
            return item.note if len(item.note) > 60 else None
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or self.items[index.row()].group:
            return Qt.ItemFlag.NoItemFlags
        if not self.items[index.row()].enabled:
            return Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class RowList(QListView):
    """A list of `ListItem` rows.

    Args:
        two_line: 46-px rows with the note below the title; else 34 px.
        row_height: height of a row, 0 for the standard one.
        lines: hairlines between the rows.
        flush: facts to read, not to choose: words begin and end at the edges of the list.
        parent: owner.

    Signals:
        chosen: key, by click, Enter or double click.
        current_key: key the cursor moved to.
        action: key whose text action was pressed.
    """

    chosen = Signal(str)
    current_key = Signal(str)
    action = Signal(str)

    def __init__(
        self, *, two_line: bool = False, row_height: int = 0, lines: bool = False,
        flush: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.flush = flush
        self.two_line = two_line
        self.row_height = row_height or (46 if two_line else 34)
        self.lines = lines
        self._fit = True
        self.ringed = False
        self._max_rows = 0
        self._rows = _Model(self)
        self.setModel(self._rows)
        self.setItemDelegate(_RowPainter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ScrollBar(Qt.Orientation.Vertical, self))
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        self.setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.clicked.connect(self._on_clicked)

    def set_items(self, items: Sequence[ListItem], current: str = "") -> None:
        """Show these rows; the cursor stays on its key, or goes to `current`."""
        keep = current or self.current()
        self._rows.beginResetModel()
        self._rows.items = list(items)
        self._rows.endResetModel()
        self.set_current(keep)
        self.updateGeometry()

    def items(self) -> list[ListItem]:
        """The rows shown."""
        return list(self._rows.items)

    def fill_height(self, max_rows: int = 0) -> None:
        """Take the height the parent gives; or up to `max_rows` rows by content."""
        self._fit = bool(max_rows)
        self._max_rows = max_rows
        if not max_rows:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.updateGeometry()

    def current(self) -> str:
        """Key under the cursor, or empty."""
        row = self.currentIndex().row()
        return self._rows.items[row].key if 0 <= row < len(self._rows.items) else ""

    def set_current(self, key: str) -> None:
        """Put the cursor on a key without choosing it."""
        for row, item in enumerate(self._rows.items):
            if item.key == key and not item.group:
                self.setCurrentIndex(self._rows.index(row))
                return

    def select_first(self) -> None:
        """Put the cursor on the first row that can be chosen."""
        for row, item in enumerate(self._rows.items):
            if not item.group and item.enabled:
                self.setCurrentIndex(self._rows.index(row))
                return

    def step(self, by: int) -> None:
        """Move the cursor over group titles, wrapping at the ends."""
        usable = [r for r, i in enumerate(self._rows.items) if not i.group and i.enabled]
        if not usable:
            return
        row = self.currentIndex().row()
        at = usable.index(row) if row in usable else (-1 if by > 0 else 0)
        self.setCurrentIndex(self._rows.index(usable[(at + by) % len(usable)]))

    def choose_current(self) -> None:
        """Choose the row under the cursor, as Enter does."""
        key = self.current()
        if key and self._rows.items[self.currentIndex().row()].enabled:
            self.chosen.emit(key)

    def item_height(self, item: ListItem) -> int:
        """Height of one row in px."""
        return 30 if item.group else self.row_height

    def sizeHint(self) -> QSize:
        items = self._rows.items
        shown = items[: self._max_rows] if self._max_rows else items
        return QSize(200, sum(self.item_height(i) for i in shown) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height() if self._fit and not self._max_rows else 34)

    def action_rect(self, rect: QRect, item: ListItem) -> QRect:
        """Where the text action of a row is painted."""
        width = round(paint.advance(item.action, 13, look.MEDIUM)) + 16
        return QRect(rect.right() - width - 2, rect.top(), width, rect.height())

    def _on_clicked(self, index: QModelIndex) -> None:
        item = self._rows.items[index.row()]
        point = self.viewport().mapFromGlobal(self.cursor().pos())
        if item.action and self.action_rect(self.visualRect(index), item).contains(point):
            self.action.emit(item.key)
        elif item.enabled and not item.group:
            self.chosen.emit(item.key)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() < len(self._rows.items):
            self.current_key.emit(self._rows.items[current.row()].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose_current()
        elif key == Qt.Key.Key_Down:
            self.step(1)
        elif key == Qt.Key.Key_Up:
            self.step(-1)
        elif key == Qt.Key.Key_Space and self.current_action():
            self.action.emit(self.current())
        else:
            super().keyPressEvent(event)

    def current_action(self) -> str:
        """Words of the action of the current row."""
        row = self.currentIndex().row()
        return self._rows.items[row].action if 0 <= row < len(self._rows.items) else ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = keyboard_focus(event.reason())
        super().focusInEvent(event)
        if self.ringed and not self.current():
            self.select_first()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.viewport().update()


class _RowPainter(QStyledItemDelegate):
    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        rows = self._view.model()
        assert isinstance(rows, _Model)
        return QSize(40, self._view.item_height(rows.items[index.row()]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rows = self._view.model()
        assert isinstance(rows, _Model)
        item = rows.items[index.row()]
        rect = QRectF(option.rect)
        if item.group:
            paint.text(
                painter, rect.adjusted(10, 6, -10, 0), item.title,
                look.font(11, look.MEDIUM), look.color("text2"),
            )  # fmt: skip
            return
        self._back(painter, rect, index)
        x = self._mark(painter, rect, item)
        end = self._right(painter, rect, item)
        self._words(painter, QRectF(x, rect.y(), max(0.0, end - x), rect.height()), item)

    def _back(self, painter: QPainter, rect: QRectF, index: _Index) -> None:
        view = self._view
        current = view.currentIndex() == index
        point = view.viewport().mapFromGlobal(view.cursor().pos())
        over = view.viewport().underMouse() and rect.toRect().contains(QPoint(point))
        if view.flush:
            return
        if current:
            paint.box(painter, rect, 6, look.color("sel"))
        elif over:
            paint.box(painter, rect, 6, look.color("hover"))
        if view.lines and not current:
            paint.hline(painter, rect.x(), rect.bottom(), rect.width(), look.color("line"))
        if current and view.hasFocus() and view.ringed:
            paint.ring(painter, rect, 6)

    def _mark(self, painter: QPainter, rect: QRectF, item: ListItem) -> float:
        x, mid = rect.x() + (0 if self._view.flush else 12), rect.y() + rect.height() / 2
        if item.avatar is not None:
            side = 28 if self._view.two_line else 20
            place = QRectF(x, mid - side / 2, side, side)
            badges.avatar(painter, place, item.avatar[0], item.avatar[1])
            return x + side + 12
        if item.icon:
            icons.draw(painter, item.icon, x, mid - 8, 16, look.tone(item.icon_tone))
            return x + 28
        return x

    def _right(self, painter: QPainter, rect: QRectF, item: ListItem) -> float:
        end = rect.right() - (0 if self._view.flush else 10)
        if item.leads:
            top = rect.center().y() - 7
            icons.draw(painter, "chevron-right", end - 12, top, 14, look.color("text3"))
            end -= 20
        if item.action:
            place = self._view.action_rect(rect.toRect(), item)
            font = look.font(13, look.MEDIUM)
            paint.text(
                painter, QRectF(place).adjusted(0, 0, -8, 0), item.action, font,
                look.color("accent_text"), paint.RIGHT,
            )  # fmt: skip
            end = place.left() - 8.0
        if item.keycap:
            width = max(18.0, paint.advance(item.keycap, 11) + 11)
            badges.key_cap(
                painter, QRectF(end - width, rect.center().y() - 9, width, 18), item.keycap
            )
            end -= width + 12
        if item.badge:
            width = badges.badge_width(item.badge, 18)
            place_ = QRectF(end - width, rect.center().y() - 9, width, 18)
            badges.badge(painter, place_, item.badge, item.badge_tone)
            end -= width + 12
        if item.right:
            font = look.font(13, look.MEDIUM)
            width = paint.advance(item.right, 13, look.MEDIUM) + 1
            place_ = QRectF(end - width, rect.y(), width, rect.height())
            if item.right_note:
                place_.setBottom(rect.center().y() + 1)
                note = QRectF(rect.x(), rect.center().y(), end - rect.x(), rect.height() / 2 - 4)
                paint.text(
                    painter, note, item.right_note, look.font(11), look.color("text3"), paint.RIGHT
                )
            tint = look.tone(item.right_tone)
            paint.text(painter, place_, item.right, font, tint, paint.RIGHT)
            end -= width + 12
        return end

    def _words(self, painter: QPainter, rect: QRectF, item: ListItem) -> None:
        title = QRectF(rect)
        strong = self._view.two_line or item.strong
        weight = look.MEDIUM if strong else look.REGULAR
        if self._view.two_line and item.note:
            top = rect.center().y() - 18
            title.setRect(rect.x(), top, rect.width(), 19)
            note = QRectF(rect.x(), top + 18, rect.width(), 18)
            told = (item.note, item.note_marks)
            _marked(painter, note, told, (12, look.REGULAR), look.color("text2"))
        tint = look.color("text" if item.enabled else "text3")
        used = _marked(painter, title, (item.title, item.marks), (13, weight), tint)
        if item.note and not self._view.two_line:
            rest = QRectF(rect.x() + used + 8, rect.y(), rect.width() - used - 8, rect.height())
            if rest.width() > 24:
                told = (item.note, item.note_marks)
                _marked(painter, rest, told, (13, look.REGULAR), look.color("text3"))


def _marked(
    painter: QPainter, rect: QRectF, told: tuple[str, tuple[tuple[int, int], ...]],
    style: tuple[int, int], tint: QColor,
) -> float:  # fmt: skip
    """Paint words, in a size and a weight, with their matches in accent; returns the width used."""
    (words, marks), (size, weight) = told, style
    from_, used = 0, 0.0
    pieces: list[tuple[str, bool]] = []
    for start, length in marks:
        if start > from_:
            pieces.append((words[from_:start], False))
        pieces.append((words[start : start + length], True))
        from_ = start + length
    pieces.append((words[from_:], False))
    for piece, hit in pieces:
        font = look.font(size, look.SEMIBOLD if hit else weight)
        color = look.color("accent_text") if hit else tint
        place = QRectF(rect.x() + used, rect.y(), max(0.0, rect.width() - used), rect.height())
        paint.text(painter, place, piece, font, color)
        used += look.metrics(size, look.SEMIBOLD if hit else weight).horizontalAdvance(piece)
    return min(used, rect.width())
