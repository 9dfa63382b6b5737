"""Filter chips and the row that holds them.

Chips filter the grid below them. A chip row must never set the minimum width of the window:
it first shortens the words of its chips, then folds the last ones into «ещё n».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.texts import trn
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.control import Control
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList

HEIGHT = 26
GAP = 7


@dataclass(frozen=True, slots=True)
class ChipSpec:
    """One chip of a row.

    `count` None means no counter; 0 hides the chip unless `keep`. `short` is used when the
    row is too narrow. `separated` puts a thin line before the chip.
    """

    key: str
    text: str
    count: int | None = None
    icon: str = ""
    tone: str = ""
    short: str = ""
    removable: bool = False
    separated: bool = False
    keep: bool = False


class Chip(Control):
    """A round chip: icon in its tone, word, counter; on = accent.

    Signals:
        removed: the «×» of a removable chip, or Delete on it.
    """

    removed = Signal(str)

    def __init__(self, spec: ChipSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._short = False
        self.setCheckable(not spec.removable)
        self.setFixedHeight(HEIGHT)
        self.set_spec(spec)

    @property
    def key(self) -> str:
        """The key of the chip."""
        return self._spec.key

    def set_spec(self, spec: ChipSpec) -> None:
        """Change words and counter in place."""
        self._spec = spec
        self.setText(spec.text)
        counter = "" if spec.count is None else f" {spec.count}"
        self.setAccessibleName(spec.text + counter)
        self.setToolTip(spec.text if self._short and spec.short else "")
        self.setFixedWidth(self.width_for(short=self._short))
        self.update()

    def set_short(self, short: bool) -> None:
        """Use the short word."""
        self._short = short
        self.set_spec(self._spec)

    def width_for(self, *, short: bool) -> int:
        """Width with the short or the full word."""
        spec = self._spec
        words = spec.short if short and spec.short else spec.text
        width = 20 + paint.advance(words, 12, look.MEDIUM if self.isChecked() else look.REGULAR)
        if spec.icon:
            width += 20
        if spec.count is not None:
            width += 6 + paint.advance(_number(spec.count), 12)
        if spec.removable:
            width += 18
        return round(width + 0.49)

    def sizeHint(self) -> QSize:
        return QSize(self.width(), HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        spec, on = self._spec, self.isChecked()
        rect = QRectF(self.rect())
        fill = look.color("accent_soft" if on else "hover" if self.hovered() else "surface")
        paint.box(painter, rect, 13, fill, look.color("sel_line" if on else "line"))
        if self.ringed():
            paint.ring(painter, rect, 13)
        x = 10.0
        if spec.icon:
            tint = look.color("accent_text") if on else look.tone(spec.tone or "text2")
            icons.draw(painter, spec.icon, x, 6, 14, tint)
            x += 20
        words = spec.short if self._short and spec.short else spec.text
        tint = look.color("accent_text" if on else "text")
        weight = look.MEDIUM if on else look.REGULAR
        font = look.font(12, weight)
        width = paint.advance(words, 12, weight)
        paint.text(painter, QRectF(x, 0, width + 1, HEIGHT), words, font, tint)
        x += width + 6
        if spec.count is not None:
            tint = look.color("accent_text" if on else "text3")
            number = _number(spec.count)
            font = look.font(12, look.MEDIUM if on else look.REGULAR)
            paint.text(painter, QRectF(x, 0, 80, HEIGHT), number, font, tint)
        if spec.removable:
            icons.draw(painter, "x", rect.width() - 24, 6, 14, look.color("text2"))
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._spec.removable and event.position().x() > self.width() - 26:
            self.setDown(False)
            self.removed.emit(self._spec.key)
            return
        super().mouseReleaseEvent(event)

    def checkStateSet(self) -> None:  # noqa: N802
        """On is set in a heavier weight, hence wider."""
        self.setFixedWidth(self.width_for(short=self._short))

    def nextCheckState(self) -> None:  # noqa: N802
        """A chosen chip stays chosen when pressed again; the row decides."""

    def keyPressEvent(self, event: object) -> None:
        key = event.key()  # type: ignore[attr-defined]  # QKeyEvent, named object for brevity
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._spec.removable:
            self.removed.emit(self._spec.key)
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]


class ChipRow(QWidget):
    """A row of chips, of which one is on (`single`) or several.

    Args:
        single: choosing one turns the others off.
        parent: owner.

    Signals:
        chosen: key of the chip pressed; ask `checked()` for the state.
        removed: key of the removable chip taken away.
    """

    chosen = Signal(str)
    removed = Signal(str)

    def __init__(self, *, single: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._single = single
        self._specs: list[ChipSpec] = []
        self._chips: list[Chip] = []
        self._on: set[str] = set()
        self._folded: list[ChipSpec] = []
        self._lines: list[int] = []
        self._more = Chip(ChipSpec("", "", keep=True), self)
        self._more.setCheckable(False)
        self._more.clicked.connect(self._on_more)
        self._more.hide()
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_chips(self, specs: Sequence[ChipSpec]) -> None:
        """Show these chips; chips with a zero counter disappear."""
        shown = [s for s in specs if s.count != 0 or s.keep or s.key in self._on]
        if [s.key for s in shown] == [s.key for s in self._specs]:
            for chip, spec in zip(self._chips, shown, strict=True):
                chip.set_spec(spec)
        else:
            self._rebuild(shown)
        self._specs = shown
        self._arrange()

    def checked(self) -> frozenset[str]:
        """Keys of the chips that are on."""
        return frozenset(self._on)

    def set_checked(self, *keys: str) -> None:
        """Turn exactly these chips on, without a signal."""
        self._on = set(keys)
        for chip in self._chips:
            chip.setChecked(chip.key in self._on)
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(sum(c.width_for(short=False) + GAP for c in self._chips), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def _rebuild(self, specs: Sequence[ChipSpec]) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for spec in specs:
            chip = Chip(spec, self)
            chip.setChecked(spec.key in self._on)
            chip.clicked.connect(self._on_clicked)
            chip.removed.connect(self.removed)
            self._chips.append(chip)
        self._more.raise_()

    def _on_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self._choose(chip.key)

    def _choose(self, key: str) -> None:
        if self._single:
            self._on = {key}
        else:
            self._on ^= {key}
        for chip in self._chips:
            chip.setChecked(chip.key in self._on)
        self._arrange()
        self.chosen.emit(key)

    def _on_more(self) -> None:
        popover = Popover(self.window(), width=260)
        picker = RowList()
        picker.set_items(
            [
                ListItem(s.key, s.text, right="" if s.count is None else _number(s.count),
                         icon=s.icon, icon_tone=s.tone or "text2")
                for s in self._folded
            ]
        )  # fmt: skip
        picker.setAccessibleName(self._more.text())
        picker.chosen.connect(popover.close_now)
        picker.chosen.connect(self._choose)
        popover.add(picker)
        popover.open_at(self._more)

    def _arrange(self) -> None:
        room = self.width()
        full = [c.width_for(short=False) for c in self._chips]
        gaps = [GAP + (GAP + 5 if s.separated else 0) for s in self._specs]
        short = sum(full) + sum(gaps) > room
        shown = len(self._chips)
        widths = [c.width_for(short=short) for c in self._chips]
        while shown > 1 and sum(widths[:shown]) + sum(gaps[:shown]) > (
            room if shown == len(widths) else room - 80
        ):
            shown -= 1
        x = 0
        self._lines = []
        for index, chip in enumerate(self._chips):
            chip.set_short(short)
            chip.setVisible(index < shown)
            if index < shown:
                if self._specs[index].separated and index:
                    self._lines.append(x + 5)
                    x += GAP + 5
                chip.move(QPoint(x, 0))
                x += chip.width() + GAP
        self._folded = self._specs[shown:]
        self._more.setVisible(bool(self._folded))
        if self._folded:
            count = len(self._folded)
            words = trn("{n} more", "{n} more", count).format(n=count)
            self._more.set_spec(ChipSpec("", words))
            self._more.move(x, 0)
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for x in self._lines:
            paint.vline(painter, x, 4, HEIGHT - 8, look.color("line2"))
        painter.end()


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")
