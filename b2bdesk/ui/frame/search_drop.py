"""What the header's search finds, below its field, on screens that do not search themselves.

The field keeps the focus: arrows choose, Enter opens, Ctrl+Enter orders one pack, Escape closes.
The last row shows everything in the catalogue. ↓ in the empty field shows the kept searches.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.frame.context import Hit, PaletteSource
from b2bdesk.ui.frame.palette_search import marks
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.badges import KeyCap
from b2bdesk.ui.widgets.field import SearchField
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.popover import MARGIN, RADIUS
from b2bdesk.ui.widgets.row_list import ListItem, RowList

WIDTH, MOST_ROWS = 600, 14
_LANE, _ALL = "header.search", "all"
_CTRL = Qt.KeyboardModifier.ControlModifier
_AWAY = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_KEYS = frozenset(
    (
        Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter,
    )
)  # fmt: skip


class SearchDrop(QWidget):
    """The list below the search field.

    Args:
        window: the window it lies over.
        field: the field; it keeps the focus.
        runner: runs the sources.
        sources: find things by words.
        kept: finds the kept searches; None = there are none.

    Signals:
        opened: a `Hit` was chosen.
        ordered: a `Hit` is to be ordered, one pack.
        everything: words; all results are wanted.
        left: the caret left the field for another place of the window.
    """

    opened = Signal(object)
    ordered = Signal(object)
    everything = Signal(str)
    left = Signal()

    def __init__(
        self,
        window: QWidget,
        field: SearchField,
        runner: TaskRunner,
        sources: tuple[PaletteSource, ...],
        kept: PaletteSource | None = None,
    ) -> None:
        super().__init__(window)
        self._field = field
        self._runner = runner
        self._sources = sources
        self._kept = kept
        self._words = ""
        self._wrong = False
        self._hits: dict[str, Hit] = {}
        self.setAccessibleName(tr("Found"))
        self._list = RowList()
        self._list.setAccessibleName(tr("Found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.fill_height(MOST_ROWS)
        self._list.chosen.connect(self._on_chosen)
        self._told = PlainLabel("", 12, tone="text2")
        self._lay_out()
        self.hide()
        field.edit.installEventFilter(self)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN + 7, MARGIN + 7, MARGIN + 7, MARGIN + 7)
        column.setSpacing(6)
        column.addWidget(self._list, 1)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(6, 2, 6, 0)
        for key, words in (
            ("↑ ↓", tr("choose")), ("Enter", tr("open")), ("Ctrl+Enter", tr("order")),
        ):  # fmt: skip
            foot.addWidget(KeyCap(key))
            foot.addWidget(PlainLabel(words, 12, tone="text2"))
            foot.addSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self._told)
        column.addWidget(self._foot)

    def look(self, words: str) -> None:
        """Look for words; empty words close the list."""
        self._words = words.strip()
        if not self._words:
            self.close_now()
            return
        self._runner.run(
            partial(_ask, self._sources, self._words),
            partial(self._on_hits, self._words),
            lane=_LANE,
            owner=self,
        )

    def tell_wrong(self, sentence: str) -> None:
        """Say below the field what of its text does not read; empty takes that away."""
        if not sentence:
            if self._wrong:
                self.close_now()
            return
        self._wrong = True
        self._hits = {}
        item = ListItem("wrong", sentence, icon="alert-circle", icon_tone="bad", enabled=False)
        self._list.set_items([item])
        self._foot.hide()
        self._place()
        self.show()
        self.raise_()

    def close_now(self) -> None:
        """Close; the field keeps what it has."""
        self._words = ""
        self._wrong = False
        self.hide()

    def current(self) -> str:
        """Title of the row Enter takes, empty when the list is closed."""
        hit = self._hits.get(self._list.current())
        return hit.title if hit is not None and self.isVisible() else ""

    def _on_hits(self, words: str, hits: list[Hit]) -> None:
        if words != self._words or not self._field.edit.hasFocus():
            return
        self._show(hits, words)

    def _show(self, hits: list[Hit], words: str) -> None:
        self._hits = {f"hit:{number}": hit for number, hit in enumerate(hits)}
        items: list[ListItem] = []
        group = ""
        for key, hit in self._hits.items():
            if hit.group != group:
                group = hit.group
                items.append(ListItem(f"group:{group}", group, group=True))
            spans = marks(hit.corrected or words, hit.title) if words and not hit.guess else ()
            items.append(
                ListItem(key, hit.title, hit.note, icon=hit.icon, marks=spans,
                         note_marks=hit.note_marks)
            )  # fmt: skip
        if words:
            items = _nothing(words, items) if all(hit.guess for hit in hits) else [
                *items, _everything(tr("All results in the catalogue"), words)
            ]  # fmt: skip
        self._told.set_text(_otherwise(hits))
        self._foot.show()
        self._list.set_items(items)
        self._list.select_first()
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        window = self.parentWidget()
        assert window is not None
        at = self._field.mapTo(window, self._field.rect().bottomRight())
        width = min(WIDTH, window.width() - 40) + 2 * MARGIN
        room = window.height() - at.y() - 30
        foot = 0 if self._foot.isHidden() else 36
        height = min(self._list.sizeHint().height() + 14 + foot + 2 * MARGIN, room)
        x = max(8 - MARGIN, at.x() + MARGIN - width)
        self.setGeometry(QRect(x, at.y() + 4 - MARGIN, width, height))

    def _on_chosen(self, key: str) -> None:
        words, hit = self._words, self._hits.get(key)
        self.close_now()
        if hit is not None:
            self.opened.emit(hit)
        elif key == _ALL:
            self.everything.emit(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.close_now()
            if isinstance(event, QFocusEvent) and event.reason() not in _AWAY:
                self.left.emit()
        if isinstance(event, QKeyEvent) and event.type() in (
            QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride,
        ):  # fmt: skip
            taken = self._takes(event)
            if taken and event.type() == QEvent.Type.KeyPress:
                self._act(Qt.Key(event.key()), bool(event.modifiers() & _CTRL))
            if taken:
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if self._wrong:
            return False
        if not self.isVisible():
            return key == Qt.Key.Key_Down and not self._field.text() and self._kept is not None
        return key in _KEYS

    def _act(self, key: Qt.Key, ctrl: bool) -> None:
        if not self.isVisible():
            self._show_kept()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.close_now()
        elif ctrl:
            hit = self._hits.get(self._list.current())
            if hit is not None and hit.order is not None:
                self.ordered.emit(hit)
        else:
            self._list.choose_current()

    def _show_kept(self) -> None:
        if self._kept is not None:
            self._runner.run(partial(self._kept, ""), self._on_kept, lane=_LANE, owner=self)

    def _on_kept(self, hits: list[Hit]) -> None:
        if hits and self._field.edit.hasFocus() and not self._field.text():
            self._show(hits, "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN))
        paint.shadow(painter, rect, RADIUS)
        paint.box(painter, rect, RADIUS, look.color("raised"), look.color("line"))
        painter.end()


def _nothing(words: str, guesses: list[ListItem]) -> list[ListItem]:
    """What stands where nothing was found: a guess is never what Enter takes first."""
    advice = tr("Check the spelling, or search by a part of the word")
    return [
        ListItem("group:none", tr("Nothing found"), group=True),
        _everything(tr("Look in the catalogue"), words),
        *(guesses or [ListItem("none", advice, icon="info-circle", enabled=False)]),
    ]


def _everything(title: str, words: str) -> ListItem:
    return ListItem(_ALL, title, f"«{words}»", icon="search")


def _otherwise(hits: list[Hit]) -> str:
    """By which other words than typed it was found."""
    missing = next((hit.missing for hit in hits if hit.missing), "")
    if missing:
        return tr("missing: {words}").format(words=missing)
    corrected = next((hit.corrected for hit in hits if hit.corrected), "")
    return tr("searched for “{words}”").format(words=corrected) if corrected else ""


def _ask(sources: tuple[PaletteSource, ...], words: str) -> list[Hit]:
    """Ask every source in turn, on a reader; goods come first."""
    return [hit for source in sources for hit in source(words)]
