"""Scroll bars and scroll areas: 10 px wide, a 6-px handle, painted, no style sheet.

A style sheet for scroll bars costs every item view part of its repaint, hence the painting.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)  # fmt: skip

from b2bdesk.ui.theme import look, paint

WIDTH = 10
GUTTER = 14
_GEOMETRY = (
    "QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }"
    "QScrollBar::handle { min-height: 28px; min-width: 28px; }"
)
"""Geometry only, and on the bar itself: no arrows, so that hits agree with what is painted."""


class ScrollBar(QScrollBar):
    """A thin scroll bar."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        if orientation == Qt.Orientation.Vertical:
            self.setFixedWidth(WIDTH)
        else:
            self.setFixedHeight(WIDTH)
        self.fill = ""
        self.setStyleSheet(_GEOMETRY)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        # the bar's own palette is held by its style sheet and misses a change of theme
        painter.fillRect(
            event.rect(),
            look.color(self.fill) if self.fill else QApplication.palette().window(),
        )
        if self.maximum() > self.minimum():
            option = QStyleOptionSlider()
            self.initStyleOption(option)
            handle = self.style().subControlRect(
                QStyle.ComplexControl.CC_ScrollBar, option,
                QStyle.SubControl.SC_ScrollBarSlider, self,
            )  # fmt: skip
            rect = QRectF(handle).adjusted(2, 2, -2, -2)
            hot = self.isSliderDown() or self.underMouse()
            paint.box(painter, rect, 3, look.color("text3" if hot else "line2"))
        painter.end()


class ScrollArea(QScrollArea):
    """A frameless area for forms and cards; horizontal scrolling is off.

    Args:
        content: what is scrolled.
        fill: token of the panel it lies on; such an area keeps `GUTTER` px for its bar, so that
            what is above and below it ends at the same edge.
        parent: owner.
    """

    def __init__(
        self, content: QWidget | None = None, fill: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        thin(self)
        bar = self.verticalScrollBar()
        if fill and isinstance(bar, ScrollBar):
            bar.fill = fill
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        if content is not None:
            self.setWidget(content)


def thin(area: QAbstractScrollArea) -> None:
    """Give any scroll area the thin bars."""
    area.setVerticalScrollBar(ScrollBar(Qt.Orientation.Vertical, area))
    area.setHorizontalScrollBar(ScrollBar(Qt.Orientation.Horizontal, area))
