"""Status line of an order and the steps of a wizard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.control import Control

DONE, NOW, LATER, FAILED = "done", "now", "later", "failed"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of an order: words, date or count below, state."""

    title: str
    note: str = ""
    state: str = LATER
    note_tone: str = "text3"


class StatusLine(QWidget):
    """Dots of 18 px joined by 2-px lines: done accent + check, now warn ring, later grey."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stages: tuple[Stage, ...] = ()
        self.setFixedHeight(60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_stages(self, stages: Sequence[Stage]) -> None:
        """Show the stages in order."""
        self._stages = tuple(stages)
        spoken = "; ".join(f"{s.title} {s.note}".strip() for s in self._stages)
        self.setAccessibleName(spoken)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        step = self.width() / max(1, len(self._stages))
        for number, stage in enumerate(self._stages):
            x = number * step
            if number + 1 < len(self._stages):
                done = stage.state == DONE
                link = QRectF(x + 22, 8, step - 26, 2)
                painter.fillRect(link, look.color("accent" if done else "track"))
            self._dot(painter, x, stage.state)
            weight = look.MEDIUM if stage.state != LATER else look.REGULAR
            tint = look.color("text" if stage.state != LATER else "text2")
            place = QRectF(x, 24, step - 6, 18)
            paint.text(painter, place, stage.title, look.font(12, weight), tint)
            place = QRectF(x, 42, step - 6, 16)
            tint = look.tone("warn" if stage.state == NOW and stage.note_tone == "text3"
                             else stage.note_tone)  # fmt: skip
            paint.text(painter, place, stage.note, look.font(11), tint)
        painter.end()

    def _dot(self, painter: QPainter, x: float, state: str) -> None:
        rect = QRectF(x, 0, 18, 18)
        if state == DONE:
            paint.box(painter, rect, 9, look.color("accent"))
            icons.draw(painter, "check", x + 3, 3, 12, look.color("on_accent"))
        elif state == NOW:
            paint.box(painter, rect, 9, look.color("warn_soft"), look.color("warn_edge"), 2)
            paint.box(painter, rect.adjusted(6, 6, -6, -6), 3, look.color("warn_edge"))
        elif state == FAILED:
            paint.box(painter, rect, 9, look.color("bad_edge"))
            icons.draw(painter, "x", x + 3, 3, 12, look.color("on_accent"))
        else:
            paint.box(painter, rect, 9, look.color("surface"), look.color("line2"), 1.5)


class _Step(Control):
    def __init__(self, number: int, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.number = number
        self.state = LATER
        self.setText(title)
        self.setAccessibleName(f"{number + 1}. {title}")
        width = 30 + max(paint.advance(title, 13, look.SEMIBOLD), 10)
        self.setFixedSize(round(width), 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(0, 3, 20, 20)
        if self.state == DONE:
            paint.box(painter, rect, 10, look.color("accent_soft"))
            icons.draw(painter, "check", 3, 6, 14, look.color("accent_text"))
        else:
            now = self.state == NOW
            fill = look.color("accent" if now else "surface")
            paint.box(painter, rect, 10, fill, None if now else look.color("line2"))
            tint = look.color("on_accent" if now else "text2")
            font = look.font(11, look.MEDIUM)
            paint.text(painter, rect, str(self.number + 1), font, tint, paint.CENTER)
        if self.ringed():
            paint.ring(painter, QRectF(self.rect()), 6)
        weight = look.SEMIBOLD if self.state == NOW else look.REGULAR
        tint = look.color("text" if self.state == NOW else "text2")
        place = QRectF(27, 0, self.width() - 27, 26)
        paint.text(painter, place, self.text(), look.font(13, weight), tint)
        painter.end()


class WizardSteps(QWidget):
    """The steps of a wizard; done ones can be pressed.

    Args:
        titles: words of the steps.
        parent: owner.

    Signals:
        chosen: number of a done step, from 0.
    """

    chosen = Signal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = [_Step(number, title, self) for number, title in enumerate(titles)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(48)
        for step in self._steps:
            step.clicked.connect(self._on_clicked)
            row.addWidget(step)
        row.addStretch(1)
        self.setFixedHeight(26)
        self.set_current(0)

    def set_current(self, number: int) -> None:
        """Steps before are done, those after are to come."""
        for step in self._steps:
            step.state = DONE if step.number < number else NOW if step.number == number else LATER
            step.setEnabled(step.number <= number)
            focus = Qt.FocusPolicy.StrongFocus if step.number < number else Qt.FocusPolicy.NoFocus
            step.setFocusPolicy(focus)
            step.update()
        self.update()

    def _on_clicked(self) -> None:
        step = self.sender()
        if isinstance(step, _Step) and step.state == DONE:
            self.chosen.emit(step.number)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for step in self._steps[:-1]:
            x = step.x() + step.width() + 8.0
            paint.hline(painter, x, 14, 32, look.color("line2"))
        painter.end()
