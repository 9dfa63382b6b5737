"""Sections of the facets: words to tick, tiles, a range of numbers.

Each shows counts, says what is chosen in it, and stays as it is while fresh counts are on the way.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.domain.facets import number_of
from b2bdesk.texts import formats, tr, trc, trn
from b2bdesk.trade.decimals import parse_decimal
from b2bdesk.trade.fold import fold_name
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import BAR, TEXT, Button
from b2bdesk.ui.widgets.checks import CheckBox
from b2bdesk.ui.widgets.field import Field
from b2bdesk.ui.widgets.labels import Line, PlainLabel
from b2bdesk.ui.widgets.range_slider import RangeSlider
from b2bdesk.ui.widgets.tiles import TileChoice

SHOWN = 6
_SEARCHED_FROM = 13
_MOST = 60
_WIDE = 22
Values = Sequence[tuple[str, int]]


class Section(QWidget):
    """A hairline, a title with a small fact at the right, and contents below.

    Signals:
        changed: something was chosen or left by the person.
    """

    changed = Signal()

    def __init__(self, title: str, unit: str = "") -> None:
        super().__init__()
        self.title = title
        self.unit = unit
        words = f"{title}, {unit}" if unit else title
        self._title = PlainLabel(words, 12, look.SEMIBOLD)
        self._title.setToolTip(words if len(words) > _WIDE else "")
        self._fact = PlainLabel("", 12, tone="text3")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title, 1)
        head.addWidget(self._fact)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(4)
        self.body.addWidget(Line())
        self.body.addSpacing(5)
        self.body.addLayout(head)

    def tell(self, words: str) -> None:
        """Say something small beside the title."""
        self._fact.set_text(words)


class Ticks(Section):
    """Words to tick with counts; long lists fold and are searched."""

    def __init__(self, title: str, unit: str = "") -> None:
        super().__init__(title, unit)
        self._values: tuple[tuple[str, int], ...] = ()
        self._words: dict[str, str] = {}
        self._chosen: set[str] = set()
        self._all = False
        self._boxes: list[CheckBox] = []
        self._find = Field("", placeholder=tr("Find"), name=tr("Find in “{title}”").format(
            title=title), icon="search")  # fmt: skip
        self._find.set_height(28)
        self._find.edited.connect(self._show)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._more = Button("", TEXT, height=BAR)
        self._more.clicked.connect(self._on_more)
        self.body.addWidget(self._find)
        self.body.addLayout(self._list)
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def offer(self, values: Values, words: dict[str, str] | None = None) -> None:
        """Show values with counts; `words` name them when they are ids."""
        wanted = tuple(values)
        if wanted != self._values or (words or {}) != self._words:
            self._values, self._words = wanted, words or {}
            self._show()

    def choose(self, chosen: Collection[str]) -> None:
        """Turn exactly these on."""
        if set(chosen) != self._chosen:
            self._chosen = set(chosen)
            self._show()

    def chosen(self) -> tuple[str, ...]:
        """The values that are on."""
        return tuple(sorted(self._chosen))

    def _show(self, _text: str = "") -> None:
        counts = dict(self._values)
        rest = [value for value in self._chosen if value not in counts]
        order = [*(value for value in counts if value in self._chosen), *rest]
        order += [value for value in counts if value not in self._chosen]
        self._find.setVisible(self._all and len(order) >= _SEARCHED_FROM)
        wanted = fold_name(self._find.text()) if self._find.isVisibleTo(self) else ""
        fits = [value for value in order if wanted in fold_name(self._words.get(value, value))]
        shown = fits[:_MOST] if self._all else fits[: max(SHOWN, len(self._chosen))]
        self._fit(len(shown))
        for box, value in zip(self._boxes, shown, strict=True):
            words = self._words.get(value, value)
            goods = counts.get(value, 0)
            count = formats.number(goods) if goods >= 0 else ""
            box.setText(words)
            box.setProperty("value", value)
            box.setAccessibleName(f"{self.title}: {words}, {count}".rstrip(", "))
            box.setToolTip(words if len(words) > 18 else "")
            box.setChecked(value in self._chosen)
            box.set_count(count)
            box.updateGeometry()
        hidden = len(order) - len(shown)
        self._more.setVisible(bool(hidden) or self._all)
        more = trn("{n} more", "{n} more", hidden).format(n=hidden)
        self._more.setText(tr("Fewer") if self._all else more)
        self._more.setAccessibleName(f"{self.title}: {self._more.text()}")

    def _fit(self, count: int) -> None:
        while len(self._boxes) < count:
            box = CheckBox("")
            box.clicked.connect(self._on_box)
            self._boxes.append(box)
            self._list.addWidget(box)
        while len(self._boxes) > count:
            box = self._boxes.pop()
            self._list.removeWidget(box)
            box.hide()
            box.deleteLater()

    def _on_box(self) -> None:
        box = self.sender()
        if isinstance(box, CheckBox):
            self._chosen ^= {str(box.property("value"))}
            self.changed.emit()

    def _on_more(self) -> None:
        self._all = not self._all
        self._find.set_text("")
        self._show()


class Tiles(Section):
    """A few short numbers side by side."""

    def __init__(self, title: str, unit: str = "") -> None:
        super().__init__(title, unit)
        self._tiles = TileChoice(title)
        self._tiles.changed.connect(self.changed)
        self.body.addWidget(self._tiles)

    def offer(self, values: Values) -> None:
        """Show values with counts."""
        counted = [(value, trn("{n} item", "{n} items", count).format(n=formats.number(count)))
                   for value, count in values]  # fmt: skip
        self._tiles.set_values(counted, {value for value, count in values if not count})

    def choose(self, chosen: Collection[str]) -> None:
        """Turn exactly these on."""
        self._tiles.set_checked(chosen)

    def chosen(self) -> tuple[str, ...]:
        """The values that are on."""
        return self._tiles.checked()


class Range(Section):
    """Many numbers: a slider over the values there are, and two fields to type in."""

    def __init__(self, title: str, unit: str = "") -> None:
        super().__init__(title, unit)
        self._values: tuple[str, ...] = ()
        self._numbers: list[Decimal] = []
        self._slider = RangeSlider(title)
        self._slider.moved.connect(self._on_moved)
        self._slider.chosen.connect(self._on_chosen)
        self._low = Field("", placeholder=trc("bound", "from"), name=tr("{title} from").format(
            title=title))  # fmt: skip
        self._high = Field("", placeholder=trc("bound", "to"), name=tr("{title} to").format(
            title=title))  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(8)
        for field in (self._low, self._high):
            field.set_height(28)
            field.edit.setMinimumWidth(20)
            field.finished.connect(self._on_typed)
            row.addWidget(field)
        self.body.addWidget(self._slider)
        self.body.addLayout(row)

    def offer(self, values: Values) -> None:
        """Show the span of these numbers."""
        self._values = tuple(value for value, _ in values)
        self._numbers = [number_of(value) or Decimal(0) for value in self._values]
        self._follow()

    def choose(self, bounds: tuple[str, str]) -> None:
        """Show bounds; empty ones are open."""
        self._low.set_text(bounds[0])
        self._high.set_text(bounds[1])
        self._follow()

    def bounds(self) -> tuple[str, str]:
        """From and to as typed, empty = open; what is no number counts as open."""
        return _number(self._low.text()), _number(self._high.text())

    def _follow(self) -> None:
        low, high = (parse_decimal(text) for text in self.bounds())
        last = max(0, len(self._numbers) - 1)
        first = 0 if low is None else bisect_left(self._numbers, low)
        until = last if high is None else bisect_right(self._numbers, high) - 1
        self._slider.set_range(last, min(first, last), max(until, 0))
        self._tell()

    def _tell(self) -> None:
        if self._values:
            low, high = self._values[self._slider.low()], self._values[self._slider.high()]
            words = f"{low}–{high}"
            self.tell(words)
            self._slider.tell(f"{words} {self.unit}".strip())

    def _on_moved(self, _low: int, _high: int) -> None:
        self._tell()

    def _on_chosen(self, low: int, high: int) -> None:
        last = len(self._values) - 1
        self._low.set_text(self._values[low] if low > 0 else "")
        self._high.set_text(self._values[high] if high < last else "")
        self.changed.emit()

    def _on_typed(self, _text: str) -> None:
        for field in (self._low, self._high):
            bad = bool(field.text().strip()) and parse_decimal(field.text()) is None
            field.set_error(tr("Not a number") if bad else "")
        self._follow()
        self.changed.emit()


def _number(text: str) -> str:
    return text.strip() if parse_decimal(text) is not None else ""
