"""The command palette, Ctrl+K: everything that can be done, and goods and carts by name.

Commands are found at once on the GUI thread; sources (goods, carts, settings) answer through
the task runner in one lane, so that only the last question counts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.trade.keyboard import swap_layout
from b2bdesk.ui.frame.commands import CommandRegistry
from b2bdesk.ui.frame.context import Hit, PaletteSource
from b2bdesk.ui.frame.overlay import Overlay
from b2bdesk.ui.frame.palette_search import Answer, look_up, marks
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.badges import Badge, KeyCap
from b2bdesk.ui.widgets.field import LineEdit
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.row_list import ListItem, RowList

WIDTH, TOP = 640, 96
_LANE = "palette"


class Palette(Overlay):
    """One opening of the palette.

    Args:
        window: the window.
        commands: what can be done.
        runner: runs the sources.
        sources: further finders by group.
        open_hit: does what a found thing does.

    Signals:
        ordered: a `Hit` is to be ordered, one pack (Ctrl+Enter).
    """

    ordered = Signal(object)

    def __init__(
        self,
        window: QWidget,
        commands: CommandRegistry,
        runner: TaskRunner,
        sources: tuple[PaletteSource, ...] = (),
        open_hit: Callable[[Hit], object] | None = None,
    ) -> None:
        super().__init__(window)
        self._open_hit = open_hit
        self._commands = commands
        self._runner = runner
        self._sources = sources
        self._answer = Answer("", ())
        self._hits: list[Hit] = []
        self._runs: dict[str, Hit] = {}
        self._goods_only = False
        self.setAccessibleName(tr("Commands and search"))
        self._asked = 0.0
        self._edit = LineEdit()
        self._edit.setFont(look.font(16))
        self._edit.setPlaceholderText(tr("Type a command or what to find"))
        self._edit.setAccessibleName(tr("Commands and search"))
        self._edit.installEventFilter(self)
        self._layout_badge = Badge("", "info", size=18)
        self._list = RowList()
        self._list.setAccessibleName(tr("Found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.fill_height(16)
        self._time = PlainLabel("", 12, tone="text3")
        self._build()
        self._edit.textEdited.connect(self._on_typed)
        self._list.chosen.connect(self._on_chosen)

    def open_over(self) -> None:
        self._on_typed("")
        super().open_over()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        width = min(WIDTH, self.width() - 48)
        room = self.height() - TOP - 40
        rows = self._list.sizeHint().height()
        height = min(53 + rows + 16 + 37, room)
        self.panel.setGeometry((self.width() - width) // 2, TOP, width, height)
        self.update()

    def _build(self) -> None:
        head = _Head()
        row = QHBoxLayout(head)
        row.setContentsMargins(46, 0, 14, 0)
        row.setSpacing(10)
        row.addWidget(self._edit, 1)
        row.addWidget(self._layout_badge)
        row.addWidget(KeyCap("Esc"))
        foot = _Foot()
        row = QHBoxLayout(foot)
        row.setContentsMargins(18, 1, 18, 0)
        row.setSpacing(6)
        for key, words in (
            ("↑ ↓", tr("choose")), ("Enter", tr("run")), ("Ctrl+Enter", tr("order")),
            ("Tab", tr("goods only")),
        ):  # fmt: skip
            row.addWidget(KeyCap(key))
            row.addWidget(PlainLabel(words, 12, tone="text2"))
            row.addSpacing(8)
        row.addStretch(1)
        row.addWidget(self._time)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        middle = QVBoxLayout()
        middle.setContentsMargins(7, 6, 7, 8)
        middle.addWidget(self._list, 1)
        column.addLayout(middle, 1)
        column.addWidget(foot)

    def _on_typed(self, typed: str) -> None:
        self._asked = perf_counter()
        self._answer = look_up(typed, self._commands.usable())
        self._hits = [] if not typed.strip() else self._hits
        self._tell_time()
        self._show()
        words = typed.strip()
        if words and self._sources:
            self._runner.run(
                partial(_ask, self._sources, words), self._on_hits, lane=_LANE, owner=self
            )

    def _on_hits(self, hits: list[Hit]) -> None:
        self._hits = hits
        self._tell_time()
        self._show()

    def _tell_time(self) -> None:
        spent = max(1, round((perf_counter() - self._asked) * 1000))
        took = tr("found in {ms} ms").format(ms=spent)
        self._time.set_text(took if self._edit.text().strip() else "")

    def _show(self) -> None:
        self._runs = {}
        items: list[ListItem] = []
        if self._answer.found and not self._goods_only:
            items.append(ListItem("group:actions", tr("Actions"), group=True))
            for found in self._answer.found:
                command = found.command
                items.append(
                    ListItem(
                        command.id, self._commands.title(command.id), icon=command.icon or
                        "command", keycap=command.key, marks=found.marks,
                    )
                )  # fmt: skip
        group = ""
        for number, hit in enumerate(self._hits):
            if hit.group != group:
                group = hit.group
                items.append(ListItem(f"group:{group}", group, group=True))
            key = f"hit:{number}"
            self._runs[key] = hit
            spans = marks(hit.corrected or self._answer.words, hit.title)
            items.append(
                ListItem(key, hit.title, hit.note, icon=hit.icon, keycap=hit.keycap, marks=spans,
                         note_marks=hit.note_marks)
            )  # fmt: skip
        if not items:
            items.append(ListItem("group:none", tr("Nothing found"), group=True))
        self._list.set_items(items)
        self._list.select_first()
        self._show_layout()
        if self.isVisible():
            self.place()

    def _show_layout(self) -> None:
        """The badge: by which words things were found, when not by those typed."""
        read = self._answer.words
        if not self._answer.found:
            read = next((hit.corrected for hit in self._hits if hit.corrected), read)
        swapped = read and read.casefold() != self._edit.text().strip().casefold()
        told = ""
        if swapped:
            typed = self._edit.text().strip()
            layout = swap_layout(typed).casefold() == read.casefold()
            words = tr("layout: {words}") if layout else tr("searched for “{words}”")
            told = words.format(words=read)
        self._layout_badge.set(told, "info")

    def _on_chosen(self, key: str) -> None:
        hit = self._runs.get(key)
        self.close_now()
        if hit is None:
            self._commands.run(key)
        elif self._open_hit is not None:
            self._open_hit(hit)
        elif hit.run is not None:
            hit.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self._order()
                    return True
            elif self._moved(Qt.Key(event.key())):
                return True
        return super().eventFilter(watched, event)

    def _order(self) -> None:
        """Ctrl+Enter: one pack of the goods under the cursor; the palette stays for more."""
        hit = self._runs.get(self._list.current())
        if hit is not None and hit.order is not None:
            self.ordered.emit(hit)

    def _moved(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._list.choose_current()
        elif key == Qt.Key.Key_Tab:
            self._goods_only = not self._goods_only
            self._show()
        elif key == Qt.Key.Key_Escape:
            self.close_now()
        else:
            return False
        return True


class _Head(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(52)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.draw(painter, "search", 16, 17, 18, look.color("text2"))
        paint.hline(painter, 0, self.height(), self.width(), look.color("line"))
        painter.end()


class _Foot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = QRectF(0, 0, self.width(), paint.device_line(painter))
        painter.fillRect(line, look.color("line"))
        painter.end()


def _ask(sources: tuple[PaletteSource, ...], words: str) -> list[Hit]:
    """Ask every source in turn, on a reader."""
    return [hit for source in sources for hit in source(words)]
