"""A date field: typed as 23.11.2026, or chosen in a calendar popover."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.texts.formats import date, month_year
from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.button import IconButton
from b2bdesk.ui.widgets.field import Field
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.popover import Popover

_CELL = 32
_CLOSED = 0.5


Rule = Callable[[dt.date], str]
"""Why a day cannot be chosen, in words; empty when it can."""


def _any_day(_day: dt.date) -> str:
    return ""


class DateField(Field):
    """A labelled date.

    Args:
        label: words above.
        parent: owner.

    Signals:
        date_changed: a `datetime.date`, or None when emptied.
    """

    date_changed = Signal(object)

    def __init__(self, label: str, *, parent: QWidget | None = None) -> None:
        super().__init__(label, placeholder=tr("dd.mm.yyyy"), icon="calendar", parent=parent)
        self._date: dt.date | None = None
        self._bounds: tuple[dt.date | None, dt.date | None] = (None, None)
        self._rule: Rule = _any_day
        self._open = IconButton("chevron-down", tr("Open the calendar"), key="Alt+↓", size=26)
        self._open.setParent(self._frame)
        self._open.clicked.connect(self._on_open)
        self.finished.connect(self._on_typed)

    def day(self) -> dt.date | None:
        """The date, None when empty or not understood."""
        return self._date

    def set_date(self, day: dt.date | None) -> None:
        """Show a date without a signal."""
        self._date = day
        self.set_text("" if day is None else date(day))
        self.set_error("")

    def set_bounds(self, first: dt.date | None, last: dt.date | None) -> None:
        """Only dates from `first` to `last` can be chosen."""
        self._bounds = (first, last)

    def set_rule(self, rule: Rule) -> None:
        """Give what says why a day cannot be chosen; the calendar greys it with the reason."""
        self._rule = rule
        if self._date is not None:
            self._warn(self._date)

    def _warn(self, day: dt.date) -> None:
        why = self._rule(day)
        self.set_error(f"{why[:1].upper()}{why[1:]}" if why else "")

    def resizeEvent(self, _event: object) -> None:
        self._open.move(self._frame.width() - 29, 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._on_open()
            return
        super().keyPressEvent(event)

    def _on_typed(self, text: str) -> None:
        day = parse_date(text, self._date)
        if text.strip() and day is None:
            self.set_error(tr("Not a date: write it as 23.11.2026"))
            return
        if day is not None and not self._inside(day):
            self.set_error(tr("This date cannot be chosen"))
            return
        self._take(day)

    def _inside(self, day: dt.date) -> bool:
        first, last = self._bounds
        return (first is None or day >= first) and (last is None or day <= last)

    def _take(self, day: dt.date | None) -> None:
        changed = day != self._date
        self.set_date(day)
        if day is not None:
            self._warn(day)
        if changed:
            self.date_changed.emit(day)

    def _on_open(self) -> None:
        popover = Popover(self.window(), width=7 * _CELL + 28)
        month = MonthView(self._date or self._bounds[0] or dt.date.today(), self._bounds,  # noqa: DTZ011
                          self._rule)  # fmt: skip
        month.chosen.connect(popover.close_now)
        month.chosen.connect(self._take)
        head, title = QHBoxLayout(), PlainLabel("", 13, look.SEMIBOLD)
        back = IconButton("chevron-left", tr("Previous month"), key="PgUp", size=26)
        forth = IconButton("chevron-right", tr("Next month"), key="PgDn", size=26)
        back.clicked.connect(month.previous)
        forth.clicked.connect(month.following)
        month.titled.connect(title.set_text)
        head.setContentsMargins(10, 2, 2, 0)
        head.addWidget(title, 1)
        head.addWidget(back)
        head.addWidget(forth)
        popover.layout_box().addLayout(head)
        popover.add(month)
        why = PlainLabel("", 12, tone="text2", wrap=True)
        why.set_indent(10)
        why.setMinimumHeight(32)
        month.explained.connect(why.set_text)
        popover.add(why)
        month.announce()
        popover.open_at(self._frame)
        month.setFocus(Qt.FocusReason.TabFocusReason)


class MonthView(QWidget):
    """The days of a month; arrows move, Enter chooses, PgUp/PgDn change the month."""

    chosen = Signal(object)
    titled = Signal(str)
    explained = Signal(str)

    def __init__(
        self, day: dt.date, bounds: tuple[dt.date | None, dt.date | None], rule: Rule
    ) -> None:
        super().__init__()
        self._day = day
        self._bounds = bounds
        self._rule = rule
        ahead = (dt.date.today() + dt.timedelta(days=each) for each in range(90))  # noqa: DTZ011
        self._first = next((each for each in ahead if not rule(each)), day)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(7 * 28)
        self.setMinimumWidth(7 * _CELL)

    def announce(self) -> None:
        """Tell the title and the day under the cursor."""
        self.titled.emit(month_year(self._day))
        why = self._rule(self._day)
        words = f"{date(self._day)}: {why}" if why else date(self._day)
        self.explained.emit(words)
        self.setAccessibleName(words)
        self.update()

    def previous(self) -> None:
        """The month before."""
        self._move_month(-1)

    def following(self) -> None:
        """The month after."""
        self._move_month(1)

    def sizeHint(self) -> QSize:
        return QSize(7 * _CELL, 7 * 28)

    def _move_month(self, by: int) -> None:
        number = self._day.year * 12 + self._day.month - 1 + by
        year, month = divmod(number, 12)
        last = calendar.monthrange(year, month + 1)[1]
        self._day = dt.date(year, month + 1, min(self._day.day, last))
        self.announce()

    def _weeks(self) -> list[list[dt.date]]:
        return calendar.Calendar().monthdatescalendar(self._day.year, self._day.month)

    def _allowed(self, day: dt.date) -> bool:
        first, last = self._bounds
        inside = (first is None or day >= first) and (last is None or day <= last)
        return inside and not self._rule(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        key = Qt.Key(event.key())
        if key in steps:
            self._day += dt.timedelta(days=steps[key])
            self.announce()
        elif key == Qt.Key.Key_PageUp:
            self.previous()
        elif key == Qt.Key.Key_PageDown:
            self.following()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self._allowed(self._day):
                self.chosen.emit(self._day)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        width = self.width() / 7
        column, row = int(event.position().x() / width), int(event.position().y() / 28) - 1
        weeks = self._weeks()
        if 0 <= row < len(weeks) and 0 <= column < 7:
            self._day = weeks[row][column]
            self.announce()
            if self._allowed(self._day):
                self.chosen.emit(self._day)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = self.width() / 7
        names = [tr("Mo"), tr("Tu"), tr("We"), tr("Th"), tr("Fr"), tr("Sa"), tr("Su")]
        for column, name in enumerate(names):
            place = QRectF(column * width, 0, width, 28)
            paint.text(painter, place, name, look.font(11), look.color("text3"), paint.CENTER)
        for row, week in enumerate(self._weeks()):
            for column, day in enumerate(week):
                place = QRectF(column * width, 28 * (row + 1), width, 28).adjusted(1, 1, -1, -1)
                self._paint_day(painter, place, day)
        painter.end()

    def _paint_day(self, painter: QPainter, place: QRectF, day: dt.date) -> None:
        here = day == self._day
        if here:
            paint.box(painter, place, 5, look.color("accent"))
        token = "text" if day.month == self._day.month else "text3"
        if day.weekday() >= 5 and token == "text":
            token = "bad"
        if not self._allowed(day):
            token = "text3"
        tint = QColor(look.color("on_accent" if here else token))
        if not here and not self._allowed(day):
            tint.setAlphaF(_CLOSED)  # seen as closed in every theme
        font = look.font(12, look.MEDIUM if here else look.REGULAR)
        paint.text(painter, place, str(day.day), font, tint, paint.CENTER)
        if day > self._first and day.month == self._day.month and self._rule(day):
            middle = place.center().y()
            paint.hline(painter, place.center().x() - 8, middle, 16, tint)


def parse_date(text: str, near: dt.date | None = None) -> dt.date | None:
    """Understand 23.11.2026, 23.11.26, 23.11 (the year of `near` or this one), 2026-11-23."""
    parts = text.strip().replace("/", ".").replace("-", ".").replace(" ", ".").split(".")
    if not all(part.isdigit() for part in parts) or not 2 <= len(parts) <= 3:
        return None
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4 and len(numbers) == 3:
        numbers.reverse()
    if len(numbers) == 2:
        numbers.append((near or dt.date.today()).year)  # noqa: DTZ011  # the buyer's own calendar
    if numbers[2] < 100:
        numbers[2] += 2000
    try:
        return dt.date(numbers[2], numbers[1], numbers[0])
    except ValueError:
        return None
